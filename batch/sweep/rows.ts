import { designOf } from '../../analysis/designs/index.ts';
import { factorNames, SCHOOL_COLUMNS, type TableName } from '../../analysis/sweep/tables.ts';
import { plainScenario } from '../../sim/index.ts';
import type { Entry } from './content.ts';
import type { PlannedRun, Sweep } from './folder.ts';
import { canonical, sha256 } from './key.ts';
import type { DonePart, Part } from './part.ts';

/** The rows of the tables, as analysis/sweep/tables.ts declares their columns. */

/** The rows of `factors`. */
export function* cellRows({ plan, cells, bases }: Sweep): Generator<Entry[]> {
  const places = placesOf(plan);
  for (const { cell, scenario, point, values } of cells) {
    yield [cell, bases[scenario].name, point, ...places(point), ...values];
  }
}

/** Where a point stands in its design, as the columns of designs whose points belong together have it. */
function placesOf(plan: Sweep['plan']): (point: number) => Entry[] {
  const { factors, design, seed } = plan;
  if (design.kind !== 'saltelli' && design.kind !== 'morris') return () => [];
  const points = designOf(factors, design, seed);
  const names = factorNames(plan);
  return (point) => {
    const { place } = points[point];
    if (place?.kind === 'saltelli') {
      const { matrix, row } = place;
      return typeof matrix === 'number' ? ['AB', row, names[matrix]] : [matrix, row, null];
    }
    if (place?.kind === 'morris') {
      const { trajectory, step, factor } = place;
      return [trajectory, step, factor === null ? null : names[factor]];
    }
    throw new Error(`point ${point} has no place in its design`);
  };
}

type Write = (table: TableName, row: readonly Entry[]) => void;

/** Hands over the rows of a run. */
export function partRows({ plan, bases }: Sweep, run: PlannedRun, part: Part, write: Write): void {
  const { cell, scenario, point } = run.cell;
  const of = [run.run, cell, bases[scenario].name, point, run.replicate, run.seed, run.key];
  if (part.status === 'failed') {
    write('runs', [...of, part.status, part.reason, null, null]);
    return;
  }
  write('runs', [...of, part.status, null, part.digest, part.weeks]);
  write('outcomes', [run.run, ...plan.outcomes.map((key) => given(part.outcomes[key]))]);
  part.sampleWeeks.forEach((week, i) => {
    write('series', [run.run, week, ...plan.series.map((key) => given(part.series[key][i]))]);
  });
  schoolRows(run.run, part, write);
  eventRows(run.run, part, write);
}

function schoolRows(run: number, { schools }: DonePart, write: Write): void {
  if (schools === null) return;
  const columns = SCHOOL_COLUMNS.map((name) => schools.columns[name]);
  schools.names.forEach((name, school) => {
    write('schools', [run, school, name, ...columns.map((values) => given(values[school]))]);
  });
}

function eventRows(run: number, { events }: DonePart, write: Write): void {
  events?.week.forEach((week, i) => {
    write('events', [run, i, week, events.kind[i], events.a[i], events.b[i], given(events.value[i])]);
  });
}

/** JSON has no NaN and no infinity: where a part says null, or nothing at all, there is no value. */
function given(value: number | null | undefined): number | null {
  return value ?? null;
}

export interface Tally {
  readonly runs: number;
  readonly done: number;
  readonly failed: number;
}

/** The rows of `provenance`: all that the results come from, and nothing that differs from one time, place or machine to another. */
export function provenanceRows(
  { manifest, id, plan, bases }: Sweep,
  { runs, done, failed }: Tally,
): Entry[][] {
  const rows: [string, string | number | boolean][] = [
    ['format', 'collegium results 1'],
    ['version', manifest.simulation.split(' ')[0]],
    ['simulation', manifest.simulation],
    ['sweep', id],
    ['title', plan.title],
    ['plan file', manifest.plan.file],
    ['plan sha256', sha256(manifest.plan.text)],
    ['plan', manifest.plan.text],
    ['seed', plan.seed],
    ['common random numbers', plan.commonRandomNumbers],
    ['runs', runs],
    ['runs done', done],
    ['runs failed', failed],
  ];
  bases.forEach(({ name, scenario, schoolsKey }) => {
    rows.push([`scenario ${name}`, sha256(canonical(plainScenario(scenario)))]);
    if (schoolsKey !== null) rows.push([`schools of ${name}`, schoolsKey]);
  });
  return rows.map(([key, value]) => [key, String(value)]);
}
