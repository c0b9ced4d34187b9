import {
  ACROSS,
  INSIDE,
  MEMBERSHIPS,
  ORGANISATIONS,
  PARTNERS,
  PHASES,
  ROLES,
  STAGES,
  STRATA,
  type State,
  TIES,
} from '../../sim/index.ts';
import { formatNumber, sayGrade } from '../format.ts';
import type { Chronicle } from '../why/chronicle.ts';
import { sayFigure } from '../why/course.ts';
import type { Fact, Inspection, Listing, Source } from './inspect.ts';
import { lackingOf } from './relation.ts';
import { factOf, sayIn, sayPost, sayWeek } from './words.ts';

export function school(run: Source, chronicle: Chronicle, a: number): Inspection | null {
  const { state, week, names } = run;
  if (names[a] === undefined) return null;
  const closed = state.schoolClosed[a] === 1;
  const phase = PHASES[state.schoolPhase[a]];
  return {
    subject: { kind: 'school', school: a },
    week,
    title: names[a],
    about: closed
      ? `A ${phase} school that has closed.`
      : `A ${phase} school of ${roll(state, a)} pupils and ${state.schoolPosts[a]} staff.`,
    facts: closed ? [] : factsOf(state, a),
    listings: closed ? [] : [memberships(run, chronicle, a), relations(run, a), staff(run, a)],
    number: 0,
  };
}

function roll({ schoolPupils }: State, a: number): string {
  let pupils = 0;
  for (let k = 0; k < STRATA.length; k++) pupils += schoolPupils[a * STRATA.length + k];
  return formatNumber(pupils, 0);
}

function factsOf(state: State, a: number): Inspection['facts'] {
  const published = state.schoolPublished[a];
  const results: Fact[] = [
    { name: 'Published result', value: published === 0 ? 'none yet' : sayIn('schoolPublished', published) },
    factOf(state, 'schoolValueAdded', a, 'Result above what the intake predicts'),
    {
      name: 'Inspection grade',
      value: sayGrade(state.schoolGrade[a]) + (state.schoolSpecial[a] ? ', in special measures' : ''),
    },
    factOf(state, 'schoolPressure', a),
    factOf(state, 'schoolGaming', a),
  ];
  const life: Fact[] = [
    factOf(state, 'schoolClimate', a, 'Trust inside the school, mean'),
    factOf(state, 'schoolOpenness', a),
    factOf(state, 'schoolDistribution', a),
    factOf(state, 'schoolCapacity', a),
    factOf(state, 'schoolReach', a, 'How far involvement reaches below the head'),
    factOf(state, 'schoolAnomie', a, 'Anomie'),
    factOf(state, 'schoolFatalism', a, 'Fatalism'),
  ];
  const bonds: Fact[] = [
    factOf(state, 'schoolSpanning', a, 'How far its staff span its boundary'),
    factOf(state, 'schoolSpanners', a, 'Staff with ties in use to other schools'),
    factOf(state, 'schoolProfited', a, 'Expertise gained from others, a teacher and year'),
    factOf(state, 'schoolBurden', a, 'Hours spent on partnership this term'),
    { name: 'Grant money this year', value: sayIn('schoolFunds', state.schoolFunds[a]) },
    { name: 'Tutoring', value: ORGANISATIONS[state.schoolOrganisation[a]] },
  ];
  return [
    { title: 'Results and inspection', facts: results },
    { title: 'Inside the school', facts: life },
    { title: 'With others', facts: bonds },
  ];
}

function memberships({ state }: Source, chronicle: Chronicle, a: number): Listing {
  const rows: Listing['rows'][number][] = [];
  for (let m = a * MEMBERSHIPS; m < (a + 1) * MEMBERSHIPS; m++) {
    const c = state.membershipOf[m];
    if (c < 0) continue;
    const { number } = chronicle.heldBy(c, state.collaborativeFounded[c]) ?? { number: 0 };
    rows.push({
      subject: { kind: 'collaborative', collaborative: c },
      cells: [
        chronicle.nameOf(number),
        sayWeek(state.membershipSince[m]),
        sayIn('membershipCommitment', state.membershipCommitment[m]),
        sayFigure(state.membershipBenefit[m]),
        sayFigure(state.membershipBurden[m]),
      ],
    });
  }
  return {
    title: 'Collaboratives it belongs to',
    head: ['Collaborative', 'Since', 'Commitment', 'Benefit, hours worth a week', 'Burden, hours a week'],
    rows,
    none: 'It belongs to none.',
  };
}

/** Rows of the relations of school `a`, the furthest grown first. */
export function relationsOf(state: State, a: number): number[] {
  const found: number[] = [];
  for (let p = a * PARTNERS; p < (a + 1) * PARTNERS && state.partnerRelation[p] >= 0; p++)
    found.push(state.partnerRelation[p]);
  return found.sort(
    (p, q) =>
      state.relationStage[q] - state.relationStage[p] ||
      state.relationTrust[q] - state.relationTrust[p] ||
      p - q,
  );
}

function relations(run: Source, a: number): Listing {
  const { state, names } = run;
  return {
    title: 'Relations with other schools, the furthest grown first',
    head: ['School', 'Stage', 'Trust', 'Lacks for the next stage'],
    rows: relationsOf(state, a).map((r) => {
      const other = state.relationA[r] === a ? state.relationB[r] : state.relationA[r];
      return {
        subject: { kind: 'relation', a: Math.min(a, other), b: Math.max(a, other) },
        cells: [
          names[other],
          STAGES[state.relationStage[r]],
          sayIn('relationTrust', state.relationTrust[r]),
          lackingOf(run, r),
        ],
      };
    }),
    none: 'It has no relations with other schools.',
  };
}

/** Its leaders, and those who hold ties to other schools: the most first. */
function staff({ state, names }: Source, a: number): Listing {
  const first = state.schoolFirst[a];
  const posts = Array.from({ length: state.schoolPosts[a] }, (_, i) => first + i).map((post) => {
    let ties = 0;
    for (let t = post * TIES + INSIDE; t < post * TIES + INSIDE + ACROSS && state.tieTarget[t] >= 0; t++)
      ties++;
    return { post, ties };
  });
  const shown = posts.filter(
    ({ post, ties }) => post === first || ties > 0 || ROLES[state.staffRole[post]] === 'senior',
  );
  shown.sort(
    (p, q) => Number(q.post === first) - Number(p.post === first) || q.ties - p.ties || p.post - q.post,
  );
  return {
    title: 'Its head, its senior leaders and those with ties to other schools',
    head: ['Member of staff', 'Ties to other schools', 'Commitment to partnership', 'Overload'],
    rows: shown.map(({ post, ties }) => ({
      subject: { kind: 'person', post },
      cells: [
        `${sayPost(state, names, post).replace(/ (of|at) .*/, '')}, post ${post - first + 1}`,
        String(ties),
        sayIn('staffCommitment', state.staffCommitment[post]),
        sayIn('staffOverload', state.staffOverload[post]),
      ],
    })),
    none: 'It has no staff.',
  };
}
