import { bits, type Draw, STREAM } from '../draw.ts';
import { one } from '../math/index.ts';
import { number, type Values } from '../schema.ts';
import { CONTACT, COUNTER, contacts, type State } from '../state.ts';

/**
 * Learning in a successful encounter: in one field, drawn by lot, the weaker side gains
 *   rate * o * (u n) * gap
 * in explicit expertise. Joint work goes deeper, by the factor jointDepth, touches jointBreadth fields, the next ones
 * after the one drawn, and passes on tacit expertise too, each by gap / (gap + credibleGap) of that; a
 * visit is joint work only where trust allows mutual challenge. With probability innovationRate * o * u * n the two create
 * something new (B 3.1, 8.4, 11.4).
 */
export const params = {
  rate: number({
    default: 0.05,
    min: 0,
    max: 1,
    unit: 'share of the gap',
    doc: 'Share of a gap in expertise closed by a fully candid encounter at u n = 1.',
    source: 'assumption: model description 4 has 0.03 o u; u n is about a third of u at usual distances',
  }),
  jointDepth: number({
    default: 20,
    min: 1,
    max: 20,
    unit: 'times',
    doc: 'How many times as much is learnt in a session of joint work as in a conversation.',
    source: 'assumption, after B 11.3',
  }),
  jointBreadth: number({
    default: 6,
    min: 1,
    max: 6,
    integer: true,
    unit: 'fields',
    doc: 'Fields of expertise that a session of joint work touches; a conversation touches one.',
    source: 'assumption, after B 11.3',
  }),
  credibleGap: number({
    default: 0.2,
    min: 0.001,
    max: 1,
    unit: 'expertise',
    doc: 'Gap at which half of what joint work could teach is taken over: who is hardly better is hardly followed.',
    source: 'assumption, after B 5.2.2, 7.7',
  }),
  innovationRate: number({
    default: 0.02,
    min: 0,
    max: 1,
    unit: 'probability',
    doc: 'Probability that a candid, well understood and novel encounter creates something new.',
    source: 'model description 4, after B 3.1',
  }),
  challengeTrust: number({
    default: 0.4,
    min: 0,
    max: 1,
    unit: 'trust',
    doc: 'Trust above which a visit becomes mutual challenge instead of performance.',
    source: 'B 8.4',
  }),
};
export const writes = [
  'staffExplicit',
  'staffTacit',
  'innovationWeek',
  'innovationAuthor',
  'innovationPartner',
  'innovationSubject',
  'schoolGained',
  'relationLearntA',
  'relationLearntB',
  'counter',
] as const;

export function learn(s: State, p: Values<typeof params>, draw: Draw, week: number, count: number): void {
  const {
    contactFrom,
    contactTo,
    contactKind,
    contactUnderstanding,
    contactNovelty,
    contactCandour,
    contactSuccess,
  } = contacts;
  const { contactRelation, contactTrust } = contacts;
  const { staffExplicit, staffTacit } = s;
  const { rate, challengeTrust } = p;
  const jointRate = Math.min(1, rate * p.jointDepth); // nobody learns more than the other knows
  const newThreshold = p.innovationRate * 65536;
  draw.open(STREAM.learning, week);
  const { a, b } = draw;
  for (let c = 0; c < count; c++) {
    if (contactSuccess[c] === 0) continue;
    const i = contactFrom[c];
    const j = contactTo[c];
    const kind = contactKind[c];
    const r = bits(a, b, i, (j << 3) | kind);
    const field = ((r & 0xffff) * 6) >>> 16;
    const joint = kind >= CONTACT.development && (kind !== CONTACT.visit || contactTrust[c] > challengeTrust);
    const useful = contactCandour[c] * contactUnderstanding[c] * contactNovelty[c];
    const ei = i * 6 + field;
    const ej = j * 6 + field;
    const gap = staffExplicit[ej] - staffExplicit[ei];
    const gain = (joint ? 0 : rate * useful) * gap;
    // The weaker side moves; the sign of the gap says which, and no branch: it is as good as a coin.
    staffExplicit[ej + (ei - ej) * one(gap > 0)] += Math.abs(gain);
    if (r >>> 16 < newThreshold * useful) innovate(s, week, i, j, field);
    if (contactRelation[c] < 0) continue; // joint work and what is booked for it are between schools
    if (!joint) {
      credit(s, c, gap > 0 ? gain : 0, gap > 0 ? 0 : -gain);
      continue;
    }
    learntByI = 0;
    learntByJ = 0;
    const closed = jointRate * useful;
    for (let k = 0; k < p.jointBreadth; k++) {
      const next = (field + k) % 6;
      exchange(staffExplicit, i * 6 + next, j * 6 + next, closed, p.credibleGap);
      exchange(staffTacit, i * 6 + next, j * 6 + next, closed, p.credibleGap);
    }
    credit(s, c, learntByI, learntByJ);
  }
}

let learntByI = 0;
let learntByJ = 0;

/**
 * Moves the weaker of two towards the stronger, as far as it believes that the other knows better, and adds what it
 * gained to the side of `ei` or `ej`.
 */
function exchange(of: Float32Array, ei: number, ej: number, closed: number, credibleGap: number): void {
  const gap = of[ej] - of[ei];
  const gain = (closed * gap * Math.abs(gap)) / (Math.abs(gap) + credibleGap);
  if (gain > 0) {
    of[ei] += gain;
    learntByI += gain;
  } else {
    of[ej] -= gain;
    learntByJ -= gain;
  }
}

/** Books what was learnt across schools with the schools and their relation. */
function credit(s: State, c: number, toI: number, toJ: number): void {
  const a = s.staffSchool[s.contactFrom[c]];
  const b = s.staffSchool[s.contactTo[c]];
  const r = s.contactRelation[c];
  s.schoolGained[a] += toI;
  s.schoolGained[b] += toJ;
  s.relationLearntA[r] += a < b ? toI : toJ;
  s.relationLearntB[r] += a < b ? toJ : toI;
}

function innovate(s: State, week: number, author: number, partner: number, field: number): void {
  const at = s.counter[COUNTER.innovations];
  if (at >= s.counts.innovations) {
    s.counter[COUNTER.innovationsLost]++;
    return;
  }
  s.counter[COUNTER.innovations] = at + 1;
  s.innovationWeek[at] = week;
  s.innovationAuthor[at] = author;
  s.innovationPartner[at] = partner;
  s.innovationSubject[at] = field;
}
