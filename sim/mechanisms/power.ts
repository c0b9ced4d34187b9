import { forms } from '../governance/forms.ts';
import { clamp } from '../math/index.ts';
import { flag, number, type Values } from '../schema.ts';
import { CONTACT, EXPERTISE, MEMBERSHIPS, type State } from '../state.ts';

/**
 * Power (B 5.2.2, 12.4). Where a strong school is paired with a weak one, good practice is modelled and passes
 * fast; the weak one comes to resent being colonised, and the strong one asks what is in it for itself:
 *   inequality = standing * dz + expertise * dk + size * dn + who leads, in [-1, 1], above 0 for the first school
 *   exposure e = contact / (contact + half), reciprocity g = what the stronger gains, at most 1, beside an even share
 *   acknowledgement = 1 - (1 - strengths g) (1 - agenda * own agenda) (1 - broker)
 *   resentment -> resentment * |inequality| * e * (1 - acknowledgement) * (1 - identity)
 *   doubt -> doubt * |inequality| * e * (1 - g) * (1 - identity)
 * Unequal partners do more joint work (activities), and it is better facilitated: the stronger shows how it is done.
 * Resentment closes mouths (competition) and, like doubt, weighs at the review (collaborative life).
 */
export const params = {
  on: flag({
    default: true,
    doc: 'Whether the standing of partners towards each other matters.',
    source: 'B 5.2.2',
  }),
  standing: number({
    default: 0.15,
    min: 0,
    max: 1,
    unit: 'inequality a standard deviation',
    doc: 'Inequality for each standard deviation between the published figures of two schools.',
    source: 'assumption, after B 5.2.2: perceived effectiveness gives clout',
  }),
  expertise: number({
    default: 1.5,
    min: 0,
    max: 10,
    unit: 'inequality a unit',
    doc: 'Inequality for each unit between the mean expertise of two schools.',
    source: 'assumption, after B 5.2.2',
  }),
  size: number({
    default: 0.2,
    min: 0,
    max: 1,
    unit: 'inequality',
    doc: 'Inequality of a large school and one that is nothing beside it.',
    source: 'assumption, after B 5.2.7',
  }),
  lead: number({
    default: 0.1,
    min: 0,
    max: 1,
    unit: 'inequality',
    doc: 'Inequality of the school that leads a collaborative and one that does not.',
    source: 'assumption, after B 5.2.2',
  }),
  executive: number({
    default: 0.35,
    min: 0,
    max: 1,
    unit: 'inequality',
    doc: 'The same where the head of the one becomes executive head of both.',
    source: 'assumption, after B 5.2.2, table 5.5',
  }),
  halfContact: number({
    default: 0.2,
    min: 0.01,
    max: 5,
    unit: 'contacts a week',
    doc: 'Contact at which half of the inequality is felt.',
    source: 'assumption',
  }),
  strengths: number({
    default: 0.6,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'How far it acknowledges the weaker school that the stronger learns as much from it.',
    source: 'assumption, after B 12.4, 6.4',
  }),
  agenda: number({
    default: 0.4,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'How far goals that members set themselves acknowledge it.',
    source: 'assumption, after B 12.4',
  }),
  broker: number({
    default: 0.5,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'How far an honest broker on neutral ground does.',
    source: 'assumption, after B 12.4, 14.2',
  }),
  resentment: number({
    default: 1.2,
    min: 0,
    max: 3,
    unit: 'times',
    doc: 'Resentment that a weaker school which nobody acknowledges comes to, beside the inequality felt.',
    source: 'assumption, after B 5.2.2',
  }),
  doubt: number({
    default: 1,
    min: 0,
    max: 3,
    unit: 'times',
    doc: 'Doubt that a stronger school which gains nothing comes to, beside the inequality felt.',
    source: 'assumption, after B 5.2.2',
  }),
  growth: number({
    default: 0.3,
    min: 0,
    max: 1,
    unit: 'share a term',
    doc: 'How quickly resentment and doubt grow.',
    source: 'assumption',
  }),
  healing: number({
    default: 0.15,
    min: 0,
    max: 1,
    unit: 'share a term',
    doc: 'How quickly they pass.',
    source: 'assumption',
  }),
  modelling: number({
    default: 1.2,
    min: 0,
    max: 5,
    unit: 'facilitation',
    doc: 'What inequality adds to the facilitation of joint work: the stronger shows how it is done.',
    source: 'assumption, after B 5.2.2',
  }),
};
export const writes = [
  'relationInequality',
  'relationResentment',
  'relationDoubt',
  'collaborativeInequality',
] as const;

type P = Values<typeof params>;

const HONEST_BROKER = 2;

/** Terms in which those who are in touch at week 0 have come to feel as they do. */
const TERMS_BEFORE = 3;

