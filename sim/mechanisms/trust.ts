import { number, type Values } from '../schema.ts';
import { contacts, INSIDE, type State } from '../state.ts';
import { findTie, freeSlot, putTie } from '../ties.ts';

/**
 * Trust of one member of staff in another. Success: T += gain (1 - T). Failure: T -= loss T, less where small
 * successes came before: slow to build, quick to lose. Without contact it fades by `fading` a week. A first tie
 * starts from propensity to trust, a shared denomination, and what the schools have heard of each other
 * (B 12.4, 13.1, 3.2).
 */
export const params = {
  gain: number({
    default: 0.06,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'Share of missing trust that a success restores.',
    source: 'model description 4, after B 12.4',
  }),
  loss: number({
    default: 0.18,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'Share of trust that a failure destroys.',
    source: 'model description 4, after B 12.4',
  }),
  fading: number({
    default: 0.004,
    min: 0,
    max: 0.2,
    unit: 'share a week',
    doc: 'Trust lost in a week without contact.',
    source: 'model description 4, after B 12.4',
  }),
  cushion: number({
    default: 0.5,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'How much of a failure’s cost earlier successes can take away.',
    source: 'assumption, after B 12.4',
  }),
  cushionSuccesses: number({
    default: 12,
    min: 1,
    max: 255,
    unit: 'successes',
    doc: 'Successes that give the full cushion.',
    source: 'assumption',
    integer: true,
  }),
  firstInside: number({
    default: 0.46,
    min: 0,
    max: 1,
    unit: 'trust',
    doc: 'Trust at which an average tie inside a school starts.',
    source: 'assumption',
  }),
  firstAcross: number({
    default: 0.25,
    min: 0,
    max: 1,
    unit: 'trust',
    doc: 'Trust at which an average tie between schools starts.',
    source: 'assumption',
  }),
  propensityWeight: number({
    default: 0.4,
    min: 0,
    max: 1,
    unit: 'trust',
    doc: 'How far propensity to trust moves the start.',
    source: 'assumption',
  }),
  denomination: number({
    default: 0.08,
    min: 0,
    max: 1,
    unit: 'trust',
    doc: 'What a shared denomination adds to the start.',
    source: 'assumption, after B 13.1',
  }),
  introduction: number({
    default: 0.5,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'How far trust between the schools carries over to a new tie.',
    source: 'assumption, after B 3.2',
  }),
  contractCost: number({
    default: 0.06,
    min: 0,
    max: 0.5,
    unit: 'share',
    doc: 'Trust lost in an encounter while an over-detailed contract is negotiated.',
    source: 'assumption, after B 12.4',
  }),
  memory: number({
    default: 0.9,
    min: 0.5,
    max: 0.999,
    unit: 'share a week',
    doc: 'What is kept each week of the moving average of contacts.',
    source: 'assumption',
  }),
};
export const writes = [
  'contactBack',
  'contactTrust',
  'tieTarget',
  'tieTrust',
  'tieStrength',
  'tieSince',
  'tieSuccesses',
] as const;

/** What is left of trust, and of the average of contacts, after so many idle weeks: read instead of decaying every week. */
export interface Fading {
  readonly trust: Float64Array;
  readonly strength: Float64Array;
  /** Share of trust that a failure destroys after so many successes. */
  readonly hurt: Float64Array;
}

export function makeFading(weeks: number): Fading {
  return {
    trust: new Float64Array(weeks + 1),
    strength: new Float64Array(weeks + 1),
    hurt: new Float64Array(256),
  };
}

export function fillFading(fading: Fading, p: Values<typeof params>): void {
  let trust = 1;
  let strength = 1;
  for (let w = 0; w < fading.trust.length; w++) {
    fading.trust[w] = trust;
    fading.strength[w] = strength;
    if (w > 0) trust *= 1 - p.fading; // a tie that was used last week has had no week without contact
    strength *= p.memory;
  }
  const cushion = p.cushion / p.cushionSuccesses;
  for (let successes = 0; successes < fading.hurt.length; successes++) {
    const hurt = p.loss * (1 - cushion * Math.min(successes, p.cushionSuccesses));
    fading.hurt[successes] = Math.min(hurt, 1 - p.contractCost); // both costs together take no more than there is
  }
}

