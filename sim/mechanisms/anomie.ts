import { forms } from '../governance/forms.ts';
import { clamp } from '../math/index.ts';
import { number, type Values } from '../schema.ts';
import { MEMBERSHIPS, PARTNERS, type State } from '../state.ts';

/**
 * Anomie and fatalism (B 4.2, after Durkheim). Change that does not stop wears norms down unless ties hold people
 * and rules that they share guide them:
 *   turbulence T -> excess of leavers + new head + special measures + change of roll + churn of policy
 *   integration I = inside * climate + (1 - inside) * X / (X + half),  X = sum of trust * contact over relations
 *   shared regulation R = own agendas one is committed to, and values held in common with partners
 *   anomie -> (chronic + acute T) (1 - integration I) (1 - regulation R)
 * Too much rule, or rule from outside, makes fatalism instead: a norm that cannot be made one's own:
 *   fatalism -> max(0, imposed - shared R) (1 - autonomy D),  D the distribution of leadership.
 * What they cost stands with involvement, attainment and turnover.
 */
export const params = {
  strength: number({
    default: 1,
    min: 0,
    max: 2,
    unit: 'times',
    doc: 'Scales anomie and fatalism; 0 switches them off.',
    source: 'assumption',
  }),
  turnover: number({
    default: 1.2,
    min: 0,
    max: 10,
    unit: 'turbulence a share',
    doc: 'Turbulence for each share of the staff that left beyond the usual.',
    source: 'assumption, after B 4.2',
  }),
  usualTurnover: number({
    default: 0.12,
    min: 0,
    max: 1,
    unit: 'share a year',
    doc: 'Staff who may leave in a year without unrest.',
    source: 'assumption, after the model description 4: 10 % of staff and 12 % of heads at rest',
  }),
  newHead: number({
    default: 0.25,
    min: 0,
    max: 1,
    unit: 'turbulence',
    doc: 'Turbulence that a head in the first year brings.',
    source: 'assumption, after B 4.2',
  }),
  specialMeasures: number({
    default: 0.35,
    min: 0,
    max: 1,
    unit: 'turbulence',
    doc: 'Turbulence that special measures bring.',
    source: 'assumption, after B 4.2: failing schools show the signs most',
  }),
  roll: number({
    default: 2,
    min: 0,
    max: 10,
    unit: 'turbulence a share',
    doc: 'Turbulence for each share by which the roll changed, up or down.',
    source: 'assumption, after B 4.2',
  }),
  churn: number({
    default: 0.3,
    min: 0,
    max: 1,
    unit: 'turbulence',
    doc: 'Turbulence of policy that never rests, at full accountability pressure.',
    source: 'assumption, after B 4.2: anomie of constant change',
  }),
  chronic: number({
    default: 0.15,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'Anomie of a quiet school without any ties or shared rules.',
    source: 'assumption, after B 4.2',
  }),
  acute: number({
    default: 0.85,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'What full turbulence adds where nothing holds.',
    source: 'assumption, after B 4.2',
  }),
  integration: number({
    default: 0.7,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'Part of anomie that full integration takes away.',
    source: 'assumption, after B 4.2: ties ease it and do not undo it',
  }),
  inside: number({
    default: 0.5,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'Part of integration that comes of trust inside the school, the rest coming of ties to others.',
    source: 'assumption',
  }),
  halfTies: number({
    default: 0.5,
    min: 0.01,
    max: 10,
    unit: 'trusted contacts a week',
    doc: 'Trusted contact with other schools that integrates half.',
    source: 'assumption',
  }),
  regulation: number({
    default: 0.5,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'Part of anomie that rules one fully shares in take away.',
    source: 'assumption, after B 4.2',
  }),
  targets: number({
    default: 0.7,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'How far full accountability pressure on the single school is felt as imposed.',
    source: 'assumption, after B 4.2',
  }),
  commonUnit: number({
    default: 0.6,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'Part of that which goes where schools answer for results together.',
    source: 'assumption, after B 8.4',
  }),
  agenda: number({
    default: 0.4,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'How far a partnership one was made to join, with goals of others, is felt as imposed.',
    source: 'assumption, after B 4.2, 6.4',
  }),
  standardisation: number({
    default: 0.3,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'How far full standardisation by the governance form is felt as imposed.',
    source: 'assumption, after B 4.2; G',
  }),
  shared: number({
    default: 0.4,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'Imposition that rules one fully shares in make bearable.',
    source: 'assumption, after B 4.2',
  }),
  autonomy: number({
    default: 0.5,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'Part of fatalism that fully shared leadership takes away.',
    source: 'assumption, after B 4.2',
  }),
  pace: number({
    default: 0.3,
    min: 0,
    max: 1,
    unit: 'share a term',
    doc: 'How quickly turbulence, anomie and fatalism move.',
    source: 'assumption',
  }),
};
export const writes = ['schoolTurbulence', 'schoolAnomie', 'schoolFatalism'] as const;

