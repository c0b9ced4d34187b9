import {
  COUNTER,
  EVENT,
  type Founding,
  LIFE,
  MEMBERSHIPS,
  type Metric,
  metrics,
  type Scenario,
  STAGE,
  STRATA,
  type State,
  SUBJECTS,
  WEEKS_A_YEAR,
} from '../../sim/index.ts';
import { mean } from '../moments.ts';

import { corePeripheryFit, relationOf } from './network.ts';

const familyEngagement = metrics.find(({ key }) => key === 'familyEngagement') as Metric;

/** A run with its state at the ends of the years that are read. */
export interface History {
  readonly scenario: Scenario;
  /** The state at the end of `year`; 0 is the start. */
  state(year: number): State;
}

/** Something read of a run for the ledger: of some of its schools, or over several years, where no metric tells. */
export interface Measure {
  readonly key: string;
  readonly unit: string;
  readonly doc: string;
  /** Years whose state it needs beside the one read. */
  readonly also?: (scenario: Scenario, year: number) => readonly number[];
  /** NaN where the run holds nothing to read. */
  readonly read: (history: History, year: number) => number;
}

function measure<K extends string>(declared: Measure & { key: K }): Measure & { key: K } {
  return declared;
}

/** The end of the year in which a founding falls. */
const foundingYear = ({ week }: Founding) => Math.floor(week / WEEKS_A_YEAR) + 1;
const foundingYears = ({ foundings }: Scenario) => foundings.map(foundingYear);

/** The rows of the collaboratives that the scenario has founded, as of a state at or after their founding. */
function planned(s: State, { foundings }: Scenario): number[] {
  const weeks = new Set(foundings.map(({ week }) => week));
  const rows: number[] = [];
  for (let c = 0; c < s.collaborativeLife.length; c++)
    if (s.collaborativeLife[c] !== LIFE.none && weeks.has(s.collaborativeFounded[c])) rows.push(c);
  return rows;
}

function membersOf(s: State, c: number): number[] {
  const members: number[] = [];
  for (let m = 0; m < s.membershipOf.length; m++)
    if (s.membershipOf[m] === c) members.push(Math.floor(m / MEMBERSHIPS));
  return members;
}

/** Schools of planned collaboratives at the end of the founding year, and those in no collaborative then. */
function groupsOf(h: History): { federated: number[]; comparators: number[] } {
  const s = h.state(Math.max(...foundingYears(h.scenario)));
  const federated = new Set(planned(s, h.scenario).flatMap((c) => membersOf(s, c)));
  const comparators: number[] = [];
  for (let a = 0; a < s.schoolPosts.length; a++)
    if (s.schoolCollaboratives[a] === 0 && !federated.has(a)) comparators.push(a);
  return { federated: [...federated].sort((p, q) => p - q), comparators };
}

/** Mean of `of` over the federated schools less that over the comparators. */
function advantage(h: History, year: number, of: (s: State, a: number) => number): number {
  const { federated, comparators } = groupsOf(h);
  const s = h.state(year);
  return mean(federated.map((a) => of(s, a))) - mean(comparators.map((a) => of(s, a)));
}

/** Mean result of a stratum in English and maths. */
function resultOf(s: State, a: number, stratum: number): number {
  const at = (subject: number) => (a * SUBJECTS.length + subject) * STRATA.length + stratum;
  return (s.schoolAttainment[at(0)] + s.schoolAttainment[at(1)]) / 2;
}

/** Members that stood half a standard deviation or more below the mean at the start. */
function weakMembers(h: History): number[] {
  const { federated } = groupsOf(h);
  return federated.filter((a) => h.state(0).schoolStanding[a] < -0.5);
}

const alive = (s: State, c: number, founded: number) =>
  s.collaborativeLife[c] !== LIFE.none && s.collaborativeFounded[c] === founded;

/** Of the relations at `stage` a year before, the share still at cooperation or beyond; NaN for none. */
function stillActive(h: History, year: number, stage: number): number {
  const before = h.state(year - 1);
  const now = h.state(year);
  let had = 0;
  let kept = 0;
  for (let r = 0; r < before.relationA.length; r++) {
    if (before.relationA[r] < 0 || before.relationStage[r] !== stage) continue;
    had++;
    const same = relationOf(now, before.relationA[r], before.relationB[r]);
    if (same >= 0 && now.relationStage[same] >= STAGE.cooperation) kept++;
  }
  return had === 0 ? Number.NaN : kept / had;
}

/** Each planned collaborative's members parted into thirds by contact with one another: the busiest and the quietest. */
function coreAndPeriphery(s: State, c: number): { core: number[]; periphery: number[] } {
  const members = membersOf(s, c);
  const contact = new Map(
    members.map((a) => [
      a,
      members.reduce((sum, b) => {
        const r = a === b ? -1 : relationOf(s, a, b);
        return r < 0 ? sum : sum + s.relationContact[r];
      }, 0),
    ]),
  );
  const order = [...members].sort((a, b) => (contact.get(b) ?? 0) - (contact.get(a) ?? 0) || a - b);
  const third = Math.max(1, Math.floor(order.length / 3));
  return { core: order.slice(0, third), periphery: order.slice(-third) };
}

