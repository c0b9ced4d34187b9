import { found, join, rebuildRoster } from './collaboratives.ts';
import { type Draw, STREAM } from './draw.ts';
import { clamp } from './math/index.ts';
import { collectivity, press } from './mechanisms/accountability.ts';
import { begin as settleNorms } from './mechanisms/anomie.ts';
import { enter, examine, potential, standings } from './mechanisms/attainment.ts';
import { compete } from './mechanisms/competition.ts';
import * as homeSchool from './mechanisms/home-school-partnership.ts';
import { begin as settleStandings } from './mechanisms/power.ts';
import { look } from './mechanisms/school-climate.ts';
import * as organisation from './mechanisms/school-organisation.ts';
import { firstTrust } from './mechanisms/trust.ts';
import { groups, type ParameterValues } from './parameters.ts';
import type { SchoolRecord } from './plan.ts';
import { settleAgencies } from './population/agencies.ts';
import { generate } from './population/district.ts';
import { layOut, sampleOf } from './population/families.ts';
import { settleNeighbours } from './population/neighbourhood.ts';
import { ensureRelation, findRelation, likeness } from './relations.ts';
import type { Scenario } from './scenario.ts';
import { withUsualLevers } from './schema.ts';
import { countsOf, InputError, postsOf, refuseAbsurd } from './size.ts';
import { appoint } from './staff.ts';
import {
  allocate,
  EXPERTISE,
  INSIDE,
  LIFE,
  NEIGHBOURS,
  PHASES,
  ROLE,
  STAGE,
  STRATA,
  type State,
  SUBJECTS,
  VIEWS,
} from './state.ts';
import { findTie, freeSlot, putTie } from './ties.ts';

/** Trust and history take no time to have passed at week 0: ties are as of the year before. */
const YEAR_BEFORE = -39;
/** Contacts a week of schools whose heads know each other. */
const OCCASIONAL = 0.05;

/** The state at week 0, and the names of its schools. Schools stand in order of reference number, however the file had them. */
export function populate(
  scenario: Scenario,
  parameters: ParameterValues,
  draw: Draw,
  given: readonly SchoolRecord[] | null,
  allowLarge: boolean,
): { state: State; names: readonly string[] } {
  if (scenario.files !== null && given === null) {
    throw new InputError(
      `the scenario takes its schools from ${scenario.files.register}, and no schools were given`,
    );
  }
  refuseAbsurd(scenario, given, allowLarge);
  const records =
    given === null ? generate(parameters.district, draw) : [...given].sort((p, q) => p.id - q.id);
  checkRecords(scenario, records);
  const s = allocate(countsOf(records, scenario.years, parameters.staffing, parameters.homeSchool));
  clearLinks(s);
  placeSchools(s, records, parameters);
  settleNeighbours(s);
  settleAgencies(s, draw);
  givePupils(s, records, parameters, draw);
  appointStaff(s, records, parameters, draw);
  meetColleagues(s, parameters, draw);
  look(s, new Float64Array(40).fill(1), 0);
  s.schoolDistribution.fill(0.4);
  s.schoolCapacity.fill(0.5);
  s.schoolOpenness.fill(0.45);
  examineBefore(s, parameters, draw);
  meetHeads(s, parameters, draw);
  takeOverBonds(s, records);
  rebuildRoster(s);
  settleStandings(s, parameters.power);
  compete(s, parameters.competition, parameters.market.choice);
  settleUnderUsualPressure(s, parameters);
  press(s, parameters.accountability);
  beginPractice(s, parameters, draw);
  explainEffects(s, parameters);
  settleFamilies(s, parameters, draw);
  return { state: s, names: records.map(({ name }) => name) };
}

/**
 * Families and schools as the usual levers have long left them: same-age, at rest. What a scenario sets otherwise takes
 * effect from week 0 on, as results on file were had under what was usual.
 */
function settleFamilies(s: State, parameters: ParameterValues, draw: Draw): void {
  const usual = withUsualLevers(groups.homeSchool.params, parameters.homeSchool);
  layOut(s, usual, draw);
  organisation.settle(s, usual);
  homeSchool.settle(s, usual);
}

/**
 * Norms, and what they explain of results on file, are those of the accountability that was usual; what a scenario sets
 * otherwise takes effect from week 0 on.
 */
function settleUnderUsualPressure(s: State, parameters: ParameterValues): void {
  const { pressure, unit } = groups.accountability.params;
  s.schoolPressure.fill(pressure.default);
  settleNorms(s, parameters.anomie, collectivity(unit.default));
}

