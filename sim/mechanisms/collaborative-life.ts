import { DISSOLVES, dissolve, leave, membershipIn } from '../collaboratives.ts';
import { type Draw, STREAM } from '../draw.ts';
import { formNames, forms } from '../governance/forms.ts';
import { clamp } from '../math/index.ts';
import { findRelation, otherEnd } from '../relations.ts';
import { choice, number, type Values } from '../schema.ts';
import { COORDINATORS, LIFE, MEMBERSHIPS, PARTNERS, type State } from '../state.ts';

/**
 * The life of collaboratives (B 5, 6, 12, 14). Each term members weigh benefit against burden and fairness, stay by inertia,
 * solidarity or contract, or leave. Transaction costs grow with the links to be managed: n (n - 1) / 2 among
 * all, n - 1 through a coordinator or a shared platform. What has done what it was for ends, where its form says so.
 */
export const params = {
  form: choice({
    default: 'loose association',
    options: formNames,
    lever: true,
    doc: 'Governance form of the collaboratives that schools found for themselves.',
    source: 'B 5.2.10, 6.3.1; G',
  }),
  coordinator: choice({
    default: 'none',
    options: COORDINATORS,
    lever: true,
    doc: 'Coordinator of the collaboratives that schools found for themselves.',
    source: 'B 5.2.4, 14.2',
  }),
  formality: number({
    default: -1,
    min: -1,
    max: 1,
    unit: 'share',
    lever: true,
    doc: 'Formality of their agreements; -1 takes that of the form.',
    source: 'B 5.2.10, 12.4',
  }),
  facilitation: number({
    default: 0.2,
    min: 0,
    max: 1,
    unit: 'share',
    lever: true,
    doc: 'How well meetings are facilitated where no coordinator does it.',
    source: 'B 11.11, 13.3',
  }),
  goals: number({
    default: 0,
    min: 0,
    max: 15,
    unit: 'goals',
    lever: true,
    integer: true,
    doc: 'Goals that a collaborative sets itself; 0 takes that of the form.',
    source: 'B 12.1',
  }),
  clarity: number({
    default: 0.6,
    min: 0,
    max: 1,
    unit: 'share',
    lever: true,
    doc: 'How clear the goals are.',
    source: 'B 12.1',
  }),
  ownAgenda: number({
    default: -1,
    min: -1,
    max: 1,
    unit: 'share',
    lever: true,
    doc: 'How far members set the goals themselves; -1 takes that of the form.',
    source: 'B 6.4, 8.5',
  }),
  agreedLife: number({
    default: -1,
    min: -1,
    max: 1950,
    unit: 'weeks',
    lever: true,
    integer: true,
    doc: 'Life agreed at the founding; 0 leaves it open, -1 takes that of the form.',
    source: 'B 5.2.5',
  }),
  largest: number({
    default: 12,
    min: 2,
    max: 60,
    unit: 'schools',
    lever: true,
    integer: true,
    doc: 'Members at which a collaborative takes no more.',
    source: 'assumption, after B 5.2.7',
  }),
  linkCost: number({
    default: 0.12,
    min: 0,
    max: 2,
    unit: 'hours a week',
    doc: 'Time it takes a head to keep up one link.',
    source: 'assumption, after B 12.7',
  }),
  benefitScale: number({
    default: 2.5,
    min: 0,
    max: 100,
    unit: 'hours worth a unit',
    doc: 'What a unit of expertise gained a teacher and year is worth to a school, in hours a week.',
    source: 'assumption',
  }),
  patience: number({
    default: 0.5,
    min: 0,
    max: 5,
    unit: 'hours a week',
    doc: 'Net burden at which half the members would leave if nothing else held them.',
    source: 'assumption',
  }),
  inertia: number({
    default: 0.75,
    min: 0,
    max: 1,
    unit: 'probability',
    doc: 'Probability that a member who would rather go stays another term.',
    source: 'assumption, after B 12.6',
  }),
  solidarity: number({
    default: 1,
    min: 0,
    max: 10,
    unit: 'hours a week',
    doc: 'Worth of staying with those one has come to see as one’s own.',
    source: 'assumption, after B 11.12',
  }),
  loyalty: number({
    default: 1.2,
    min: 0,
    max: 10,
    unit: 'hours a week',
    doc: 'Worth of staying that comes with full commitment, and against it with none.',
    source: 'assumption, after B 5.2.10',
  }),
  focus: number({
    default: 5,
    min: 1,
    max: 15,
    unit: 'goals',
    doc: 'Goals that a collaborative can pursue at a time; more of them dilute what it does for each.',
    source: 'B 12.1',
  }),
  headSupport: number({
    default: 0.7,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'Part of a school’s commitment that depends on its head believing in the collaborative.',
    source: 'assumption, after B 5.2.3, 14.1',
  }),
  detailCost: number({
    default: 0.4,
    min: 0,
    max: 5,
    unit: 'hours a week',
    doc: 'Time that haggling over an agreement in full detail takes of each member, beside a clear one.',
    source: 'assumption, after B 12.4',
  }),
  contractHold: number({
    default: 0.4,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'Part of those who would rather go, and are not held by inertia, whom a clear agreement holds.',
    source: 'assumption, after B 5.2.10',
  }),
  agenda: number({
    default: 0.4,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'Part of commitment and of the worth of success that depends on members setting the goals themselves.',
    source: 'assumption, after B 6.4, 8.5',
  }),
  crowdingOut: number({
    default: 1,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'How far what money and praise are worth holds members without making them committed: lip-service.',
    source: 'B 13.2; value assumed',
  }),
  disappointment: number({
    default: 0.3,
    min: 0,
    max: 3,
    unit: 'share',
    doc: 'How much it counts that a membership is worth less than its school has come to expect of it.',
    source: 'assumption, after B 13.2',
  }),
  fairness: number({
    default: 0.1,
    min: 0,
    max: 3,
    unit: 'share',
    doc: 'How much it counts to gain less than one’s partners do.',
    source: 'assumption, after B 12.4',
  }),
  resentment: number({
    default: 1.5,
    min: 0,
    max: 10,
    unit: 'hours a week',
    doc: 'What full resentment of one’s partners weighs.',
    source: 'assumption, after B 5.2.2',
  }),
  doubt: number({
    default: 0.1,
    min: 0,
    max: 10,
    unit: 'hours a week',
    doc: 'What full doubt of a stronger member weighs that it gains anything.',
    source: 'assumption, after B 5.2.2',
  }),
};
export const writes = [
  ...DISSOLVES,
  'collaborativeWins',
  'collaborativeAttainment',
  'collaborativeContacts',
  'collaborativeSuccesses',
  'schoolAway',
  'schoolInward',
  'schoolProfited',
  'schoolGained',
] as const;

