/** Pictures of a run for the map: copies in typed arrays, small enough to keep one a term. */
import { LIFE, lacks, MEMBERSHIPS, metrics, type Run, STRATA } from '../../sim/index.ts';
import { type Frame, LACKS, type Place } from './contract.ts';

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

/** The buffers of a message, to be handed over instead of copied. */
export function buffersOf(...parts: (object | null)[]): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  for (const part of parts) {
    if (part === null) continue;
    for (const value of ArrayBuffer.isView(part) ? [part] : Object.values(part)) {
      if (ArrayBuffer.isView(value)) buffers.add(value.buffer as ArrayBuffer);
    }
  }
  return [...buffers];
}
