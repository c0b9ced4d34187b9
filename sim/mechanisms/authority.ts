import { type Charter, FOUNDS, found, join, rebuildRoster } from '../collaboratives.ts';
import { type Draw, pairAddress, STREAM } from '../draw.ts';
import { clamp } from '../math/index.ts';
import { ensureRelation, findRelation, otherEnd, RELATES, sharedMemberships } from '../relations.ts';
import { choice, number, type Values } from '../schema.ts';
import { LIFE, MEMBERSHIPS, NEIGHBOURS, PARTNERS, ROLE, type State } from '../state.ts';

/**
 * The authority over all schools of a run, and its brokers (B 8.5, 13.2, 13.5, 9.4). All it does goes by its
 * capacity, and each term it acts by its stance:
 *   absent: not at all; who comes together and who is left behind is up to the schools;
 *   facilitating: brokers approach schools with weight (1 - e) + e * outside * (1 + weakness), e the weight of
 *     equity, match each with the school of greatest worth to both, who judge for themselves at a threshold lowered by
 *     persuasion * (1 + e * weakness of the other), and mediate where contacts fail;
 *   directing: it puts its own agenda in place of theirs, allocates the schools left over to clusters, and makes what
 *     is measured count for more; networks resist it the more, the stronger they are, and so win part of their agenda
 *     back:  own agenda <= 1 - i (1 - R),  R -> resistance * i * strength,  i the imposition;
 *   threatened: it keeps what schools agree from coming about, and slows what does.
 */
export const STANCES = ['absent', 'facilitating', 'directing', 'threatened'] as const;

export const params = {
  stance: choice({
    default: 'absent',
    options: STANCES,
    lever: true,
    doc: 'How the authority stands to the partnerships of its schools; an absent one does nothing.',
    source: 'B 8.5, 9.4, 13.5',
  }),
  capacity: number({
    default: 0.7,
    min: 0,
    max: 1,
    unit: 'share',
    lever: true,
    doc: 'People, knowledge of its schools and standing with which it does what it does.',
    source: 'B 8.3, 13.5; value assumed',
  }),
  brokers: number({
    default: 6,
    min: 0,
    max: 50,
    unit: 'pairs a term and hundred schools',
    lever: true,
    doc: 'Schools for which the brokers of a facilitating authority seek a partner.',
    source: 'B 13.2; value assumed',
  }),
  equityWeight: number({
    default: 0.6,
    min: 0,
    max: 1,
    unit: 'share',
    lever: true,
    doc: 'How far brokers seek out schools that are in no collaborative, the weak ones among them most.',
    source: 'B 5.2.2, 8.5; value assumed',
  }),
  persuasion: number({
    default: 0.5,
    min: 0,
    max: 5,
    unit: 'value',
    doc: 'How much an honest broker lowers the value that either side asks of a partnership.',
    source: 'assumption, after B 13.2',
  }),
  mediation: number({
    default: 0.5,
    min: 0,
    max: 1,
    unit: 'share',
    lever: true,
    doc: 'How well brokers defuse tension in activities of schools whose contacts keep failing.',
    source: 'B 13.2; value assumed',
  }),
  imposition: number({
    default: 0.6,
    min: 0,
    max: 1,
    unit: 'share',
    lever: true,
    doc: 'How far the agenda of a directing authority takes the place of a collaborative’s own.',
    source: 'B 8.5; value assumed',
  }),
  clusters: number({
    default: 2,
    min: 0,
    max: 20,
    unit: 'clusters a term and hundred schools',
    lever: true,
    doc: 'Clusters to which a directing authority allocates schools that are in no collaborative.',
    source: 'B 8.5; value assumed',
  }),
  clusterSize: number({
    default: 4,
    min: 2,
    max: 30,
    unit: 'schools',
    lever: true,
    integer: true,
    doc: 'Most schools in such a cluster.',
    source: 'B 8.5: eight networks for 58 primary schools; value assumed',
  }),
  drill: number({
    default: 0.5,
    min: 0,
    max: 3,
    unit: 'times',
    doc: 'How much more what is measured counts under a directing authority.',
    source: 'B 8.3; value assumed',
  }),
  resistance: number({
    default: 1,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'How far the strongest network resists an agenda that is wholly imposed.',
    source: 'B 8.5; value assumed',
  }),
  obstruction: number({
    default: 0.5,
    min: 0,
    max: 1,
    unit: 'share',
    lever: true,
    doc: 'Agreements that a threatened authority keeps from coming about, and how much longer the others take.',
    source: 'B 9.4; value assumed',
  }),
};
export const writes = [...FOUNDS, ...RELATES] as const;