type P = Values<typeof params>;

/** The year's length in weeks, for which a head is new. */
const FIRST_YEAR = 39;
/** How far an agenda of others is imposed on those who joined freely, beside those who were made to. */
const JOINED_FREELY = 0.5;
const COERCED = 3;

/** Each term. `collective` is the regime's share of common accountability. */
export function drift(s: State, p: P, collective: number, week: number): void {
  move(s, p, collective, week, p.pace);
}

/** At week 0 every school stands where its circumstances have put it by then. */
export function begin(s: State, p: P, collective: number): void {
  move(s, p, collective, 0, 1);
}

function move(s: State, p: P, collective: number, week: number, pace: number): void {
  const { schoolTurbulence, schoolAnomie, schoolFatalism } = s;
  const felt = p.strength === 0 ? 0 : p.targets * (1 - p.commonUnit * collective);
  for (let a = 0; a < schoolAnomie.length; a++) {
    const unrest = p.strength === 0 ? 0 : turbulence(s, p, a, week);
    schoolTurbulence[a] += pace * (unrest - schoolTurbulence[a]);
    const rules = regulation(s, a);
    const loose = (p.chronic + p.acute * schoolTurbulence[a]) * (1 - p.integration * integration(s, p, a));
    const anomie = clamp(p.strength * loose * (1 - p.regulation * rules), 0, 1);
    schoolAnomie[a] += pace * (anomie - schoolAnomie[a]);
    const beyond = Math.max(0, imposed(s, p, a, felt) - p.shared * rules);
    const fatalism = clamp(p.strength * beyond * (1 - p.autonomy * s.schoolDistribution[a]), 0, 1);
    schoolFatalism[a] += pace * (fatalism - schoolFatalism[a]);
  }
}

/** How much has changed at school `a` within the year. */
function turbulence(s: State, p: P, a: number, week: number): number {
  const left = s.schoolLeavers[a] / Math.max(1, s.schoolPosts[a]);
  const young = week - s.staffArrived[s.schoolFirst[a]] < FIRST_YEAR;
  return clamp(
    p.turnover * Math.max(0, left - p.usualTurnover) +
      (young ? p.newHead : 0) +
      p.specialMeasures * s.schoolSpecial[a] +
      p.roll * Math.abs(s.schoolRollChange[a]) +
      p.churn * s.schoolPressure[a],
    0,
    1,
  );
}

/** How firmly ties hold the staff of `a`, among themselves and to other schools. */
function integration(s: State, p: P, a: number): number {
  let outward = 0;
  for (let q = a * PARTNERS; q < (a + 1) * PARTNERS; q++) {
    const r = s.partnerRelation[q];
    if (r < 0) break;
    outward += s.relationTrust[r] * Math.min(1, s.relationContact[r]);
  }
  return p.inside * s.schoolClimate[a] + ((1 - p.inside) * outward) / (outward + p.halfTies);
}

/** How far `a` lives by rules it has a share in: an agenda of its own making, values held with partners. */
function regulation(s: State, a: number): number {
  let agenda = 0;
  for (let m = a * MEMBERSHIPS; m < (a + 1) * MEMBERSHIPS; m++) {
    const c = s.membershipOf[m];
    if (c >= 0) agenda = Math.max(agenda, s.membershipCommitment[m] * s.collaborativeOwnAgenda[c]);
  }
  let values = 0;
  for (let q = a * PARTNERS; q < (a + 1) * PARTNERS; q++) {
    const r = s.partnerRelation[q];
    if (r < 0) break;
    values = Math.max(values, s.relationIdentity[r] * s.relationValues[r]);
  }
  return agenda + (1 - agenda) * values;
}

/** What others lay down for `a`: targets at `felt` for full pressure, agendas, standards of a governance form. */
function imposed(s: State, p: P, a: number, felt: number): number {
  let agenda = 0;
  let standard = 0;
  for (let m = a * MEMBERSHIPS; m < (a + 1) * MEMBERSHIPS; m++) {
    const c = s.membershipOf[m];
    if (c < 0) continue;
    const made = s.collaborativeMode[c] === COERCED ? 1 : JOINED_FREELY;
    agenda = Math.max(agenda, made * (1 - s.collaborativeOwnAgenda[c]));
    standard = Math.max(standard, forms[s.collaborativeForm[c]].standardisation);
  }
  return Math.min(1, felt * s.schoolPressure[a] + p.agenda * agenda + p.standardisation * standard);
}