/** Facilitation of an activity of `c`: its coordinator's, or else that of the regime; a third of it comes from shared leadership. */
export function facilitationOf(s: State, p: Values<typeof params>, c: number, a: number, b: number): number {
  const coordinator = s.collaborativeCoordinator[c];
  const skill =
    coordinator === 0
      ? p.facilitation
      : Math.max(p.facilitation, coordinator === 1 ? 0.5 : coordinator === 2 ? 1 : 0.7);
  return 0.7 * skill + 0.3 * (s.schoolDistribution[a] + s.schoolDistribution[b]) * 0.5;
}

/** Hours a week that keeping up its links costs each member of a collaborative of `n` schools. */
export function linkHours(p: Values<typeof params>, n: number, coordinated: boolean): number {
  const links = coordinated ? n - 1 : (n * (n - 1)) / 2;
  return (p.linkCost * links * 2) / n;
}

/** Each term: members weigh it up, `outlook` being what else `c` is worth to them, hours a week; those who would rather go may go, and what is too small or past its end is dissolved. Returns whether memberships changed. */
export function review(
  s: State,
  p: Values<typeof params>,
  draw: Draw,
  week: number,
  outlook: (c: number) => number,
): boolean {
  draw.open(STREAM.review, week);
  profit(s);
  // All members weigh up what they have before any of them goes.
  for (let c = 0; c < s.collaborativeLife.length; c++) {
    if (s.collaborativeLife[c] === LIFE.none) continue;
    succeed(s, p, c);
    const first = s.collaborativeFirst[c];
    const end = s.collaborativeFirst[c + 1];
    const coordinated = s.collaborativeCoordinator[c] > 0 || forms[s.collaborativeForm[c]].platform;
    const detail = Math.max(0, s.collaborativeFormality[c] - CLEAR) / (1 - CLEAR);
    const links = linkHours(p, Math.max(2, end - first), coordinated) + p.detailCost * detail;
    for (let k = first; k < end; k++) weigh(s, p, s.rosterMembership[k], c, links);
  }
  let changed = false;
  for (let c = 0; c < s.collaborativeLife.length; c++) {
    if (s.collaborativeLife[c] === LIFE.none) continue;
    const first = s.collaborativeFirst[c];
    const end = s.collaborativeFirst[c + 1];
    const form = forms[s.collaborativeForm[c]];
    const paid = outlook(c);
    let common = 0;
    for (let k = first; k < end; k++) common += s.membershipBenefit[s.rosterMembership[k]] / (end - first);
    for (let k = first; k < end; k++) {
      const m = s.rosterMembership[k];
      const school = Math.floor(m / MEMBERSHIPS);
      feel(s, school, c);
      const { identity } = felt;
      const unfair = p.fairness * Math.max(0, common - s.membershipBenefit[m]);
      const worth = s.membershipBenefit[m] + paid;
      const missed = p.disappointment * Math.max(0, s.membershipExpected[m] - worth);
      s.membershipExpected[m] += EXPECTING * (worth - s.membershipExpected[m]);
      const net =
        worth -
        s.membershipBurden[m] -
        unfair -
        missed -
        p.resentment * felt.resentment -
        p.doubt * felt.doubt +
        p.loyalty * (s.membershipCommitment[m] - 0.5);
      // Collegiality replaces the reckoning by solidarity (B 11.12).
      const willing = (1 - identity) * net + identity * p.solidarity;
      // Commitment comes from the work itself; what is paid for it holds members only while it is paid (B 13.2).
      const earnest = willing - (1 - identity) * p.crowdingOut * paid;
      const mood = clamp(0.5 + earnest / (2 * Math.max(0.1, p.patience)), 0, 1);
      const agenda = 1 - p.agenda * (1 - s.collaborativeOwnAgenda[c]);
      const target = clamp(
        (0.25 + 0.55 * mood + 0.2 * s.collaborativeWins[c]) *
          agenda *
          backing(s, p, school) *
          (0.8 + 0.2 * s.collaborativeClarity[c]),
        0,
        1,
      );
      s.membershipCommitment[m] += 0.3 * (target - s.membershipCommitment[m]);
      // What is clear in an agreement binds; detail beyond that binds nobody more (B 12.4).
      const bound = Math.min(1, s.collaborativeFormality[c] / CLEAR);
      const held = form.exit ? p.inertia + (1 - p.inertia) * p.contractHold * bound : 0.995;
      const young = week - s.membershipSince[m] < 26;
      const content = 1 - 0.5 * Math.min(2, Math.max(0, -willing) / Math.max(0.05, p.patience));
      if (!young && draw.uniform(m, 0) >= content && draw.uniform(m, 1) >= held) {
        leave(s, m, week);
        changed = true;
      }
    }
    const over = s.collaborativeEnds[c] >= 0 && week >= s.collaborativeEnds[c];
    const done = form.aim > 0 && s.collaborativeAttainment[c] >= form.aim;
    if (over || done || s.collaborativeMembers[c] < 2) {
      dissolve(s, c, week);
      changed = true;
    }
  }
  return changed;
}

