/** Districts to try mechanisms on: the real state, populated from a scenario or laid out by hand. */
import { Draw } from '../../sim/draw.ts';
import { copyParameters } from '../../sim/parameters.ts';
import type { SchoolRecord } from '../../sim/plan.ts';
import { populate } from '../../sim/populate.ts';
import { ensureRelation } from '../../sim/relations.ts';
import { checkScenario, type Scenario } from '../../sim/scenario.ts';
import { allocate, ROLE, type State, TIES, WELLBEING_AT_REST } from '../../sim/state.ts';
import { type Model, prepare, step } from '../../sim/week.ts';

export function scenarioOf(settings: Record<string, unknown>): Scenario {
  const { scenario, problems } = checkScenario({ title: 'Test', ...settings });
  if (scenario === null) throw new Error(JSON.stringify(problems));
  return scenario;
}

/** A populated model before its first week. */
export function modelOf(
  settings: Record<string, unknown>,
  seed = 'a seed',
  records: readonly SchoolRecord[] | null = null,
): Model {
  const scenario = scenarioOf(settings);
  const draw = new Draw(seed);
  const parameters = copyParameters(scenario.parameters);
  const { state } = populate(scenario, parameters, draw, records, false);
  return prepare(state, parameters, draw, scenario);
}

/** Takes the model through weeks `from` up to, not including, `to`. */
export function weeks(m: Model, from: number, to: number): void {
  for (let w = from; w < to; w++) step(m, w);
}

/** A school on file: primary, ages 4 to 11, 210 pupils, unless said otherwise. */
export function schoolRecord(given: Partial<SchoolRecord> & { id: number }): SchoolRecord {
  return {
    name: `School ${given.id}`,
    phase: 'primary',
    lowAge: 4,
    highAge: 11,
    x: given.id,
    y: 0,
    roll: 210,
    places: 240,
    deprivation: 0.2,
    denomination: '',
    grade: 2,
    attainment: null,
    bonds: [],
    ...given,
  };
}

/**
 * A state laid out by hand: `schools` primary schools with `posts` posts each (a head, a senior, a middle leader,
 * then teachers), middling in everything, without ties, relations, neighbours or collaboratives.
 */
export function blank(
  schools = 2,
  posts = 6,
  sizes: { contacts?: number; relations?: number; innovations?: number; families?: number } = {},
): State {
  const s = allocate({
    staff: schools * posts,
    schools,
    families: sizes.families ?? 0,
    relations: sizes.relations ?? schools * 8 + 16,
    collaboratives: 8,
    innovations: sizes.innovations ?? 64,
    events: 256,
    contacts: sizes.contacts ?? 64,
  });
  for (const column of [
    s.tieTarget,
    s.neighbourSchool,
    s.partnerRelation,
    s.relationA,
    s.relationB,
    s.membershipOf,
    s.rosterMembership,
    s.collaborativeLead,
    s.schoolSpanner,
    s.collaborativeEnds,
    s.collaborativeGrantEnds,
    s.liaisonSince,
    s.contactRelation,
    s.contactMembership,
    s.contactTie,
    s.contactBack,
  ])
    column.fill(-1);
  for (let a = 0; a < schools; a++) {
    s.schoolId[a] = a + 1;
    s.schoolFirst[a] = a * posts;
    s.schoolPosts[a] = posts;
    for (let n = 0; n < posts; n++) {
      s.staffSchool[a * posts + n] = a;
      s.staffRole[a * posts + n] = Math.min(n, ROLE.teacher);
    }
  }
  s.schoolFirst[schools] = schools * posts;
  s.schoolLowAge.fill(4);
  s.schoolHighAge.fill(11);
  s.schoolPupilsAStaff.fill(20);
  s.schoolPupils.fill((20 * posts) / 3);
  s.schoolPlaces.fill(20 * posts);
  s.schoolGrade.fill(2);
  s.schoolDistribution.fill(0.4);
  s.schoolCapacity.fill(0.5);
  s.schoolOpenness.fill(0.5);
  s.schoolClimate.fill(0.6);
  s.schoolScale.fill(2);
  s.schoolTargetedWellbeing.fill(WELLBEING_AT_REST);
  for (const middling of [s.staffView, s.staffExplicit, s.staffTacit, s.staffPropensity]) middling.fill(0.5);
  for (const motive of [s.staffAltruism, s.staffSelfInterest, s.staffFear]) motive.fill(1 / 3);
  s.schoolView.fill(0.5);
  s.schoolExpertise.fill(0.5);
  return s;
}

/** A contact in row `c`, successful and candid, of people who understand each other, unless said otherwise. */
export function contact(
  s: State,
  c: number,
  from: number,
  to: number,
  given: {
    kind?: number;
    relation?: number;
    membership?: number;
    trust?: number;
    understanding?: number;
    novelty?: number;
    facilitation?: number;
    guard?: number;
    formality?: number;
    candour?: number;
    success?: number;
  } = {},
): void {
  s.contactFrom[c] = from;
  s.contactTo[c] = to;
  s.contactTie[c] = -1;
  s.contactBack[c] = -1;
  s.contactKind[c] = given.kind ?? 0;
  s.contactRelation[c] = given.relation ?? -1;
  s.contactMembership[c] = given.membership ?? -1;
  s.contactTrust[c] = given.trust ?? 0.5;
  s.contactUnderstanding[c] = given.understanding ?? 1;
  s.contactNovelty[c] = given.novelty ?? 1;
  s.contactFacilitation[c] = given.facilitation ?? 0;
  s.contactGuard[c] = given.guard ?? 0;
  s.contactFormality[c] = given.formality ?? 0;
  s.contactCandour[c] = given.candour ?? 1;
  s.contactSuccess[c] = given.success ?? 1;
}

/** Relates two schools at `stage`; returns the relation. */
export function relate(s: State, a: number, b: number, stage = 0): number {
  const r = ensureRelation(s, a, b, 0);
  s.relationStage[r] = stage;
  return r;
}

/** The targets of the ties in the half row of `i` at `offset`. */
export function targets(s: State, i: number, offset: number): number[] {
  return [...s.tieTarget.subarray(i * TIES + offset, i * TIES + offset + TIES / 2)];
}

export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}

/** Pupils on roll at school `a`. */
export function roll(s: State, a: number): number {
  return s.schoolPupils[a * 3] + s.schoolPupils[a * 3 + 1] + s.schoolPupils[a * 3 + 2];
}