function checkRecords(scenario: Scenario, records: readonly SchoolRecord[]): void {
  if (records.length < 2) throw new InputError(`${records.length} schools: there must be at least 2`);
  const ids = new Set(records.map(({ id }) => id));
  if (ids.size < records.length) throw new InputError('two schools with one reference number');
  const named = [
    ...scenario.foundings.flatMap((plan, i) =>
      plan.members.map((id) => ({ id, where: `foundings.${i}.members` })),
    ),
    ...scenario.shocks.flatMap((shock, i) =>
      shock.schools.map((id) => ({ id, where: `shocks.${i}.schools` })),
    ),
    ...scenario.decisions.flatMap((decision, i) => [
      { id: decision.school, where: `decisions.${i}.school` },
      ...(decision.with > 0 ? [{ id: decision.with, where: `decisions.${i}.with` }] : []),
    ]),
  ];
  for (const { id, where } of named) {
    if (!ids.has(id))
      throw new InputError(
        `${where}: no school has the reference number ${id}; allowed: the ${records.length} schools of this run`,
      );
  }
}

function clearLinks(s: State): void {
  s.tieTarget.fill(-1);
  s.partnerRelation.fill(-1);
  s.relationA.fill(-1);
  s.relationB.fill(-1);
  s.membershipOf.fill(-1);
  s.rosterMembership.fill(-1);
  s.collaborativeLead.fill(-1);
  s.schoolSpanner.fill(-1);
  s.collaborativeEnds.fill(-1);
  s.collaborativeGrantEnds.fill(-1);
}

function placeSchools(s: State, records: readonly SchoolRecord[], parameters: ParameterValues): void {
  const denominations: string[] = [''];
  let first = 0;
  let family = 0;
  records.forEach((record, a) => {
    if (!denominations.includes(record.denomination)) denominations.push(record.denomination);
    const posts = postsOf(record, parameters.staffing);
    s.schoolId[a] = record.id;
    s.schoolPhase[a] = PHASES.indexOf(record.phase);
    s.schoolLowAge[a] = record.lowAge;
    s.schoolHighAge[a] = record.highAge;
    s.schoolX[a] = record.x;
    s.schoolY[a] = record.y;
    s.schoolDenomination[a] = denominations.indexOf(record.denomination);
    s.schoolFirst[a] = first;
    s.schoolFamilies[a] = family;
    s.schoolPosts[a] = posts.total;
    s.schoolPupilsAStaff[a] = record.roll / posts.total;
    s.schoolPlaces[a] = Math.max(record.places, record.roll);
    s.schoolGrade[a] = record.grade;
    s.schoolSpecial[a] = record.grade === 4 ? 1 : 0;
    first += posts.room;
    family += sampleOf(record.roll, parameters.homeSchool);
  });
  s.schoolFamilies[records.length] = family;
  s.schoolFirst[records.length] = first;
}

/** Pupils by means, and results: those on file, or drawn from what the intake leads one to expect. */
function givePupils(
  s: State,
  records: readonly SchoolRecord[],
  parameters: ParameterValues,
  draw: Draw,
): void {
  const p = parameters.attainment;
  draw.open(STREAM.population, 0);
  const K = STRATA.length;
  records.forEach((record, a) => {
    const low = clamp(record.deprivation, 0, 0.98);
    const high = (1 - low) * clamp(0.55 - 0.7 * low, 0.1, 0.6);
    const shares = [low, 1 - low - high, high];
    let composition = 0;
    for (let k = 0; k < K; k++) {
      s.schoolPupils[a * K + k] = record.roll * shares[k];
      s.schoolResident[a * K + k] = record.roll * shares[k];
      composition += shares[k] * (k === 0 ? p.low : k === 2 ? p.high : 0);
    }
    const predicted = p.mean + composition;
    const mean = record.attainment ?? predicted + p.schoolSpread * draw.normal(a, 0);
    // Half of what the intake does not explain is put down to the school, half to who its pupils are.
    s.schoolIntake[a] = (mean - predicted) * 0.5;
    s.schoolPublished[a] = clamp(mean, 0, 200);
    s.schoolValueAdded[a] = mean - predicted;
    s.schoolInspected[a] = -39 * draw.integer(4, a, 1) - 39;
    for (let subject = 0; subject < SUBJECTS.length; subject++) {
      for (let k = 0; k < K; k++) {
        const at = (a * SUBJECTS.length + subject) * K + k;
        s.schoolEffect[at] = (mean - predicted) * 0.5;
        s.schoolExpected[at] = clamp(mean - composition + (k === 0 ? p.low : k === 2 ? p.high : 0), 0, 200);
        s.schoolAttainment[at] = s.schoolExpected[at];
      }
    }
  });
  standings(s);
}