/** Formality of an agreement in which all that matters is clear. */
const CLEAR = 0.5;
/** Commitment of a head who backs a collaborative in full. */
const BACKED = 0.25;

/** How far the head of `school` backs what it does with others, as a factor on the school's commitment. */
function backing(s: State, p: Values<typeof params>, school: number): number {
  const belief = Math.min(1, s.staffCommitment[s.schoolFirst[school]] / BACKED);
  return 1 - p.headSupport * (1 - belief);
}

/** What each school has learnt from others, a teacher and year, as a moving average over about a year. */
function profit(s: State): void {
  for (let a = 0; a < s.schoolPosts.length; a++) {
    const teachers = Math.max(1, s.schoolPosts[a] * 0.6);
    s.schoolProfited[a] += 0.3 * ((3 * s.schoolGained[a]) / teachers - s.schoolProfited[a]);
    s.schoolGained[a] = 0;
  }
}

/** Early and recent successes of `c`, and its progress on its goals: effort spread over them. */
function succeed(s: State, p: Values<typeof params>, c: number): void {
  const contacts = s.collaborativeContacts[c];
  const wins = contacts === 0 ? 0 : s.collaborativeSuccesses[c] / contacts;
  s.collaborativeWins[c] += 0.4 * (wins - s.collaborativeWins[c]);
  const members = Math.max(2, s.collaborativeMembers[c]);
  // Each of the goals in view gets its part; those beyond it take from all.
  const effort = s.collaborativeSuccesses[c] / (members * Math.max(p.focus, s.collaborativeGoals[c]));
  const step = effort / (effort + 4);
  s.collaborativeAttainment[c] += 0.25 * s.collaborativeClarity[c] * (step - s.collaborativeAttainment[c]);
  s.collaborativeContacts[c] = 0;
  s.collaborativeSuccesses[c] = 0;
}