/** At week 0: who knew one another for a year has felt for a year where the other stands. */
export function begin(s: State, p: P): void {
  for (let term = 0; term < TERMS_BEFORE; term++) weigh(s, p);
}

/** Each term: how partners stand to each other, and how they take it. */
export function weigh(s: State, p: P): void {
  const { relationInequality, relationResentment, relationDoubt, collaborativeInequality } = s;
  collaborativeInequality.fill(0);
  if (!p.on) {
    relationInequality.fill(0);
    relationResentment.fill(0);
    relationDoubt.fill(0);
    return;
  }
  for (let r = 0; r < s.relationA.length; r++) {
    const a = s.relationA[r];
    if (a < 0) continue;
    const b = s.relationB[r];
    look(s, p, a, b);
    const inequality = clamp(apart(s, p, a, b) + bond.lead, -1, 1);
    share(s, a, b, Math.abs(inequality));
    relationInequality[r] = inequality;
    const stronger = inequality > 0 ? s.relationGainA[r] : s.relationGainB[r];
    const gains = s.relationGainA[r] + s.relationGainB[r];
    const returned = gains > 0 ? Math.min(1, (2 * stronger) / gains) : 0;
    const contact = s.relationContact[r];
    // Those who have come to see themselves as one do not keep accounts (B 11.12).
    const felt = Math.abs(inequality) * (contact / (contact + p.halfContact)) * (1 - s.relationIdentity[r]);
    const honest = Math.max(bond.broker, s.relationMediation[r]);
    const slighted = (1 - p.strengths * returned) * (1 - p.agenda * bond.agenda) * (1 - p.broker * honest);
    relationResentment[r] += towards(p, relationResentment[r], Math.min(1, p.resentment * felt * slighted));
    relationDoubt[r] += towards(p, relationDoubt[r], Math.min(1, p.doubt * felt * (1 - returned)));
  }
}

function towards(p: P, now: number, target: number): number {
  return (target > now ? p.growth : p.healing) * (target - now);
}

/** How far `a` stands above `b` in name, knowledge and size. */
function apart(s: State, p: P, a: number, b: number): number {
  let knows = 0;
  for (let e = 0; e < EXPERTISE.length; e++)
    knows += s.schoolExpertise[a * EXPERTISE.length + e] - s.schoolExpertise[b * EXPERTISE.length + e];
  return (
    p.standing * (s.schoolStanding[a] - s.schoolStanding[b]) +
    (p.expertise * knows) / EXPERTISE.length +
    (p.size * (s.schoolPosts[a] - s.schoolPosts[b])) / (s.schoolPosts[a] + s.schoolPosts[b])
  );
}

/** What the collaboratives two schools share make of it. */
const bond = { lead: 0, agenda: 0, broker: 0 };

/** The strongest lead of either among the collaboratives both belong to, and what acknowledges the other there. */
function look(s: State, p: P, a: number, b: number): void {
  bond.lead = 0;
  bond.agenda = 0;
  bond.broker = 0;
  for (let m = a * MEMBERSHIPS; m < (a + 1) * MEMBERSHIPS; m++) {
    const c = s.membershipOf[m];
    if (c < 0) continue;
    for (let n = b * MEMBERSHIPS; n < (b + 1) * MEMBERSHIPS; n++) {
      if (s.membershipOf[n] !== c) continue;
      const broker = s.collaborativeCoordinator[c] === HONEST_BROKER;
      const weight = broker ? 0 : forms[s.collaborativeForm[c]].executive ? p.executive : p.lead;
      const lead = s.collaborativeLead[c] === a ? weight : s.collaborativeLead[c] === b ? -weight : 0;
      if (Math.abs(lead) > Math.abs(bond.lead)) bond.lead = lead;
      bond.agenda = Math.max(bond.agenda, s.collaborativeOwnAgenda[c]);
      if (broker) bond.broker = 1;
    }
  }
}

/** Adds the inequality of two schools to the mean of each collaborative that both belong to; strangers in it count as equals. */
function share(s: State, a: number, b: number, inequality: number): void {
  for (let m = a * MEMBERSHIPS; m < (a + 1) * MEMBERSHIPS; m++) {
    const c = s.membershipOf[m];
    if (c < 0) continue;
    const pairs = (s.collaborativeMembers[c] * (s.collaborativeMembers[c] - 1)) / 2;
    for (let n = b * MEMBERSHIPS; n < (b + 1) * MEMBERSHIPS; n++)
      if (s.membershipOf[n] === c)
        s.collaborativeInequality[c] = Math.min(1, s.collaborativeInequality[c] + inequality / pairs);
  }
}

/** What the inequality of the two schools of relation `r` adds to the facilitation of a contact of this kind. */
export function modelled(s: State, p: P, r: number, kind: number): number {
  return kind < CONTACT.development ? 0 : p.modelling * Math.abs(s.relationInequality[r]);
}
