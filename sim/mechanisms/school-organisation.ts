import { clamp } from '../math/index.ts';
import { choice, flag, number, type Values } from '../schema.ts';
import { ORGANISATION, type State, VIEWS } from '../state.ts';

/**
 * Organisation sets what a school can hear (O, E). Hours a year that it can listen to a pupil's family:
 *
 *   same-age    L0 = evening * teachers * listened + doorstep * n / (n + roll)
 *   multi-age   L1 = cover * (conversation + 39 weeks * contact) + doorstep * n / (n + roll)
 *   in force    L  = (1 - c) L0 + c L1 + (processes + resources + time) * mindset * (rigid + (1 - rigid) c)
 *
 * with c how far multi-age organisation works, and cover = posts / tutors wanted, 1 at most: every employee is a
 * tutor, so capacity grows with all staff. Will and skill multiply what staff hear; one-way communication and
 * lists bolted on waste it. Changing over takes terms, and what the mindset does not bear slides back (E: from
 * single to triple loop). In the formulas, c is schoolChangeover and L is schoolListening.
 */
export const params = {
  on: flag({
    default: true,
    structural: true,
    doc: 'Whether families are part of the run.',
    source: 'model description 4',
  }),
  organisation: choice({
    default: 'same-age',
    options: ['same-age', 'multi-age'],
    lever: true,
    doc: 'How schools are asked to group pupils for tutoring: by age, or all ages together with every employee a tutor.',
    source: 'O table 1; E: near all schools start as same-age',
  }),
  vision: number({
    default: 0.3,
    min: 0,
    max: 1,
    unit: 'share',
    lever: true,
    doc: 'How far leaders build a shared belief in partnership with families.',
    source: 'N 1; default assumed',
  }),
  processes: number({
    default: 0.3,
    min: 0,
    max: 1,
    unit: 'share',
    lever: true,
    doc: 'How far a policy, invitations, a portal and ways to settle differences are in place.',
    source: 'N 2; default assumed',
  }),
  resources: number({
    default: 0.3,
    min: 0,
    max: 1,
    unit: 'share',
    lever: true,
    doc: 'How far somebody is responsible for partnership, with a team and regular review.',
    source: 'N 3; default assumed',
  }),
  time: number({
    default: 0.3,
    min: 0,
    max: 1,
    unit: 'share',
    lever: true,
    doc: 'How far staff time is set aside for families.',
    source: 'N 4; default assumed',
  }),
  training: number({
    default: 0.2,
    min: 0,
    max: 1,
    unit: 'share',
    lever: true,
    doc: 'Will and skill of staff in working with families.',
    source: 'O, E; default assumed',
  }),
  oneWay: number({
    default: 0,
    min: 0,
    max: 1,
    unit: 'share',
    lever: true,
    doc: 'Pitfall: the school tells and does not ask, beyond what its organisation makes it do.',
    source: 'N, common pitfalls',
  }),
  boltOn: number({
    default: 0,
    min: 0,
    max: 1,
    unit: 'share',
    lever: true,
    doc: 'Pitfall: activities are bolted on from lists beside the school’s daily work.',
    source: 'O 2; N 1',
  }),
  deficitThinking: number({
    default: 0,
    min: 0,
    max: 1,
    unit: 'share',
    lever: true,
    doc: 'Pitfall: families are seen by what they lack.',
    source: 'N, common pitfalls; E',
  }),
  pitfall: number({
    default: 0.7,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'Part of an effort that a pitfall wastes where a school is wholly in it.',
    source: 'assumption, after N',
  }),
  teachersPrimary: number({
    default: 2,
    min: 1,
    max: 20,
    unit: 'teachers',
    doc: 'Teachers whom a family meets at the yearly evening of a primary school.',
    source: 'assumption',
  }),
  teachersSecondary: number({
    default: 10,
    min: 1,
    max: 20,
    unit: 'teachers',
    doc: 'Teachers whom a family meets at the yearly evening of a secondary school.',
    source: 'O 3: ten or more',
  }),
  eveningMinutes: number({
    default: 5,
    min: 0,
    max: 60,
    unit: 'minutes',
    doc: 'Minutes with each teacher at the yearly evening.',
    source: 'E, literature review',
  }),
  listened: number({
    default: 0.25,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'Part of those minutes in which the school listens.',
    source: 'assumption, after E: communication tends to be one-way',
  }),
  doorstep: number({
    default: 0.8,
    min: 0,
    max: 10,
    unit: 'hours a year',
    doc: 'Listening in passing, a family and year, in a very small school.',
    source: 'assumption, after E: small schools know every child',
  }),
  smallSchool: number({
    default: 150,
    min: 1,
    max: 2000,
    unit: 'pupils',
    doc: 'Roll at which half of the listening in passing is left.',
    source: 'assumption, after E',
  }),
  groupSize: number({
    default: 19,
    min: 5,
    max: 40,
    unit: 'pupils',
    doc: 'Pupils of a tutor group in multi-age organisation.',
    source: 'O table 1: 18 to 20',
  }),
  tutors: number({
    default: 2,
    min: 1,
    max: 4,
    unit: 'tutors',
    doc: 'Tutors of a group.',
    source: 'O table 1',
  }),
  conversationMinutes: number({
    default: 40,
    min: 0,
    max: 240,
    unit: 'minutes',
    doc: 'The yearly conversation of tutor, pupil and family at the pupil’s critical time.',
    source: 'O table 1: 40 minutes at least, once a year at least',
  }),
  contactMinutes: number({
    default: 3,
    min: 0,
    max: 60,
    unit: 'minutes a week',
    doc: 'Time a week for a family through the tutor, by whom all communication goes.',
    source: 'assumption, after O table 1',
  }),
  processHours: number({
    default: 0.3,
    min: 0,
    max: 10,
    unit: 'hours a year',
    doc: 'What full processes add to the hours heard of a family.',
    source: 'assumption, after N 2',
  }),
  resourceHours: number({
    default: 0.3,
    min: 0,
    max: 10,
    unit: 'hours a year',
    doc: 'What full resources add to the hours heard of a family.',
    source: 'assumption, after N 3',
  }),
  timeMinutes: number({
    default: 15,
    min: 0,
    max: 240,
    unit: 'minutes a week',
    doc: 'Time of each post for families where it is fully set aside.',
    source: 'assumption, after N 4',
  }),
  rigid: number({
    default: 0.4,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'Part of what leaders add that takes effect in same-age organisation, whose capacity is fixed.',
    source: 'assumption, after O 2',
  }),
  skill: number({
    default: 0.4,
    min: 0,
    max: 5,
    unit: 'share',
    doc: 'How much more a fully trained staff hears in the same minutes.',
    source: 'assumption, after O, E',
  }),
  load: number({
    default: 0.3,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'Part of tutoring and of time set aside that comes out of development time; the rest replaces other duties.',
    source: 'assumption, after O table 1: tutors no longer teach PSHE',
  }),
  changeTerms: number({
    default: 2.5,
    min: 1,
    max: 12,
    unit: 'terms',
    doc: 'Terms that changing over takes.',
    source: 'model description 4, after O',
  }),
  changeHours: number({
    default: 0.25,
    min: 0,
    max: 5,
    unit: 'hours a week',
    doc: 'Development time that changing over takes of each post.',
    source: 'assumption',
  }),
  mindsetNeeded: number({
    default: 0.5,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'Mindset, from single to triple loop, without which multi-age organisation slides back.',
    source: 'model description 4, after E; value assumed: double loop',
  }),
  slide: number({
    default: 0.3,
    min: 0,
    max: 1,
    unit: 'share a term',
    doc: 'How fast what the mindset does not bear slides back.',
    source: 'assumption, after E',
  }),
  mindsetPace: number({
    default: 0.15,
    min: 0,
    max: 1,
    unit: 'share a term',
    doc: 'How quickly the mindset moves.',
    source: 'assumption',
  }),
  mindsetVision: number({
    default: 0.5,
    min: 0,
    max: 1,
    unit: 'mindset',
    doc: 'What full vision adds to the mindset.',
    source: 'assumption, after N 1',
  }),
  mindsetPractice: number({
    default: 0.3,
    min: 0,
    max: 1,
    unit: 'mindset',
    doc: 'What living with multi-age organisation adds: it upsets what was taken for granted.',
    source: 'assumption, after O: a disorientating dilemma',
  }),
};
export const writes = [
  'schoolOrganisation',
  'schoolChangeover',
  'schoolMindset',
  'schoolListening',
  'schoolTutoring',
] as const;