export const measures = [
  measure({
    key: 'federatedAdvantage',
    unit: 'points',
    doc: 'Value added of schools in collaboratives the scenario founded, less that of schools in none.',
    also: foundingYears,
    read: (h, year) => advantage(h, year, (s, a) => s.schoolValueAdded[a]),
  }),
  measure({
    key: 'federatedAdvantageByMeans',
    unit: 'points',
    doc: 'The difference between federated schools and others for pupils of low means, less that for pupils of high means.',
    also: foundingYears,
    read: (h, year) =>
      advantage(h, year, (s, a) => resultOf(s, a, 0)) - advantage(h, year, (s, a) => resultOf(s, a, 2)),
  }),
  measure({
    key: 'federatedGrade',
    unit: 'grade, 1 best',
    doc: 'Inspection grade of schools in collaboratives the scenario founded, less that of schools in none.',
    also: foundingYears,
    read: (h, year) => advantage(h, year, (s, a) => s.schoolGrade[a]),
  }),
  measure({
    key: 'weakMembersResult',
    unit: 'points',
    doc: 'Value added of those members of founded collaboratives that stood half a standard deviation or more below the mean at the start.',
    also: (scenario) => [0, ...foundingYears(scenario)],
    read: (h, year) => mean(weakMembers(h).map((a) => h.state(year).schoolValueAdded[a])),
  }),
  measure({
    key: 'twoYearSurvival',
    unit: 'share',
    doc: 'Of the collaboratives alive two years before, the share still alive.',
    also: (_, year) => [year - 2],
    read: (h, year) => {
      const before = h.state(year - 2);
      let had = 0;
      let kept = 0;
      for (let c = 0; c < before.collaborativeLife.length; c++) {
        if (before.collaborativeLife[c] === LIFE.none) continue;
        had++;
        if (alive(h.state(year), c, before.collaborativeFounded[c])) kept++;
      }
      return had === 0 ? Number.NaN : kept / had;
    },
  }),
  measure({
    key: 'foundedSurvival',
    unit: 'share',
    doc: 'Share of the collaboratives the scenario founded that are alive.',
    read: (h, year) => {
      const founded = h.scenario.foundings.reduce((sum, { times }) => sum + times, 0);
      return planned(h.state(year), h.scenario).length / founded;
    },
  }),
  measure({
    key: 'foundedDropOut',
    unit: 'share',
    doc: 'Of the members that founded collaboratives still alive had at the end of their founding year, the share that has left.',
    also: foundingYears,
    read: (h, year) => {
      const before = h.state(Math.max(...foundingYears(h.scenario)));
      const now = h.state(year);
      let had = 0;
      let left = 0;
      for (const c of planned(before, h.scenario)) {
        const members = membersOf(before, c);
        if (!alive(now, c, before.collaborativeFounded[c])) continue;
        const still = membersOf(now, c);
        had += members.length;
        left += members.filter((a) => !still.includes(a)).length;
      }
      return had === 0 ? Number.NaN : left / had;
    },
  }),
  measure({
    key: 'foundedCommitment',
    unit: 'share',
    doc: 'Mean commitment of member schools to the collaboratives the scenario founded.',
    read: (h, year) => {
      const s = h.state(year);
      const rows = planned(s, h.scenario);
      const of = [...s.membershipOf.keys()].filter((m) => rows.includes(s.membershipOf[m]));
      return mean(of.map((m) => s.membershipCommitment[m]));
    },
  }),
  measure({
    key: 'foundedTrust',
    unit: 'trust',
    doc: 'Mean trust between members of the same founded collaborative; pairs without contact count as none.',
    read: (h, year) => {
      const s = h.state(year);
      const trust: number[] = [];
      for (const c of planned(s, h.scenario)) {
        const members = membersOf(s, c);
        members.forEach((a, i) => {
          for (const b of members.slice(i + 1)) {
            const r = relationOf(s, a, b);
            trust.push(r < 0 ? 0 : s.relationTrust[r]);
          }
        });
      }
      return mean(trust);
    },
  }),
  measure({
    key: 'foundedGoalProgress',
    unit: 'share',
    doc: 'Mean progress of founded collaboratives on their goals.',
    read: (h, year) => {
      const s = h.state(year);
      return mean(planned(s, h.scenario).map((c) => s.collaborativeAttainment[c]));
    },
  }),
  measure({
    key: 'foundedCoreFit',
    unit: 'correlation',
    doc: 'Mean over founded collaboratives of the fit of contact among their members with a core and a periphery.',
    read: (h, year) => {
      const s = h.state(year);
      return mean(planned(s, h.scenario).map((c) => corePeripheryFit(s, membersOf(s, c))));
    },
  }),
  measure({
    key: 'peripheralBenefit',
    unit: 'hours worth a week',
    doc: 'Benefit that the third of members with least contact inside a founded collaborative see in it, less that of the third with most.',
    read: (h, year) => {
      const s = h.state(year);
      const differences = planned(s, h.scenario).map((c) => {
        const { core, periphery } = coreAndPeriphery(s, c);
        const benefit = (a: number) => {
          for (let m = a * MEMBERSHIPS; m < (a + 1) * MEMBERSHIPS; m++)
            if (s.membershipOf[m] === c) return s.membershipBenefit[m];
          return 0;
        };
        return mean(periphery.map(benefit)) - mean(core.map(benefit));
      });
      return mean(differences);
    },
  }),
  measure({
    key: 'pairsCollaborating',
    unit: 'pairs a school',
    doc: 'Pairs of schools at collaboration or beyond, for each school.',
    read: (h, year) => {
      const s = h.state(year);
      let pairs = 0;
      for (let r = 0; r < s.relationA.length; r++)
        if (s.relationA[r] >= 0 && s.relationStage[r] >= STAGE.collaboration) pairs++;
      return pairs / s.schoolPosts.length;
    },
  }),
  measure({
    key: 'collegialityPreceded',
    unit: 'share',
    doc: 'Of the pairs that reached collegiality, the share that had reached collaboration before.',
    read: (h, year) => {
      const s = h.state(year);
      const collaborated = new Set<string>();
      const reached = new Set<string>();
      let preceded = 0;
      for (let e = 0; e < s.counter[COUNTER.events]; e++) {
        if (s.eventKind[e] !== EVENT.stageRose) continue;
        const pair = `${s.eventA[e]} ${s.eventB[e]}`;
        if (s.eventValue[e] === STAGE.collaboration) collaborated.add(pair);
        if (s.eventValue[e] !== STAGE.collegiality || reached.has(pair)) continue;
        reached.add(pair);
        if (collaborated.has(pair)) preceded++;
      }
      return reached.size === 0 ? Number.NaN : preceded / reached.size;
    },
  }),
  measure({
    key: 'collegialLessCollaborativeSurvival',
    unit: 'share',
    doc: 'Of the pairs that were colleagues a year before, the share still at cooperation or beyond, less the same share of those that collaborated.',
    also: (_, year) => [year - 1],
    read: (h, year) => stillActive(h, year, STAGE.collegiality) - stillActive(h, year, STAGE.collaboration),
  }),
  measure({
    key: 'commitmentGap',
    unit: 'share',
    doc: 'Mean commitment of heads less that of teachers and middle leaders, in schools that belong to a collaborative.',
    read: (h, year) => {
      const s = h.state(year);
      const heads: number[] = [];
      const others: number[] = [];
      for (let a = 0; a < s.schoolPosts.length; a++) {
        if (s.schoolCollaboratives[a] === 0) continue;
        const first = s.schoolFirst[a];
        for (let i = first; i < first + s.schoolPosts[a]; i++) {
          if (s.staffRole[i] === 0) heads.push(s.staffCommitment[i]);
          else if (s.staffRole[i] === 2 || s.staffRole[i] === 3) others.push(s.staffCommitment[i]);
        }
      }
      return mean(heads) - mean(others);
    },
  }),
  measure({
    key: 'successOfCollaboration',
    unit: 'share',
    doc: 'Share of the contacts between schools over the last year that succeeded.',
    also: (_, year) => [year - 1],
    read: (h, year) => {
      const count = (key: 'successesAcross' | 'contactsAcross') =>
        h.state(year).counter[COUNTER[key]] - h.state(year - 1).counter[COUNTER[key]];
      return count('successesAcross') / count('contactsAcross');
    },
  }),
  measure({
    key: 'learningFromOthers',
    unit: 'expertise a teacher and year',
    doc: 'Expertise gained from other schools, moving average, mean of schools.',
    read: (h, year) => mean(h.state(year).schoolProfited),
  }),
  measure({
    key: 'yearOfMostEngagement',
    unit: 'year',
    doc: 'First year at whose end the engagement of families had made 80 % of the gain it has made by now.',
    also: (_, year) => Array.from({ length: year + 1 }, (_, y) => y),
    read: (h, year) => {
      const at = (y: number) => familyEngagement.measure(h.state(y), y * WEEKS_A_YEAR);
      const start = at(0);
      const gain = at(year) - start;
      for (let y = 1; y <= year; y++) if (at(y) - start >= 0.8 * gain && gain > 0) return y;
      return Number.NaN;
    },
  }),
  measure({
    key: 'betweenSchoolVariance',
    unit: 'points squared',
    doc: 'Variance of published results between schools.',
    read: (h, year) => {
      const published = h.state(year).schoolPublished;
      const centre = mean(published);
      return mean(Array.from(published, (value) => (value - centre) * (value - centre)));
    },
  }),
] as const;

export type MeasureKey = (typeof measures)[number]['key'];
