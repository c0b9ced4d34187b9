import {
  DECISIONS,
  EVENT,
  FOUNDING_MODES,
  INSIDE,
  MEMBERSHIPS,
  NEIGHBOURS,
  STAGES,
  type State,
  WEEKS_A_TERM,
} from '../../sim/index.ts';
import { formatNumber } from '../format.ts';
import { type Chronicle, type Collaborative, isOf, type Occurrence } from './chronicle.ts';
import { rowOf } from './conditions.ts';
import {
  type Course,
  courseOf,
  type Moment,
  momentsBefore,
  NO_COURSE,
  type Reading,
  sayFigure,
  type Weeks,
} from './course.ts';
import { dueEnd } from './endings.ts';
import type { Explained } from './why.ts';

/** How collaboratives come about, and why schools come and go. */

const MODES: Record<(typeof FOUNDING_MODES)[number], string> = {
  voluntary: 'It was founded by agreement of its members.',
  incentivised: 'It was founded by agreement of its members, with a grant on offer.',
  brokered: 'It was brought about by a broker.',
  coerced: 'It was imposed on its members.',
};

const AGREEING =
  'At the end of each term every head weighs the neighbours and the partners of partners: what could be learnt and trusted, need, common ground, what others do and what is paid, against competition, distance, time and risk. Two who both find the other worth it join what one of them is in, or found something of their own.';

export function whyFounded(chronicle: Chronicle, event: Occurrence, weeks: Weeks): Explained {
  const bond = chronicle.collaboratives[event.number];
  if (bond === undefined) return { rule: '', course: NO_COURSE, facts: [] };
  const changed = event.kind === EVENT.formChanged;
  const facts = [...dated(chronicle, event), ...modeOf(weeks, event, bond)];
  if (changed) return { rule: 'The scenario dates a change of form.', course: NO_COURSE, facts };
  const [first, second] = foundersOf(chronicle, event);
  if (first === undefined || second === undefined) return { rule: AGREEING, course: NO_COURSE, facts };
  const decided = decisionsOf(chronicle, event, [first, second]).map(({ text }) => `${text}.`);
  return {
    rule: AGREEING,
    course: pair(chronicle, weeks, event, first, second),
    facts: [...facts, ...decided, ...offers(weeks, event)],
  };
}

export function whyJoined(chronicle: Chronicle, event: Occurrence, weeks: Weeks): Explained {
  const bond = chronicle.collaboratives[event.number];
  if (bond === undefined || event.week === 0)
    return { rule: 'It was a member when the run began.', course: NO_COURSE, facts: [] };
  const facts = [
    ...dated(chronicle, event),
    ...(bond.founded === event.week ? modeOf(weeks, event, bond) : []),
    ...decisionsOf(chronicle, event, [event.a]).map(({ text }) => `${text}.`),
  ];
  const { state } = weeks.at(event.week);
  const { seen, inside } = neighboursOf(state, event.a);
  if (seen > 0)
    facts.push(`Before it, ${inside} of its ${seen} nearest schools belonged to a collaborative.`);
  const own = state.schoolCollaboratives[event.a];
  facts.push(own === 0 ? 'It belonged to none itself.' : `It belonged to ${own} itself.`);
  facts.push(...offers(weeks, event));
  const partner = closest(state, event, membersThen(chronicle, event));
  const course = partner === null ? NO_COURSE : pair(chronicle, weeks, event, event.a, partner);
  if (partner === null) facts.push('It had no relation with any of the other members before it.');
  return { rule: AGREEING, course, facts };
}

export function whyLeft(chronicle: Chronicle, event: Occurrence, weeks: Weeks): Explained {
  const bond = chronicle.collaboratives[event.number];
  if (bond === undefined) return { rule: '', course: NO_COURSE, facts: [] };
  const moments = momentsBefore(event.week, 4, bond.founded);
  const course = courseOf(weeks, moments, (at) => membership(at, event.a, bond));
  const closed = chronicle.events.some(
    ({ kind, a, week }) => kind === EVENT.closed && a === event.a && week === event.week,
  );
  if (closed)
    return {
      rule: 'A school that closes leaves all that it belonged to.',
      course,
      facts: ['It closed in this week.'],
    };
  const decided = decisionsOf(chronicle, event, [event.a]).filter(({ value }) => value === LEAVE);
  if (decided.length > 0)
    return {
      rule: 'A head who decides to leave is out at the end of the term, where the form lets members leave.',
      course,
      facts: decided.map(({ text }) => `${text}.`),
    };
  const how = howLeft(chronicle, event, bond, weeks);
  if (how === 'with it')
    return { rule: 'When a collaborative ends, those who are left in it leave it.', course, facts: [ENDED] };
  const facts = weighed(weeks, event, bond, course);
  return {
    rule: LEAVING,
    course,
    facts:
      how === 'unknown'
        ? [...facts, `${ENDED} The log does not say whether the school had left before.`]
        : facts,
  };
}

