/** The only door to the simulation. */
export { VERSION } from './version.ts';
export { advance, digest, restore, snapshot, start, type Run, type Snapshot } from './simulate.ts';
export { InputError, estimate, type Estimate } from './population/size.ts';
export { metrics, type Metric, type MetricKey } from './metrics/index.ts';
export { groups, type GroupName, type ParameterValues } from './parameters.ts';
export {
  about, checkScenario, founding, nearest, parameterAt, plainScenario, shock, TERMS_A_YEAR, TOP_KEYS,
  WEEKS_A_TERM, WEEKS_A_YEAR, type Change, type Founding, type Problem, type Scenario, type SchoolRecord, type Shock,
} from './scenario.ts';
export {
  allowed, defaults, label, problem, type ChoiceParameter, type FlagParameter, type NumberParameter,
  type Parameter, type Parameters, type Value, type Values,
} from './schema.ts';
export {
  columns, COORDINATORS, COUNTER, EVENT, EVENTS, EXPERTISE, FOUNDING_MODES, LIFE, MEMBERSHIPS, NEIGHBOURS, PARTNERS,
  PHASES, ROLES, STAGE, STAGES, STRATA, SUBJECTS, TIES, VIEWS, type State,
} from './state.ts';
export { formIndex, formNames, forms, type Form } from './governance/forms.ts';
export { lacks, type Lack } from './mechanisms/stages.ts';
export { pupils, type Pupil } from './mechanisms/attainment.ts';