type P = Values<typeof params>;

/** Value of school `b` as a partner to the head of `a`, above the value at which that head agrees. */
export type Judge = (a: number, b: number) => number;

/** How many times what is measured counts. */
export function emphasis(p: P): number {
  return p.stance === 'directing' ? 1 + p.drill * p.capacity : 1;
}

/** How many times as long courting and aligning take. */
export function slowness(p: P): number {
  return p.stance === 'threatened' ? 1 + p.obstruction * p.capacity : 1;
}

/** Part of a week's or a term's change that takes effect at once; habits and feelings follow over about a year. */
const PACE = 0.3;

/** Each term, before relations are settled: mediation goes where contacts failed. */
export function mediate(s: State, p: P): void {
  const skill = p.stance === 'facilitating' ? p.mediation * p.capacity : 0;
  for (let r = 0; r < s.relationA.length; r++) {
    if (s.relationA[r] < 0) continue;
    const contacts = s.relationContacts[r];
    const failing = contacts === 0 ? 0 : 1 - s.relationSuccesses[r] / contacts;
    s.relationMediation[r] = skill === 0 ? 0 : s.relationMediation[r] * 0.5 + skill * failing * 0.5;
  }
}

/** Facilitation of a contact between schools related by `r`, raised by mediation. */
export function mediated(s: State, r: number, facilitation: number): number {
  return r < 0 ? facilitation : facilitation + (1 - facilitation) * s.relationMediation[r];
}

/**
 * Each term: the brokers of a facilitating authority find partners. Writes to `accepted` the school each school takes
 * up with, -1 for none, as the answers of heads do; returns whether there are any. `offer` is scratch.
 */
export function broker(
  s: State,
  p: P,
  draw: Draw,
  week: number,
  judge: Judge,
  offer: Int32Array,
  accepted: Int32Array,
): boolean {
  accepted.fill(-1);
  if (p.stance !== 'facilitating') return false;
  const schools = s.schoolPosts.length;
  let all = 0;
  for (let a = 0; a < schools; a++) all += priority(s, p, a);
  const each = all > 0 ? (p.brokers * p.capacity * schools) / 100 / all : 0;
  draw.open(STREAM.authority, week);
  let agreed = false;
  for (let a = 0; a < schools; a++)
    offer[a] = draw.uniform(a, 0) < each * priority(s, p, a) ? match(s, p, judge, a) : -1;
  for (let a = 0; a < schools; a++) {
    const b = offer[a];
    if (b < 0) continue;
    agreed = true;
    const rival = accepted[b];
    if (rival < 0 || judge(b, a) > judge(b, rival)) accepted[b] = a;
  }
  return agreed;
}

/** Whether school `a` has a head and room for one more collaborative. */
function looking(s: State, a: number): boolean {
  return s.schoolCollaboratives[a] < MEMBERSHIPS && s.staffRole[s.schoolFirst[a]] === ROLE.head;
}

/** Weight with which brokers approach school `a`: anyone, or those outside and of low standing. */
function priority(s: State, p: P, a: number): number {
  if (!looking(s, a)) return 0;
  const outside = s.schoolCollaboratives[a] === 0 ? 1 : 0;
  return 1 - p.equityWeight + p.equityWeight * outside * (1 + Math.max(0, -s.schoolStanding[a]));
}

/** How far brokers lower what is asked of `school` as a partner: to do well by all children of the area (B 13.2). */
function persuasion(s: State, p: P, school: number): number {
  return p.persuasion * p.capacity * (1 + p.equityWeight * Math.max(0, -s.schoolStanding[school]));
}

/** The school worth most to `a` and to which `a` is worth most, both agreeing; -1 for none. */
function match(s: State, p: P, judge: Judge, a: number): number {
  let best = -1;
  let most = Number.NEGATIVE_INFINITY;
  const weigh = (b: number) => {
    if (b === a || !looking(s, b) || sharedMemberships(s, a, b) > 0) return;
    const ours = judge(a, b);
    if (ours < -persuasion(s, p, b)) return;
    const theirs = judge(b, a);
    if (theirs < -persuasion(s, p, a)) return;
    const worth = ours + theirs;
    if (worth > most || (worth === most && b < best)) {
      most = worth;
      best = b;
    }
  };
  for (let n = a * NEIGHBOURS; n < (a + 1) * NEIGHBOURS && s.neighbourSchool[n] >= 0; n++)
    weigh(s.neighbourSchool[n]);
  for (let q = a * PARTNERS; q < (a + 1) * PARTNERS && s.partnerRelation[q] >= 0; q++)
    weigh(otherEnd(s, s.partnerRelation[q], a));
  return best;
}

