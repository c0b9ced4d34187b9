import { MEMBERSHIPS, NEIGHBOURS, outlookOf, PARTNERS, type Run } from '../../sim/index.ts';
import { lackingOf } from '../inspect/relation.ts';
import { school as inspectSchool, relationsOf } from '../inspect/school.ts';
import type { Chronicle } from '../why/chronicle.ts';
import type { View } from './protocol.ts';

/** What a run shows of a school to whoever has a post there. What people have decided this week, the room adds. */
export interface Sight extends Omit<View, 'offers' | 'inForce'> {
  readonly post: number;
  /** Reference numbers of the schools whose heads would come to this one by what the run knows. */
  readonly offers: readonly number[];
}

/** As many decimals as a phone can show; the rest is only length. */
const round = (value: number) => Math.round(value * 1e4) / 1e4;

/** Schools of a collaborative that are named. */
const MOST_NAMED = 60;

/** What those at school `a`, by index, see alike, whatever their posts; null where there is no such school. */
export function sightOf(run: Run, chronicle: Chronicle, a: number): Omit<Sight, 'post' | 'work'> | null {
  const { state, names, week } = run;
  const inspection = inspectSchool(run, chronicle, a);
  if (inspection === null) return null;
  const closed = state.schoolClosed[a] === 1;
  const outlook = closed ? null : outlookOf(run, a);
  const named = (other: number) => ({ school: state.schoolId[other], name: names[other] });
  return {
    week,
    ...named(a),
    about: inspection.about,
    closed,
    partners: closed ? [] : partnersOf(run, a),
    neighbours: closed ? [] : neighboursOf(run, a),
    offers: (outlook?.offers ?? []).map((other) => state.schoolId[other]),
    advice: (outlook?.prospects ?? [])
      .slice(0, NEIGHBOURS)
      .map(({ school, value }) => ({ ...named(school), value: round(value) })),
    collaboratives: closed ? [] : collaborativesOf(run, chronicle, a),
    published: state.schoolPublished[a] === 0 ? null : round(state.schoolPublished[a]),
    grade: state.schoolGrade[a],
    special: state.schoolSpecial[a] === 1,
    facts: inspection.facts.map(({ title, facts }) => ({
      title,
      facts: facts.map(({ name, value }) => ({ name, value })),
    })),
  };
}

/** How somebody with this post is at work; of a post that was given up, as of the last one there is. */
export function workOf({ state }: Run, a: number, post: number): View['work'] {
  const holder = state.schoolFirst[a] + Math.min(post, Math.max(0, state.schoolPosts[a] - 1));
  return {
    hoursLeft: round(state.staffHours[holder]),
    overload: round(state.staffOverload[holder]),
    commitment: round(state.staffCommitment[holder]),
  };
}

/**
 * A sight with what people have decided since: `decided` holds where heads go with an offer this term, by school, and stands
 * above what the run knows of them.
 */
export function viewOf(
  { post, offers, ...sight }: Sight,
  schools: readonly { school: number; name: string }[],
  decided: ReadonlyMap<number, number>,
  inForce: View['inForce'],
): View {
  const comes = ({ school }: { school: number }) =>
    school !== sight.school &&
    (decided.has(school) ? decided.get(school) === sight.school : offers.includes(school));
  return {
    ...sight,
    offers: schools.filter(comes).map(({ school, name }) => ({ school, name })),
    inForce,
  };
}

function partnersOf(run: Run, a: number): View['partners'] {
  const { state, names } = run;
  return relationsOf(state, a)
    .slice(0, PARTNERS)
    .map((r) => {
      const other = state.relationA[r] === a ? state.relationB[r] : state.relationA[r];
      return {
        school: state.schoolId[other],
        name: names[other],
        stage: state.relationStage[r],
        trust: round(state.relationTrust[r]),
        lacks: lackingOf(run, r),
        together: membershipsOf(run, a).some((c) => membershipsOf(run, other).includes(c)),
      };
    });
}

/** Rows of the collaboratives that a school belongs to. */
function membershipsOf({ state }: Run, a: number): number[] {
  return [...state.membershipOf.subarray(a * MEMBERSHIPS, (a + 1) * MEMBERSHIPS)].filter((c) => c >= 0);
}

function neighboursOf({ state, names }: Run, a: number): View['neighbours'] {
  const found: View['neighbours'][number][] = [];
  for (let n = a * NEIGHBOURS; n < (a + 1) * NEIGHBOURS; n++) {
    const other = state.neighbourSchool[n];
    if (other < 0 || state.schoolClosed[other] === 1) continue;
    found.push({
      school: state.schoolId[other],
      name: names[other],
      kilometres: round(state.neighbourDistance[n]),
    });
  }
  return found;
}

function collaborativesOf({ state, names }: Run, chronicle: Chronicle, a: number): View['collaboratives'] {
  const found: View['collaboratives'][number][] = [];
  for (let m = a * MEMBERSHIPS; m < (a + 1) * MEMBERSHIPS; m++) {
    const c = state.membershipOf[m];
    if (c < 0) continue;
    const one = chronicle.heldBy(c, state.collaborativeFounded[c]);
    const members: string[] = [];
    for (let n = 0; n < state.membershipOf.length && members.length < MOST_NAMED; n++)
      if (state.membershipOf[n] === c) members.push(names[Math.floor(n / MEMBERSHIPS)]);
    found.push({
      name: chronicle.nameOf(one?.number ?? 0),
      form: one?.form ?? 'collaborative',
      members,
      commitment: round(state.membershipCommitment[m]),
      benefit: round(state.membershipBenefit[m]),
      burden: round(state.membershipBurden[m]),
    });
  }
  return found;
}
