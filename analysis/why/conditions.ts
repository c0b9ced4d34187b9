import { type ColumnName, type ParameterValues, type Run, STAGE, type State } from '../../sim/index.ts';

/** What the model asks of a relation for each stage, as numbers that can be read from a state. */

export interface Threshold {
  /** As `Lack` calls it. */
  readonly what: string;
  readonly unit: string;
  readonly column: ColumnName & `relation${string}`;
  readonly parameter: keyof ParameterValues['stages'];
}

const CONTACT = { what: 'contact', unit: 'contacts a week', column: 'relationContact' } as const;
const SHARING = { what: 'sharing', unit: 'share', column: 'relationSharing' } as const;
const TRUST = { what: 'trust', unit: 'trust', column: 'relationTrust' } as const;

/** By stage. Collegiality asks for time besides, in weeks of collaboration. */
const THRESHOLDS: readonly (readonly Threshold[])[] = [
  [],
  [{ ...CONTACT, parameter: 'associationContact' }],
  [
    { ...CONTACT, parameter: 'cooperationContact' },
    { ...SHARING, parameter: 'cooperationSharing' },
    { ...TRUST, parameter: 'cooperationTrust' },
  ],
  [
    { ...CONTACT, parameter: 'collaborationContact' },
    { ...SHARING, parameter: 'collaborationSharing' },
    { what: 'joint task', unit: 'share', column: 'relationTask', parameter: 'collaborationTask' },
    { ...TRUST, parameter: 'collaborationTrust' },
  ],
  [
    { ...CONTACT, parameter: 'cooperationContact' },
    { ...TRUST, parameter: 'collegialityTrust' },
    {
      what: 'mutual dependence',
      unit: 'share',
      column: 'relationDependence',
      parameter: 'collegialityDependence',
    },
    { what: 'shared values', unit: 'share', column: 'relationValues', parameter: 'collegialityValues' },
    {
      what: 'shared responsibility',
      unit: 'share',
      column: 'relationResponsibility',
      parameter: 'collegialityResponsibility',
    },
  ],
];

export interface Condition {
  readonly what: string;
  readonly unit: string;
  readonly has: number;
  readonly needs: number;
}

type Moment = Pick<Run, 'week' | 'state' | 'parameters'>;

/** What relation `r` has of each thing that `stage` asks for; to keep a stage, only a part of each is needed. */
export function conditionsOf({ state, parameters }: Moment, r: number, stage: number, part = 1): Condition[] {
  return THRESHOLDS[stage].map(({ what, unit, column, parameter }) => ({
    what,
    unit,
    has: state[column][r],
    needs: part * parameters.stages[parameter],
  }));
}

/** How long `r` has been a collaboration, against how long it must have been for collegiality; null at other stages. */
export function waitOf({ state, parameters, week }: Moment, r: number): Condition | null {
  if (state.relationStage[r] !== STAGE.collaboration) return null;
  const has = week - state.relationStageSince[r];
  return { what: 'time', unit: 'weeks in collaboration', has, needs: parameters.stages.collegialityWeeks };
}

/** The row of the relation of `a` and `b`, -1 where there is none. */
export function rowOf({ relationA, relationB }: State, a: number, b: number): number {
  const [low, high] = a < b ? [a, b] : [b, a];
  for (let r = 0; r < relationA.length; r++) if (relationA[r] === low && relationB[r] === high) return r;
  return -1;
}