const LEAVE = DECISIONS.indexOf('leave');

/** What the heads of these schools decided about partners that counted in the week of the event, before it. */
function decisionsOf({ events }: Chronicle, event: Occurrence, schools: readonly number[]): Occurrence[] {
  return events.filter(
    ({ kind, index, week, a, other, value }) =>
      kind === EVENT.decided &&
      week === event.week &&
      index < event.index &&
      schools.includes(a) &&
      (other >= 0 || value === LEAVE),
  );
}

const LEAVING =
  'At the end of each term a member weighs what belonging brings, payment included, against the burden, unfairness, disappointment and resentment, more or less by how committed it is; identity with the others counts for itself. One that would rather go may go, by lot, after half a year: inertia and agreements hold some back.';

const ENDED = 'The collaborative ended in this week.';

/**
 * Whether a school left by its own decision, or with the end of the collaborative. Members who decide to go are recorded
 * first, in the order of schools, and then those who go with the end, in the same order again.
 */
function howLeft(
  { events }: Chronicle,
  event: Occurrence,
  bond: Collaborative,
  weeks: Weeks,
): 'alone' | 'with it' | 'unknown' {
  if (bond.ended !== event.week) return 'alone';
  const leaving = events.filter(
    ({ kind, number, week }) => kind === EVENT.left && number === event.number && week === event.week,
  );
  const again = leaving.findIndex(({ a }, i) => i > 0 && a < leaving[i - 1].a);
  const place = leaving.findIndex(({ index }) => index === event.index);
  if (again >= 0) return place < again ? 'alone' : 'with it';
  const { over, done } = dueEnd(weeks, bond);
  // With no end due it ended for want of members: all but the last had gone.
  return !over && !done && place < leaving.length - 1 ? 'alone' : 'unknown';
}

/** What the membership of school `a` was worth to it; null where it was not in yet. */
function membership({ state }: Moment, a: number, bond: Collaborative): Reading[] | null {
  const { row } = bond;
  if (!isOf(bond, state.collaborativeFounded[row])) return null;
  for (let m = a * MEMBERSHIPS; m < (a + 1) * MEMBERSHIPS; m++) {
    if (state.membershipOf[m] !== row) continue;
    return [
      { what: 'benefit of the work', unit: 'hours worth a week', has: state.membershipBenefit[m] },
      { what: 'burden', unit: 'hours a week', has: state.membershipBurden[m] },
      { what: 'worth it has come to expect', unit: 'hours worth a week', has: state.membershipExpected[m] },
      { what: 'commitment', unit: 'share', has: state.membershipCommitment[m] },
    ];
  }
  return null;
}

function weighed(weeks: Weeks, event: Occurrence, { row }: Collaborative, { figures }: Course): string[] {
  const [benefit, burden] = figures.map(({ values }) => values[values.length - 1]);
  const facts: string[] = [];
  if (typeof benefit === 'number' && typeof burden === 'number') {
    const more = benefit < burden ? 'less than' : 'more than';
    facts.push(
      `Before it, the work was worth ${sayFigure(benefit)} hours a week to the school, ${more} its burden of ${sayFigure(burden)}.`,
    );
  }
  const { state } = weeks.at(event.week);
  let common = 0;
  let members = 0;
  for (let m = 0; m < state.membershipOf.length; m++) {
    if (state.membershipOf[m] !== row || Math.floor(m / MEMBERSHIPS) === event.a) continue;
    common += state.membershipBenefit[m];
    members++;
  }
  if (members > 0) facts.push(`To the other members it was worth ${sayFigure(common / members)} on average.`);
  if (state.collaborativeGrantEnds[row] >= 0) facts.push('The collaborative held a grant.');
  return facts;
}

