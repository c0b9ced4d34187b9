import { Draw } from './draw.ts';
import { pupils as examined, type Pupil } from './mechanisms/attainment.ts';
import { approach } from './mechanisms/decisions.ts';
import { offerAll, type Prospect, prospects } from './mechanisms/partner-choice.ts';
import { type MetricKey, metrics } from './metrics/index.ts';
import { copyParameters, type ParameterValues, setParameter } from './parameters.ts';
import type { Decision, SchoolRecord } from './plan.ts';
import { populate } from './populate.ts';
import { checkDecision, type Scenario, WEEKS_A_TERM, WEEKS_A_YEAR } from './scenario.ts';
import { InputError } from './size.ts';
import { copyState, digestState, EVENT, record, restoreState, type State, stateOver } from './state.ts';
import { type Model, prepare, step } from './week.ts';

/** A run under way. Read what you like; only `advance`, `decide` and `restore` write. */
export interface Run {
  /** With the decisions added to it so far. */
  readonly scenario: Scenario;
  readonly seed: string;
  /** Weeks done. */
  readonly week: number;
  /** Weeks in all. */
  readonly weeks: number;
  readonly state: State;
  /** The parameters as they now stand, dated changes included. */
  readonly parameters: Readonly<ParameterValues>;
  /** Names of the schools by index. */
  readonly names: readonly string[];
  /** Weeks at which the series were read: 0 and the end of every term. */
  readonly sampleWeeks: Int32Array;
  /** One value a sample and metric; samples yet to come hold 0. */
  readonly series: Readonly<Record<MetricKey, Float64Array>>;
}

export interface Snapshot {
  readonly week: number;
  readonly state: ArrayBuffer;
  readonly series: Readonly<Record<MetricKey, Float64Array>>;
}

type Mutable = { -readonly [K in keyof Run]: Run[K] } & { model: Model };

/**
 * Sets a run up at week 0. `schools` are the records of the scenario's files; without files they are generated
 * from its district. Throws InputError when the records and the scenario do not fit together or the run would
 * be too large.
 */
export function start(
  scenario: Scenario,
  options: { seed?: string; schools?: readonly SchoolRecord[] | undefined; allowLarge?: boolean } = {},
): Run {
  const seed = options.seed ?? scenario.seed;
  const draw = new Draw(seed);
  const parameters = copyParameters(scenario.parameters);
  const { state, names } = populate(
    scenario,
    parameters,
    draw,
    options.schools ?? null,
    options.allowLarge ?? false,
  );
  const weeks = scenario.years * WEEKS_A_YEAR;
  const samples = weeks / WEEKS_A_TERM + 1;
  const series = Object.fromEntries(metrics.map((metric) => [metric.key, new Float64Array(samples)]));
  const run: Mutable = {
    scenario,
    seed,
    week: 0,
    weeks,
    state,
    parameters,
    names,
    sampleWeeks: Int32Array.from({ length: samples }, (_, i) => i * WEEKS_A_TERM),
    series: series as Run['series'],
    model: prepare(state, parameters, draw, scenario),
  };
  // Generated staffs differ by seed: there a decision of a post that a school lacks is refused where it was taken.
  if (scenario.files !== null || seed === scenario.seed)
    for (const [i, decision] of scenario.decisions.entries()) refuseVacant(run, decision, `decisions.${i}`);
  applyChanges(run, 0);
  measure(run);
  return run;
}

/** Refuses a decision of a post that its school does not have when the run starts. */
function refuseVacant({ model, state }: Mutable, { school, post }: Decision, where: string): void {
  const posts = model.posts[state.schoolId.indexOf(school)];
  if (post >= posts)
    throw new InputError(
      `${where}.post: school ${school} has no post ${post}; allowed: a whole number from 0 to ${posts - 1}`,
    );
}

/**
 * Adds a decision to a run under way; it is dated the week that comes next unless it says otherwise, and not before it.
 * Throws InputError where a scenario could not hold it, or its school, partner or post are not in the run. The run is
 * then that of `played(run)`.
 */
