import { EVENT, STAGE, STAGES } from '../../sim/index.ts';
import type { Occurrence } from './chronicle.ts';
import { conditionsOf, rowOf, waitOf } from './conditions.ts';
import {
  type Course,
  courseOf,
  listed,
  type Moment,
  momentsBefore,
  type Reading,
  sayTurned,
  turned,
  type Weeks,
} from './course.ts';
import type { Explained } from './why.ts';

/** Why a relation rose or fell: what its stage asks for, and which of it turned since the last review. */
export function whyStage(event: Occurrence, weeks: Weeks): Explained {
  const rose = event.kind === EVENT.stageRose;
  const moments = momentsBefore(event.week + 1);
  const was = stageAt(weeks, event, moments[moments.length - 2] ?? 0);
  // What decides is what the next stage asks for on the way up, and what the stage held asks for on the way down.
  const stage = rose ? event.value : was;
  let kept = 1;
  const course = courseOf(weeks, moments, (at) => {
    if (!rose) kept = at.parameters.stages.hysteresis;
    return readingsOf(at, event, stage, rose ? 1 : kept);
  });
  const facts = [sayChange(course, rose, stage), ...contacts(weeks, event)].filter((one) => one !== '');
  return { rule: rule(rose, stage, kept), course, facts };
}

function rule(rose: boolean, stage: number, kept: number): string {
  if (!rose)
    return `At the end of each term a relation is held to what its stage asks for. It loses the stage of ${STAGES[stage]} when anything falls below ${Math.round(kept * 100)} % of what it took to reach it.`;
  const time = stage === STAGE.collegiality ? ', and has been a collaboration for long enough' : '';
  return `At the end of each term a relation climbs one stage, here to ${STAGES[stage]}, when it meets everything that the stage asks for${time}.`;
}

function readingsOf(at: Moment, { a, other }: Occurrence, stage: number, part: number): Reading[] | null {
  const r = rowOf(at.state, a, other);
  if (r < 0) return null;
  const readings: Reading[] = conditionsOf(at, r, stage, part);
  const wait = stage === STAGE.collegiality && part === 1 ? waitOf(at, r) : null;
  return wait === null ? readings : [...readings, wait];
}

function stageAt(weeks: Weeks, { a, other }: Occurrence, week: number): number {
  const { state } = weeks.at(week);
  const r = rowOf(state, a, other);
  return r < 0 ? STAGE.none : state.relationStage[r];
}

function sayChange(course: Course, rose: boolean, stage: number): string {
  const changed = turned(course).filter(({ met }) => met[met.length - 1] === rose);
  if (changed.length > 0) return `Since the end of the term before, ${listed(changed.map(sayTurned))}.`;
  if (rose && course.figures.every(({ met }) => met[met.length - 2] === true))
    return `All that ${STAGES[stage]} asks for was there at the end of the term before; a relation climbs one stage a term.`;
  return '';
}

/** What the two schools had to do with one another in the term that decided, less its last week. */
function contacts(weeks: Weeks, { a, other, week }: Occurrence): string[] {
  const { state } = weeks.at(week);
  const r = rowOf(state, a, other);
  if (r < 0) return [];
  const all = state.relationContacts[r];
  if (all === 0) return ['Their staff had no contact in the first twelve weeks of this term.'];
  const times = (n: number) => (n === 1 ? 'once' : `${n} times`);
  return [
    `In the first twelve weeks of this term their staff had to do with one another ${times(all)}, ${state.relationSuccesses[r]} of them with success, ${state.relationJoint[r]} of them in joint work.`,
  ];
}