/** Each term: a threatened authority finds reasons against some of what schools have agreed. */
export function obstruct(s: State, p: P, draw: Draw, week: number, accepted: Int32Array): void {
  if (p.stance !== 'threatened') return;
  draw.open(STREAM.authority, week);
  for (let b = 0; b < s.schoolPosts.length; b++) {
    const a = accepted[b];
    if (a >= 0 && draw.uniform(pairAddress(a, b), 1) < p.obstruction * p.capacity) accepted[b] = -1;
  }
}

/** Each term: agendas are imposed and resisted; resistance dies down where nothing is imposed any more. */
export function direct(s: State, p: P): void {
  const imposed = p.stance === 'directing' ? p.imposition * p.capacity : 0;
  for (let c = 0; c < s.collaborativeLife.length; c++) {
    if (s.collaborativeLife[c] === LIFE.none) continue;
    const before = s.collaborativeResistance[c];
    if (imposed === 0 && before === 0) continue;
    const wanted = clamp(p.resistance * imposed * strength(s, c), 0, 1);
    const now = before + PACE * (wanted - before);
    s.collaborativeResistance[c] = imposed === 0 && now < 0.01 ? 0 : now;
    const most = 1 - imposed * (1 - now);
    if (s.collaborativeOwnAgenda[c] > most)
      s.collaborativeOwnAgenda[c] += PACE * (most - s.collaborativeOwnAgenda[c]);
    for (let k = s.collaborativeFirst[c]; k < s.collaborativeFirst[c + 1]; k++)
      s.membershipCommitment[s.rosterMembership[k]] *= 1 - PACE * now;
  }
}

/** Strength of collaborative `c`: mean of its members' commitment and of the trust round a ring of them. */
export function strength(s: State, c: number): number {
  const first = s.collaborativeFirst[c];
  const end = s.collaborativeFirst[c + 1];
  if (end - first < 2) return 0;
  let commitment = 0;
  let trust = 0;
  for (let k = first; k < end; k++) {
    const m = s.rosterMembership[k];
    commitment += s.membershipCommitment[m];
    const next = s.rosterMembership[k + 1 < end ? k + 1 : first];
    const r = findRelation(s, Math.floor(m / MEMBERSHIPS), Math.floor(next / MEMBERSHIPS));
    if (r >= 0) trust += s.relationTrust[r];
  }
  return (commitment + trust) / (2 * (end - first));
}

/** Commitment of a school that has been allocated. */
const ALLOCATED = 0.3;

/** Each term: a directing authority allocates schools left over, each with the nearest of its phase. */
export function allocateClusters(s: State, p: P, charter: Charter, draw: Draw, week: number): void {
  if (p.stance !== 'directing') return;
  const schools = s.schoolPosts.length;
  let left = 0;
  for (let a = 0; a < schools; a++) if (leftOver(s, a)) left++;
  const chance = left > 0 ? (p.clusters * p.capacity * schools) / 100 / left : 0;
  draw.open(STREAM.authority, week);
  let changed = false;
  for (let a = 0; a < schools; a++) {
    if (!leftOver(s, a) || draw.uniform(a, 2) >= chance) continue;
    changed = cluster(s, p, charter, a, week) || changed;
  }
  if (changed) rebuildRoster(s);
}

function leftOver(s: State, a: number): boolean {
  return s.schoolCollaboratives[a] === 0 && looking(s, a);
}

/** Puts `a` and the nearest schools left over into a collaborative of their own; false where there are none. */
function cluster(s: State, p: P, charter: Charter, a: number, week: number): boolean {
  let c = -1;
  for (let n = a * NEIGHBOURS; n < (a + 1) * NEIGHBOURS; n++) {
    const b = s.neighbourSchool[n];
    if (b < 0 || (c >= 0 && s.collaborativeMembers[c] >= p.clusterSize)) break;
    if (s.schoolPhase[b] !== s.schoolPhase[a] || !leftOver(s, b)) continue;
    if (c < 0) {
      c = found(s, { ...charter, lead: a }, week);
      if (c < 0) return false;
      join(s, a, c, ALLOCATED, week);
    }
    join(s, b, c, ALLOCATED, week);
    ensureRelation(s, a, b, week);
  }
  return c >= 0;
}
