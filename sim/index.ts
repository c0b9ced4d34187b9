/** The only door to the simulation. */

export { type AgencyKind, agencyKinds } from './governance/agencies.ts';
export { type Form, formIndex, formNames, forms } from './governance/forms.ts';
export {
  type Interdependence,
  interdependences,
  type Strategy,
  strategies,
} from './governance/strategies.ts';
export { exp, log } from './math/index.ts';
export type { Pupil } from './mechanisms/attainment.ts';
export type { Prospect } from './mechanisms/partner-choice.ts';
export { ACQUAINTANCE } from './mechanisms/relating.ts';
export { type Lack, lacks } from './mechanisms/stages.ts';
export { type Fading, fillFading, makeFading } from './mechanisms/trust.ts';
export { type Metric, type MetricKey, metrics } from './metrics/index.ts';
export { type GroupName, groups, type ParameterValues } from './parameters.ts';
export {
  type Decision,
  decision,
  type Founding,
  founding,
  type SchoolRecord,
  type Shock,
  shock,
} from './plan.ts';
export {
  about,
  type Change,
  checkScenario,
  nearest,
  type Problem,
  parameterAt,
  plainScenario,
  printable,
  type Scenario,
  TERMS_A_YEAR,
  TOP_KEYS,
  WEEKS_A_TERM,
  WEEKS_A_YEAR,
} from './scenario.ts';
export {
  allowed,
  type ChoiceParameter,
  defaults,
  type FlagParameter,
  label,
  type NumberParameter,
  type Parameter,
  type Parameters,
  problem,
  type Value,
  type Values,
} from './schema.ts';
export {
  advance,
  decide,
  digest,
  keepState,
  type Outlook,
  outlookOf,
  played,
  pupils,
  type Run,
  restore,
  type Snapshot,
  snapshot,
  start,
} from './simulate.ts';
export { type Estimate, estimate, InputError } from './size.ts';
export {
  ACROSS,
  BY_HEADS,
  COORDINATORS,
  COUNTER,
  type ColumnName,
  columns,
  DECISIONS,
  type Entity,
  EVENT,
  EVENTS,
  EXPERTISE,
  FOUNDING_MODES,
  INSIDE,
  LIFE,
  MEMBERSHIPS,
  NEIGHBOURS,
  ORGANISATIONS,
  PARTNERS,
  PHASES,
  ROLES,
  STAGE,
  STAGES,
  STRATA,
  type State,
  SUBJECTS,
  TIES,
  VIEWS,
} from './state.ts';
export { VERSION } from './version.ts';