export function decide(run: Run, given: Partial<Decision> & Pick<Decision, 'school'>): Decision {
  const mutable = run as Mutable;
  const { decision, problems } = checkDecision({ week: run.week, ...given }, run.scenario.years);
  if (decision === null) {
    const said = problems.map(
      ({ path, message, allowed }) => `${path.join('.')}: ${message}; allowed: ${allowed}`,
    );
    throw new InputError(`decision: ${said.join('; ')}`);
  }
  if (decision.week < run.week)
    throw new InputError(
      `decision.week: week ${decision.week} is done; allowed: a whole number from ${run.week} to ${run.weeks - 1}`,
    );
  for (const key of ['school', 'with'] as const)
    if (decision[key] !== 0 && !run.state.schoolId.includes(decision[key]))
      throw new InputError(
        `decision.${key}: no school has the reference number ${decision[key]}; allowed: the ${run.names.length} schools of this run`,
      );
  refuseVacant(mutable, decision, 'decision');
  const decisions = Object.freeze([...run.scenario.decisions, decision]);
  mutable.scenario = Object.freeze({ ...run.scenario, decisions });
  mutable.model.decide(mutable.scenario, run.week);
  return decision;
}

/** The scenario that, started on the same schools, is this run, with every decision taken so far: its log. */
export function played(run: Run): Scenario {
  return Object.freeze({ ...run.scenario, seed: run.seed });
}

/** How partnership looks to the head of a school as things stand, by the head's own judgement; schools by index. */
export interface Outlook {
  /** Schools that the head knows of and shares nothing with, the most valued first; above 0 it would agree. */
  readonly prospects: readonly Prospect[];
  /** The school it would go to at the end of this term, -1 for none. What has been decided this term is counted in. */
  readonly offer: number;
  /** Schools that would come to it then. */
  readonly offers: readonly number[];
}

/** What the head of `school`, by index, would make of partnership now; changes nothing. */
export function outlookOf(run: Run, school: number): Outlook {
  const { model, state } = run as Mutable;
  const { partnerChoice } = model.parameters;
  const regime = model.regime();
  const offer = new Int32Array(run.names.length);
  offerAll(state, partnerChoice, regime, offer);
  const endOfTerm = run.week - (run.week % WEEKS_A_TERM) + WEEKS_A_TERM - 1;
  if (model.decided !== null) approach(state, model.decided, endOfTerm, offer);
  return {
    prospects: prospects(state, partnerChoice, regime, school),
    offer: offer[school],
    offers: [...offer.keys()].filter((a) => offer[a] === school),
  };
}

/** Moves the run on by `weeks` weeks, or to its end if that comes first. */
export function advance(run: Run, weeks: number): void {
  const mutable = run as Mutable;
  const last = Math.min(run.weeks, run.week + weeks);
  while (mutable.week < last) {
    if (mutable.week > 0) applyChanges(mutable, mutable.week);
    step(mutable.model, mutable.week);
    mutable.week++;
    if (mutable.week % WEEKS_A_TERM === 0) measure(mutable);
  }
}

function applyChanges(run: Mutable, week: number): void {
  for (const change of run.scenario.timeline) {
    if (change.week !== week) continue;
    setParameter(run.model.parameters, change.group, change.name, change.value);
    record(run.state, week, EVENT.policyChanged, -1, -1, 0);
    run.model.changed = true;
  }
}

function measure(run: Mutable): void {
  const at = run.week / WEEKS_A_TERM;
  for (const metric of metrics) run.series[metric.key][at] = metric.measure(run.state, run.week);
}

/** All that is needed to come back to this week, on any machine. */
export function snapshot(run: Run): Snapshot {
  const series = Object.fromEntries(metrics.map(({ key }) => [key, run.series[key].slice()]));
  return { week: run.week, state: copyState(run.state), series: series as Snapshot['series'] };
}

/** Puts a run of the same scenario, seed and schools back to the week of the snapshot. */
export function restore(run: Run, saved: Snapshot): void {
  const mutable = run as Mutable;
  restoreState(run.state, saved.state);
  for (const { key } of metrics) run.series[key].set(saved.series[key]);
  mutable.week = saved.week;
  mutable.model.rewind(saved.week);
}

/** The state of this week, to be read when the run has gone on; contacts are of no week and not part of it. */
export function keepState(run: Run): State {
  return stateOver(run.state.counts, copyState(run.state));
}

/** The pupils of the run's last examination, one by one. */
export function pupils(run: Run): Generator<Pupil> {
  const { state, parameters, draw } = (run as Mutable).model;
  const last = Math.floor(run.week / WEEKS_A_YEAR) * WEEKS_A_YEAR - 1; // before the first year: that before week 0
  return examined(state, parameters.attainment, draw, last);
}

/** 32 hexadecimal digits that two runs share exactly when their states agree in every bit. */
export function digest(run: Run): string {
  return digestState(run.state);
}