type P = Values<typeof params>;
const WEEKS = 39;
const OPENNESS = VIEWS.indexOf('openness to community');

/** Where the mindset of school `a` tends: 0 single loop, 0.5 double, 1 triple. */
function mindsetOf(s: State, p: P, a: number): number {
  return clamp(
    0.1 +
      p.mindsetVision * p.vision * (1 - p.pitfall * p.deficitThinking) +
      p.mindsetPractice * s.schoolChangeover[a] +
      0.3 * (s.schoolView[a * VIEWS.length + OPENNESS] - 0.5) +
      0.2 * s.schoolDistribution[a] -
      0.2 * s.schoolPressure[a],
    0,
    1,
  );
}

/** Every school as it was before week 0: same-age, its mindset at rest under the parameters given. */
export function settle(s: State, p: P): void {
  if (!p.on) return;
  for (let a = 0; a < s.schoolPosts.length; a++) {
    s.schoolMindset[a] = mindsetOf(s, p, a);
    weigh(s, p, a);
  }
}

/** Each term: schools change over, hold, or slide back, and with them what they can hear. */
export function organise(s: State, p: P): void {
  if (!p.on) return;
  const asked = p.organisation === 'multi-age';
  for (let a = 0; a < s.schoolPosts.length; a++) {
    if (s.schoolClosed[a] === 1) continue;
    s.schoolMindset[a] += p.mindsetPace * (mindsetOf(s, p, a) - s.schoolMindset[a]);
    change(s, p, a, asked);
    weigh(s, p, a);
  }
}

