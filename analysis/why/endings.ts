import { EVENT, formIndex, forms, LIFE } from '../../sim/index.ts';
import { dateOf } from '../dates.ts';
import { formatNumber } from '../format.ts';
import { type Chronicle, type Collaborative, isOf, type Occurrence } from './chronicle.ts';
import {
  courseOf,
  type Moment,
  momentsBefore,
  NO_COURSE,
  type Reading,
  sayFigure,
  type Weeks,
} from './course.ts';
import type { Explained } from './why.ts';

/** How collaboratives settle, lose their grants and end. */
export function whyEnded(chronicle: Chronicle, event: Occurrence, weeks: Weeks): Explained {
  const bond = chronicle.collaboratives[event.number];
  if (bond === undefined) return { rule: '', course: NO_COURSE, facts: [] };
  const course = courseOf(weeks, momentsBefore(event.week, 4, bond.founded), (at) => readingsOf(at, bond));
  if (event.kind === EVENT.grantEnded)
    return {
      rule: 'A grant ends when its weeks are over, or when policy pays none any more.',
      course,
      facts: grant(weeks, event, bond),
    };
  if (event.kind === EVENT.embedded)
    return {
      rule: 'At the end of each term a collaborative moves on from courting to aligning to settled practice when it has had the weeks for it: fewer where its members trust one another, a broker helps and decisions are quick.',
      course,
      facts: [`It had been founded in ${dateOf(bond.founded)}.`],
    };
  return { rule: ENDING, course, facts: reasons(weeks, bond) };
}

const ENDING =
  'At the end of each term a collaborative is ended when the end that was agreed has come, when it has done what it was for and its form says that it then ends, or when fewer than two members are left.';

/** Which ends of a collaborative were due when it was dissolved. */
export function dueEnd(weeks: Weeks, bond: Collaborative): { over: boolean; done: boolean } {
  const { row, ended, form } = bond;
  if (ended === null) return { over: false, done: false };
  const agreed = weeks.at(ended).state.collaborativeEnds[row];
  const { aim } = forms[formIndex(form)];
  const after = weeks.at(ended + 1).state;
  // A row that was taken again at once no longer says what progress its last holder had made.
  const done =
    aim > 0 && isOf(bond, after.collaborativeFounded[row]) && after.collaborativeAttainment[row] >= aim;
  return { over: agreed >= 0 && ended >= agreed, done };
}

function reasons(weeks: Weeks, bond: Collaborative): string[] {
  const { over, done } = dueEnd(weeks, bond);
  const facts: string[] = [];
  if (over) facts.push('The end that was agreed at its founding had come.');
  if (done) {
    const { aim } = forms[formIndex(bond.form)];
    facts.push(
      `It had done what it was for: progress on its goals had reached the ${sayFigure(aim)} at which a ${bond.form} ends.`,
    );
  }
  if (!over && !done) facts.push('No agreed end was due: fewer than two members were left.');
  return facts;
}

function grant(weeks: Weeks, { week }: Occurrence, { row }: Collaborative): string[] {
  const { state, parameters } = weeks.at(week);
  const facts: string[] = [];
  const ends = state.collaborativeGrantEnds[row];
  if (ends >= 0) facts.push(`The grant had been given until ${dateOf(ends)}.`);
  if (weeks.at(week + 1).parameters.incentives.grant === 0) facts.push('Policy paid no grants any more.');
  else facts.push(`Policy paid ${formatNumber(parameters.incentives.grant, 0)} thousand pounds a year.`);
  return facts;
}

/** Means over its members, and how far it has come; null before it was founded. */
function readingsOf({ state }: Moment, bond: Collaborative): Reading[] | null {
  const { row, form } = bond;
  if (state.collaborativeLife[row] === LIFE.none || !isOf(bond, state.collaborativeFounded[row])) return null;
  let benefit = 0;
  let burden = 0;
  let commitment = 0;
  let members = 0;
  for (let m = 0; m < state.membershipOf.length; m++) {
    if (state.membershipOf[m] !== row) continue;
    benefit += state.membershipBenefit[m];
    burden += state.membershipBurden[m];
    commitment += state.membershipCommitment[m];
    members++;
  }
  const mean = (sum: number) => (members === 0 ? 0 : sum / members);
  const { aim } = forms[formIndex(form)];
  return [
    { what: 'members', unit: 'schools', has: members },
    { what: 'benefit of the work, mean', unit: 'hours worth a week', has: mean(benefit) },
    { what: 'burden, mean', unit: 'hours a week', has: mean(burden) },
    { what: 'commitment, mean', unit: 'share', has: mean(commitment) },
    {
      what: 'progress on its goals',
      unit: 'share',
      has: state.collaborativeAttainment[row],
      needs: aim > 0 ? aim : null,
    },
    { what: 'purpose used up', unit: 'share', has: state.collaborativeSpent[row] },
  ];
}