/** Whether a scenario dates a founding in this week; at the end of a term schools may have agreed beside it. */
function dated({ scenario, collaboratives }: Chronicle, event: Occurrence): string[] {
  const form = collaboratives[event.number]?.form;
  const plans = scenario.foundings.filter((plan) => plan.week === event.week && plan.form === form);
  if (plans.length === 0 || event.week === 0) return [];
  const names = plans.map(({ name }) => `“${name}”`).join(' and ');
  return [
    (event.week + 1) % WEEKS_A_TERM === 0
      ? `The scenario dates a founding of this form in this week: ${names}.`
      : `The scenario dates this: ${names}.`,
  ];
}

function modeOf(weeks: Weeks, { week }: Occurrence, bond: Collaborative): string[] {
  const { state } = weeks.at(week + 1);
  if (!isOf(bond, state.collaborativeFounded[bond.row])) return [];
  return [MODES[FOUNDING_MODES[state.collaborativeMode[bond.row]]]];
}

/** What policy offered to those who come together. */
function offers(weeks: Weeks, { week }: Occurrence): string[] {
  const { grant, releasedTime, releaseForAll, recognition } = weeks.at(week).parameters.incentives;
  const parts: string[] = [];
  if (grant > 0) parts.push(`a grant of ${formatNumber(grant, 0)} thousand pounds a year`);
  if (releasedTime > 0 && !releaseForAll)
    parts.push(`${sayFigure(releasedTime)} released hours a week for each teacher`);
  if (recognition > 0) parts.push('public recognition');
  return parts.length === 0 ? ['No payment for it was on offer.'] : [`On offer for it: ${parts.join(', ')}.`];
}

/** The first two who joined what was founded. */
function foundersOf({ events }: Chronicle, event: Occurrence): number[] {
  return events
    .slice(event.index + 1)
    .filter(
      ({ kind, number, week }) => kind === EVENT.joined && number === event.number && week === event.week,
    )
    .map(({ a }) => a);
}

/** Members when the event was recorded, and those who joined in the same week. */
function membersThen({ events }: Chronicle, event: Occurrence): Set<number> {
  const members = new Set<number>();
  for (const { kind, number, a, week } of events) {
    if (week > event.week) break;
    if (number !== event.number) continue;
    if (kind === EVENT.joined) members.add(a);
    if (kind === EVENT.left) members.delete(a);
  }
  members.delete(event.a);
  return members;
}

/** The member with whom the relation held most trust before the event. */
function closest(state: State, { a }: Occurrence, members: Set<number>): number | null {
  let best: number | null = null;
  let most = -1;
  for (const member of members) {
    const r = rowOf(state, a, member);
    if (r < 0 || state.relationTrust[r] <= most) continue;
    most = state.relationTrust[r];
    best = member;
  }
  return best;
}

function pair({ names }: Chronicle, weeks: Weeks, { week }: Occurrence, a: number, b: number): Course {
  return courseOf(weeks, momentsBefore(week), ({ state }) => {
    const r = rowOf(state, a, b);
    if (r < 0) return null;
    const between = `between ${names[a]} and ${names[b]}`;
    return [
      { what: `trust ${between}`, unit: 'trust', has: state.relationTrust[r] },
      { what: `contact ${between}`, unit: 'contacts a week', has: state.relationContact[r] },
      { what: `competition ${between}`, unit: 'share', has: state.relationCompetition[r] },
      { what: `stage (${STAGES.length - 1} is collegiality)`, unit: 'stage', has: state.relationStage[r] },
    ];
  });
}

/** Nearest schools looked at, and how many of them belong to a collaborative: as many as heads look at. */
function neighboursOf(
  { neighbourSchool, schoolCollaboratives }: State,
  a: number,
): { seen: number; inside: number } {
  let seen = 0;
  let inside = 0;
  for (let n = a * NEIGHBOURS; n < a * NEIGHBOURS + INSIDE && neighbourSchool[n] >= 0; n++) {
    seen++;
    if (schoolCollaboratives[neighbourSchool[n]] > 0) inside++;
  }
  return { seen, inside };
}