/** Trust at which a tie of `i` with someone at the other end of relation `r` (-1: a colleague) begins. */
export function firstTrust(s: State, p: Values<typeof params>, i: number, r: number): number {
  const own = p.propensityWeight * (s.staffPropensity[i] - 0.5);
  if (r < 0) return Math.min(1, Math.max(0.02, p.firstInside + own));
  const da = s.schoolDenomination[s.relationA[r]];
  const alike = da !== 0 && da === s.schoolDenomination[s.relationB[r]] ? p.denomination : 0;
  const heard = p.introduction * s.relationTrust[r];
  return Math.min(1, Math.max(0.02, p.firstAcross + own + alike + heard));
}

/** Finds the ties of the first `count` contacts and the mean trust the two bring. */
export function recall(
  s: State,
  p: Values<typeof params>,
  fading: Fading,
  week: number,
  count: number,
): void {
  const { contactFrom, contactTo, contactTie, contactBack, contactRelation, contactTrust } = contacts;
  const { tieTarget, tieTrust, tieSince } = s;
  const left = fading.trust;
  for (let c = 0; c < count; c++) {
    const i = contactFrom[c];
    const j = contactTo[c];
    const relation = contactRelation[c];
    const tie = contactTie[c];
    const back = findTie(tieTarget, j, i, relation < 0 ? 0 : INSIDE);
    const forth = tie < 0 ? firstTrust(s, p, i, relation) : tieTrust[tie] * left[week - tieSince[tie]];
    const fro = back < 0 ? firstTrust(s, p, j, relation) : tieTrust[back] * left[week - tieSince[back]];
    contactBack[c] = back;
    contactTrust[c] = (forth + fro) * 0.5;
  }
}

/** Lets both sides draw their conclusion; ties that did not exist begin. */
export function settle(
  s: State,
  p: Values<typeof params>,
  fading: Fading,
  week: number,
  count: number,
): void {
  const {
    contactFrom,
    contactTo,
    contactTie,
    contactBack,
    contactRelation,
    contactSuccess,
    contactFormality,
  } = contacts;
  const { tieTarget, tieTrust, tieStrength, tieSince, tieSuccesses } = s;
  const { gain, contractCost } = p;
  const fresh = 1 - p.memory;
  const { trust: trustLeft, strength: strengthLeft, hurt } = fading;
  for (let c = 0; c < count; c++) {
    const i = contactFrom[c];
    const j = contactTo[c];
    let forth = contactTie[c];
    let fro = contactBack[c];
    // A tie that a contact before this one began may have taken the place of the one recalled.
    if (forth < 0 || tieTarget[forth] !== j) forth = begin(s, p, i, j, contactRelation[c], week);
    if (fro < 0 || tieTarget[fro] !== i) fro = begin(s, p, j, i, contactRelation[c], week);
    const ok = contactSuccess[c];
    const won = ok * gain;
    const lost = 1 - ok;
    // Over-detailed contracts cost trust while they are negotiated (B 12.4).
    const detail = contactFormality[c] > 0.7 ? contractCost : 0;
    // The two sides are written out, side by side: a loop over them takes a third longer.
    const idle = week - tieSince[forth];
    const idleBack = week - tieSince[fro];
    const trust = tieTrust[forth] * trustLeft[idle];
    const trustBack = tieTrust[fro] * trustLeft[idleBack];
    const successes = tieSuccesses[forth];
    const successesBack = tieSuccesses[fro];
    tieTrust[forth] = trust + won * (1 - trust) - lost * hurt[successes] * trust - detail * trust;
    tieTrust[fro] =
      trustBack + won * (1 - trustBack) - lost * hurt[successesBack] * trustBack - detail * trustBack;
    tieStrength[forth] = tieStrength[forth] * strengthLeft[idle] + fresh;
    tieStrength[fro] = tieStrength[fro] * strengthLeft[idleBack] + fresh;
    tieSince[forth] = week;
    tieSince[fro] = week;
    tieSuccesses[forth] = Math.min(255, successes + ok);
    tieSuccesses[fro] = Math.min(255, successesBack + ok);
  }
}

/** A tie of `i` to `j`: the one an earlier contact of this week began, or a new one. */
function begin(
  s: State,
  p: Values<typeof params>,
  i: number,
  j: number,
  relation: number,
  week: number,
): number {
  const offset = relation < 0 ? 0 : INSIDE;
  const found = findTie(s.tieTarget, i, j, offset);
  if (found >= 0) return found;
  const t = freeSlot(s, i, offset);
  putTie(s, t, j, firstTrust(s, p, i, relation), week);
  return t;
}