function appointStaff(
  s: State,
  records: readonly SchoolRecord[],
  parameters: ParameterValues,
  draw: Draw,
): void {
  const p = parameters.staffing;
  const level = new Float64Array(EXPERTISE.length);
  records.forEach((record, a) => {
    const posts = postsOf(record, p);
    draw.open(STREAM.population, 1);
    for (let v = 0; v < VIEWS.length; v++) {
      s.schoolView[a * VIEWS.length + v] = clamp(
        0.5 +
          p.camps * ((a & 1) - 0.5) +
          (p.schoolViewSpread / Math.max(0.1, p.schoolLikeness)) * draw.normal(a, v),
        0,
        1,
      );
    }
    for (let e = 0; e < EXPERTISE.length; e++) {
      level[e] =
        p.expertise +
        p.experience +
        p.expertiseAStanding * clamp(s.schoolStanding[a], -3, 3) +
        p.schoolExpertiseSpread * draw.normal(a, 8 + e);
    }
    const senior = posts.teaching > 4 ? Math.max(1, Math.round(posts.teaching * 0.1)) : 0;
    const middle = Math.round(posts.teaching * 0.25);
    const departments = Math.max(1, Math.round(posts.teaching / 6));
    draw.open(STREAM.population, 2);
    for (let n = 0; n < posts.total; n++) {
      const role =
        n === 0
          ? ROLE.head
          : n <= senior
            ? ROLE.senior
            : n <= senior + middle
              ? ROLE.middle
              : n < posts.teaching
                ? ROLE.teacher
                : ROLE.support;
      const i = s.schoolFirst[a] + n;
      const arrived = -39 - Math.floor(draw.uniform(i, 48) * 10) * 39;
      appoint(s, p, draw, i, a, role, n % departments, arrived, level);
    }
  });
}

/** What is new and good, in use here and there. */
function beginPractice(s: State, parameters: ParameterValues, draw: Draw): void {
  const { on, start, startSpread } = parameters.spread;
  if (!on) return;
  draw.open(STREAM.practice, 0);
  for (let n = 0; n < s.schoolPractice.length; n++)
    s.schoolPractice[n] = clamp(start + startSpread * draw.normal(n, 0), 0, 1);
}

/** Ties inside schools: mostly within the department, always one to a leader. */
function meetColleagues(s: State, parameters: ParameterValues, draw: Draw): void {
  const wanted = parameters.staffing.firstColleagues;
  draw.open(STREAM.firstTies, 0);
  for (let a = 0; a < s.schoolPosts.length; a++) {
    const first = s.schoolFirst[a];
    const posts = s.schoolPosts[a];
    for (let i = first; i < first + posts; i++) {
      for (let k = 0; k < Math.min(wanted, posts - 1); k++) {
        let j = k === 0 ? first : first + draw.integer(posts, i, k);
        if (k > 0 && s.staffDepartment[j] !== s.staffDepartment[i])
          j = first + draw.integer(posts, i, 16 + k); // a second look nearer home
        if (j === i || findTie(s.tieTarget, i, j, 0) >= 0) continue;
        const t = freeSlot(s, i, 0);
        putTie(
          s,
          t,
          j,
          clamp(firstTrust(s, parameters.trust, i, -1) + 0.15 * draw.uniform(i, 32 + k), 0, 1),
          0,
        );
        s.tieStrength[t] = 0.15;
      }
    }
  }
}

/**
 * The examination before week 0, so that gaps and shares of variance are known from the start. The schools' own
 * figures stay those on file.
 */
function examineBefore(s: State, parameters: ParameterValues, draw: Draw): void {
  const kept = [s.schoolPublished.slice(), s.schoolValueAdded.slice(), s.schoolAttainment.slice()];
  enter(s);
  examine(s, parameters.attainment, draw, -1);
  s.schoolPublished.set(kept[0]);
  s.schoolValueAdded.set(kept[1]);
  s.schoolAttainment.set(kept[2]);
  standings(s);
}

/** Heads of near schools know each other, some of them. */
function meetHeads(s: State, parameters: ParameterValues, draw: Draw): void {
  draw.open(STREAM.firstTies, 1);
  for (let a = 0; a < s.schoolPosts.length; a++) {
    for (let n = 0; n < 6; n++) {
      const b = s.neighbourSchool[a * NEIGHBOURS + n];
      if (b < 0 || draw.uniform(a * NEIGHBOURS + n, 0) >= parameters.staffing.acquaintance) continue;
      if (findRelation(s, a, b) >= 0) continue; // they have met from the other side
      const r = ensureRelation(s, a, b, 0);
      if (r >= 0) acquaint(s, parameters, s.schoolFirst[a], s.schoolFirst[b], r);
    }
  }
}