/** How quickly schools come to expect what they get, share a term. */
const EXPECTING = 0.2;

/** Brings the benefit and the burden that membership `m` means to its school up to date. */
function weigh(s: State, p: Values<typeof params>, m: number, c: number, links: number): void {
  const school = Math.floor(m / MEMBERSHIPS);
  const others = Math.max(1, s.schoolCollaboratives[school]);
  const learning = (p.benefitScale * s.schoolProfited[school]) / others;
  const agenda = 1 - p.agenda * (1 - s.collaborativeOwnAgenda[c]);
  const benefit = learning + 0.4 * s.collaborativeWins[c] * s.collaborativeClarity[c] * agenda;
  // Hours of all staff over the term, as hours a week of the few who carry it.
  const burden = links + s.membershipHours[m] / (13 * Math.max(2, 0.3 * s.schoolPosts[school]));
  s.membershipBenefit[m] += 0.3 * (benefit - s.membershipBenefit[m]);
  s.membershipBurden[m] += 0.3 * (burden - s.membershipBurden[m]);
  s.membershipHours[m] = 0;
}

const felt = { identity: 0, resentment: 0, doubt: 0 };

/**
 * What `school` feels for those members of `c` it is related to, on average: identity with all, resentment of
 * stronger ones, doubt about weaker ones.
 */
function feel(s: State, school: number, c: number): void {
  felt.identity = 0;
  felt.resentment = 0;
  felt.doubt = 0;
  let related = 0;
  for (let k = s.collaborativeFirst[c]; k < s.collaborativeFirst[c + 1]; k++) {
    const b = Math.floor(s.rosterMembership[k] / MEMBERSHIPS);
    const r = b === school ? -1 : findRelation(s, school, b);
    if (r < 0) continue;
    related++;
    felt.identity += s.relationIdentity[r];
    const above = school < b ? s.relationInequality[r] : -s.relationInequality[r];
    if (above < 0) felt.resentment += s.relationResentment[r];
    else felt.doubt += s.relationDoubt[r];
  }
  if (related === 0) return;
  felt.identity /= related;
  felt.resentment /= related;
  felt.doubt /= related;
}

/** The member whom the other members trust most, the lower number among equals. */
function mostTrusted(s: State, c: number): number {
  let best = -1;
  let most = -1;
  for (let k = s.collaborativeFirst[c]; k < s.collaborativeFirst[c + 1]; k++) {
    const school = Math.floor(s.rosterMembership[k] / MEMBERSHIPS);
    let trust = 0;
    for (let q = school * PARTNERS; q < (school + 1) * PARTNERS && s.partnerRelation[q] >= 0; q++) {
      const r = s.partnerRelation[q];
      if (membershipIn(s, otherEnd(s, r, school), c) >= 0) trust += s.relationTrust[r];
    }
    if (trust <= most) continue;
    most = trust;
    best = school;
  }
  return best;
}

/** Each term: who leads, and how much of each head's time leading or serving networks takes. */
export function lead(s: State, p: Values<typeof params>, week: number): void {
  s.schoolAway.fill(0);
  s.schoolInward.fill(0);
  for (let c = 0; c < s.collaborativeLife.length; c++) {
    if (s.collaborativeLife[c] === LIFE.none) continue;
    const n = s.collaborativeMembers[c];
    const coordinator = s.collaborativeCoordinator[c];
    const form = forms[s.collaborativeForm[c]];
    const hours = linkHours(p, Math.max(2, n), coordinator > 0 || form.platform);
    const age = week - s.collaborativeFounded[c];
    // The term in which the years of the present leader are up.
    if (form.leaderWeeks > 0 && n >= 2 && age >= form.leaderWeeks && age % form.leaderWeeks < 13)
      s.collaborativeLead[c] = mostTrusted(s, c);
    for (let k = s.collaborativeFirst[c]; k < s.collaborativeFirst[c + 1]; k++) {
      const school = Math.floor(s.rosterMembership[k] / MEMBERSHIPS);
      const leads = school === s.collaborativeLead[c] && coordinator !== 2 ? 0.2 : 0;
      s.schoolAway[school] = Math.min(1, s.schoolAway[school] + leads + hours / 6);
      s.schoolInward[school] = Math.max(s.schoolInward[school], form.inward);
    }
  }
}