function change(s: State, p: P, a: number, asked: boolean): void {
  const was = s.schoolOrganisation[a];
  const move = 1 / p.changeTerms;
  const bears = p.mindsetNeeded === 0 ? 1 : Math.min(1, s.schoolMindset[a] / p.mindsetNeeded);
  if (!asked) {
    s.schoolChangeover[a] = Math.max(0, s.schoolChangeover[a] - move);
    s.schoolOrganisation[a] = ORGANISATION.sameAge;
    return;
  }
  if (was === ORGANISATION.multiAge) {
    s.schoolChangeover[a] += p.slide * (bears - s.schoolChangeover[a]);
    if (s.schoolChangeover[a] < 0.5) s.schoolOrganisation[a] = ORGANISATION.slidBack;
  } else if (was === ORGANISATION.slidBack && bears < 1) {
    s.schoolChangeover[a] = Math.max(0, s.schoolChangeover[a] - move);
  } else {
    // The first time because it is asked, a second time because staff have come to want it.
    s.schoolChangeover[a] = Math.min(1, s.schoolChangeover[a] + move);
    s.schoolOrganisation[a] = s.schoolChangeover[a] < 1 ? ORGANISATION.changing : ORGANISATION.multiAge;
  }
}

/** Hours a year that school `a` can listen to a family, and hours a week that this takes of a post. */
function weigh(s: State, p: P, a: number): void {
  const roll = Math.max(1, s.schoolPupils[a * 3] + s.schoolPupils[a * 3 + 1] + s.schoolPupils[a * 3 + 2]);
  const posts = s.schoolPosts[a];
  const c = s.schoolChangeover[a];
  const skilled = 1 + p.skill * p.training;
  const teachers = s.schoolPhase[a] === 0 ? p.teachersPrimary : p.teachersSecondary;
  const passing = (p.doorstep * p.smallSchool) / (p.smallSchool + roll);
  const evening = ((p.eveningMinutes * teachers) / 60) * p.listened;
  const cover = Math.min(1, (posts * p.groupSize) / (p.tutors * roll));
  const tutored = cover * (p.conversationMinutes / 60 + (WEEKS * p.contactMinutes) / 60);
  const set = (p.time * p.timeMinutes) / 60;
  const added = p.processes * p.processHours + p.resources * p.resourceHours + (set * WEEKS * posts) / roll;
  const taken = s.schoolMindset[a] * (1 - p.pitfall * p.boltOn) * (p.rigid + (1 - p.rigid) * c);
  s.schoolListening[a] =
    (skilled * (passing + (1 - c) * evening + c * tutored) + added * taken) * (1 - p.pitfall * p.oneWay);
  s.schoolTutoring[a] =
    p.load * (set + (c * tutored * roll) / (posts * WEEKS)) +
    (s.schoolOrganisation[a] === ORGANISATION.changing ? p.changeHours : 0);
}