/** Two heads who know each other: their schools are in occasional contact. */
function acquaint(s: State, parameters: ParameterValues, i: number, j: number, r: number): void {
  const there = firstTrust(s, parameters.trust, i, r);
  const back = firstTrust(s, parameters.trust, j, r);
  if (findTie(s.tieTarget, i, j, INSIDE) < 0) putTie(s, freeSlot(s, i, INSIDE), j, there, 0);
  if (findTie(s.tieTarget, j, i, INSIDE) < 0) putTie(s, freeSlot(s, j, INSIDE), i, back, 0);
  s.relationTies[r] = 2;
  s.relationTrust[r] = (there + back) / 2;
  s.relationContact[r] = OCCASIONAL;
  s.relationStage[r] = STAGE.association;
  s.relationStageSince[r] = YEAR_BEFORE;
}

/** What the model cannot explain of each school effect stays with the school. */
function explainEffects(s: State, parameters: ParameterValues): void {
  for (let a = 0; a < s.schoolPosts.length; a++) {
    let sum = 0;
    for (let subject = 0; subject < SUBJECTS.length; subject++) {
      sum += potential(s, parameters.attainment, a, subject);
    }
    s.schoolBaseline[a] = s.schoolEffect[a * SUBJECTS.length * STRATA.length] - sum / SUBJECTS.length;
    for (let subject = 0; subject < SUBJECTS.length; subject++) {
      // A subject starts where its own staff puts it, around the school's effect.
      const own = potential(s, parameters.attainment, a, subject) - sum / SUBJECTS.length;
      for (let k = 0; k < STRATA.length; k++)
        s.schoolEffect[(a * SUBJECTS.length + subject) * STRATA.length + k] += own;
    }
  }
}

/** Trusts and federations on file are collaboratives that have been at it for a year. */
function takeOverBonds(s: State, records: readonly SchoolRecord[]): void {
  const members = new Map<string, { form: string; schools: number[] }>();
  records.forEach((record, a) => {
    for (const bond of record.bonds) {
      const entry = members.get(bond.name) ?? { form: bond.form, schools: [] };
      entry.schools.push(a);
      members.set(bond.name, entry);
    }
  });
  for (const name of [...members.keys()].sort((p, q) => (p < q ? -1 : p > q ? 1 : 0))) {
    const { form, schools } = members.get(name) ?? { form: '', schools: [] };
    if (schools.length < 2) continue;
    const lead = schools.reduce(
      (best, a) => (s.schoolStanding[a] > s.schoolStanding[best] ? a : best),
      schools[0],
    );
    const c = found(
      s,
      {
        form,
        mode: 'voluntary',
        lead,
        weeks: 0,
        grantWeeks: 0,
        goals: 3,
        clarity: 0.7,
        ownAgenda: 0.7,
        coordinator: 'none',
        formality: -1,
      },
      0,
    );
    if (c < 0) continue;
    s.collaborativeLife[c] = LIFE.embedded;
    s.collaborativeFounded[c] = YEAR_BEFORE;
    s.collaborativeSince[c] = YEAR_BEFORE;
    s.collaborativeWins[c] = 0.6;
    for (const a of schools) join(s, a, c, 0.6, 0);
    // A ring and the lead: enough to begin with in a large trust, everybody in a small one.
    for (let k = 0; k < schools.length; k++) {
      bond(s, schools[k], schools[(k + 1) % schools.length]);
      bond(s, lead, schools[k]);
    }
  }
}

/** Two schools that have run together for a year. */
function bond(s: State, a: number, b: number): void {
  if (a === b) return;
  const r = ensureRelation(s, a, b, 0);
  if (r < 0 || s.relationStage[r] === STAGE.collaboration) return;
  for (let post = 0; post < 3; post++) {
    const i = s.schoolFirst[a] + Math.min(post, s.schoolPosts[a] - 1);
    const j = s.schoolFirst[b] + Math.min(post, s.schoolPosts[b] - 1);
    for (const [from, to] of [
      [i, j],
      [j, i],
    ]) {
      if (findTie(s.tieTarget, from, to, INSIDE) < 0) putTie(s, freeSlot(s, from, INSIDE), to, 0.5, 0);
    }
  }
  s.relationTies[r] = 6;
  s.relationTrust[r] = 0.5;
  s.relationContact[r] = 0.6;
  s.relationSharing[r] = 0.35;
  s.relationTask[r] = 0.4;
  s.relationDependence[r] = 0.4;
  s.relationResponsibility[r] = 0.4;
  s.relationValues[r] = likeness(s, a, b);
  s.relationStage[r] = STAGE.collaboration;
  s.relationStageSince[r] = YEAR_BEFORE;
  s.relationCollaborated[r] = 1;
}
