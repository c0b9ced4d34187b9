/** Pictures of a run for the map: copies in typed arrays, small enough to keep one a term. */
import { type Lack, LIFE, lacks, MEMBERSHIPS, metrics, type Run, STRATA } from '../sim/index.ts';

/** What a relation can lack for its next stage: the bits of `Frame.lacks`, lowest first. */
export const LACKS = [
  'contact',
  'sharing',
  'joint task',
  'trust',
  'mutual dependence',
  'shared values',
  'shared responsibility',
  'time',
] as const satisfies readonly Lack['what'][];

/** What stays the same through a run: the ground on which the frames are drawn. */
export interface Place {
  names: string[];
  ids: Int32Array;
  phases: Uint8Array;
  x: Float64Array;
  y: Float64Array;
}

/** The schools and their relations at the end of one term. */
export interface Frame {
  week: number;
  /** One entry a relation in use. */
  a: Uint16Array;
  b: Uint16Array;
  stage: Uint8Array;
  trust: Float32Array;
  /** What it lacks for the next stage: one bit an entry of `LACKS`. */
  lacks: Uint8Array;
  /** One entry a school. */
  pupils: Float32Array;
  published: Float32Array;
  standing: Float32Array;
  grade: Uint8Array;
  special: Uint8Array;
  /** 1 where it has closed. */
  closed: Uint8Array;
  /** Collaborative by school and membership, -1 for none. */
  memberships: Int16Array;
  /** Governance form by collaborative. */
  forms: Uint8Array;
}

/** The value of every metric at the last sample read. */
export function sampleOf(run: Run, sample: number): Float64Array {
  return Float64Array.from(metrics, ({ key }) => run.series[key][sample]);
}

export function placeOf({ state, names }: Run): Place {
  return {
    names: [...names],
    ids: state.schoolId.slice(),
    phases: state.schoolPhase.slice(),
    x: state.schoolX.slice(),
    y: state.schoolY.slice(),
  };
}

export function frameOf(run: Run): Frame {
  const { state, week } = run;
  const rows: number[] = [];
  for (let r = 0; r < state.relationA.length; r++) {
    if (state.relationA[r] >= 0 && state.relationStage[r] > 0) rows.push(r);
  }
  const schools = state.schoolX.length;
  const pupils = new Float32Array(schools);
  for (let i = 0; i < state.schoolPupils.length; i++)
    pupils[(i / STRATA.length) | 0] += state.schoolPupils[i];
  const alive = (c: number) => c >= 0 && state.collaborativeLife[c] !== LIFE.none;
  return {
    week,
    a: Uint16Array.from(rows, (r) => state.relationA[r]),
    b: Uint16Array.from(rows, (r) => state.relationB[r]),
    stage: Uint8Array.from(rows, (r) => state.relationStage[r]),
    trust: Float32Array.from(rows, (r) => state.relationTrust[r]),
    lacks: Uint8Array.from(rows, (r) => lackingOf(run, r)),
    pupils,
    published: Float32Array.from(state.schoolPublished),
    standing: Float32Array.from(state.schoolStanding),
    grade: state.schoolGrade.slice(),
    special: state.schoolSpecial.slice(),
    closed: state.schoolClosed.slice(),
    memberships: Int16Array.from({ length: schools * MEMBERSHIPS }, (_, i) =>
      alive(state.membershipOf[i]) ? state.membershipOf[i] : -1,
    ),
    forms: state.collaborativeForm.slice(),
  };
}

function lackingOf({ state, parameters, week }: Run, relation: number): number {
  let bits = 0;
  for (const { what } of lacks(state, parameters.stages, relation, week)) bits |= 1 << LACKS.indexOf(what);
  return bits;
}
