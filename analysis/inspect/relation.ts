import { lacks, MEMBERSHIPS, STAGE, STAGES } from '../../sim/index.ts';
import type { Chronicle } from '../why/chronicle.ts';
import { conditionsOf, rowOf, waitOf } from '../why/conditions.ts';
import { sayFigure } from '../why/course.ts';
import type { Inspection, Listing, Source } from './inspect.ts';
import { factOf, sayIn, sayWeek } from './words.ts';

export function relation(run: Source, chronicle: Chronicle, a: number, b: number): Inspection | null {
  const { state, week, names } = run;
  if (names[a] === undefined || names[b] === undefined || a === b) return null;
  const [low, high] = [Math.min(a, b), Math.max(a, b)];
  const r = rowOf(state, low, high);
  const subject = { kind: 'relation', a: low, b: high } as const;
  const title = `${names[low]} and ${names[high]}`;
  if (r < 0)
    return {
      subject,
      week,
      title,
      about: 'The two schools have no relation at this time.',
      facts: [],
      listings: [],
      number: 0,
    };
  const stage = state.relationStage[r];
  const standing =
    stage === STAGE.none
      ? 'Too little contact for an association'
      : `A relation of ${sayIn('relationDistance', state.relationDistance[r])}, in ${STAGES[stage]}`;
  return {
    subject,
    week,
    title,
    about: `${standing} since ${sayWeek(state.relationStageSince[r])}.`,
    facts: [
      {
        title: 'What the two have with one another',
        facts: [
          factOf(state, 'relationTrust', r, 'Trust, mean of the ties of their staff'),
          factOf(state, 'relationTies', r, 'Ties of their staff, each way counted'),
          factOf(state, 'relationContact', r, 'Contact'),
          factOf(state, 'relationSharing', r, 'Sharing'),
          factOf(state, 'relationTask', r, 'Joint task'),
          factOf(state, 'relationDependence', r),
          factOf(state, 'relationValues', r),
          factOf(state, 'relationResponsibility', r),
          factOf(state, 'relationIdentity', r),
        ],
      },
      {
        title: 'What stands between them',
        facts: [
          factOf(state, 'relationCompetition', r),
          factOf(state, 'relationOverlap', r),
          factOf(state, 'relationResentment', r),
          factOf(state, 'relationDoubt', r),
        ],
      },
      {
        title: 'This term so far',
        facts: [
          factOf(state, 'relationContacts', r, 'Contacts'),
          factOf(state, 'relationSuccesses', r, 'of them successful'),
          factOf(state, 'relationJoint', r, 'of them in joint work'),
        ],
      },
    ],
    listings: [next(run, r), schools(run, low, high), shared(run, chronicle, low, high)],
    number: 0,
  };
}

/** What relation `r` lacks for its next stage and by how much, in a few words. */
export function lackingOf({ state, parameters, week }: Source, r: number): string {
  const stage = state.relationStage[r];
  if (stage === STAGE.collegiality) return 'nothing: there is no further stage';
  const missing = lacks(state, parameters.stages, r, week);
  if (missing.length === 0) return `nothing: ${STAGES[stage + 1]} comes at the end of the term`;
  return missing
    .map(({ what, has, needs }) => `${what} (${sayFigure(has)} of ${sayFigure(needs)})`)
    .join(', ');
}

function next(run: Source, r: number): Listing {
  const stage = run.state.relationStage[r];
  const wait = waitOf(run, r);
  const conditions = stage === STAGE.collegiality ? [] : conditionsOf(run, r, stage + 1);
  if (wait !== null) conditions.push(wait);
  return {
    title:
      stage === STAGE.collegiality
        ? 'For the next stage'
        : `For ${STAGES[stage + 1]}, looked at when the term ends`,
    head: ['What it takes', 'Has', 'Needs', 'Lacks'],
    rows: conditions.map(({ what, unit, has, needs }) => ({
      subject: null,
      cells: [
        unit === 'share' || unit === what ? what : `${what}, ${unit}`,
        sayFigure(has),
        sayFigure(needs),
        has >= needs ? 'nothing' : sayFigure(needs - has),
      ],
    })),
    none: 'There is no further stage.',
  };
}

function schools({ state, names }: Source, a: number, b: number): Listing {
  return {
    title: 'The two schools',
    head: ['School', 'Staff'],
    rows: [a, b].map((school) => ({
      subject: { kind: 'school', school } as const,
      cells: [names[school], String(state.schoolPosts[school])],
    })),
    none: '',
  };
}

function shared({ state }: Source, chronicle: Chronicle, a: number, b: number): Listing {
  const rows: Listing['rows'][number][] = [];
  for (let m = a * MEMBERSHIPS; m < (a + 1) * MEMBERSHIPS; m++) {
    const c = state.membershipOf[m];
    const both = c >= 0 && state.membershipOf.subarray(b * MEMBERSHIPS, (b + 1) * MEMBERSHIPS).includes(c);
    if (!both) continue;
    const { number } = chronicle.heldBy(c, state.collaborativeFounded[c]) ?? { number: 0 };
    rows.push({
      subject: { kind: 'collaborative', collaborative: c },
      cells: [chronicle.nameOf(number), sayWeek(state.collaborativeFounded[c])],
    });
  }
  return {
    title: 'Collaboratives both belong to',
    head: ['Collaborative', 'Founded'],
    rows,
    none: 'There is none.',
  };
}
