import type { SchoolRecord } from '../sim/index.ts';
import { type BondReport, bondsOf } from './bonds.ts';
import { Cells, type Counts, count } from './cells.ts';
import { type Row, readTable } from './csv.ts';
import type { Draft } from './draft.ts';
import { fillIn } from './impute.ts';
import { kilometres, middle } from './plane.ts';
import { firstProblems, type PlacedProblem } from './problem.ts';
import {
  COLUMN,
  droppedKind,
  GRADES,
  NO_DENOMINATION,
  PHASES,
  type Phase,
  STATUSES,
} from './register-codes.ts';
import { type Results, readResults } from './results.ts';

/** What was done to the figures of a file on their way into the model: plain counts by field and reason. */
export interface ImputationReport {
  files: { register: string; results: string | null };
  /** Rows of the register, the heading not counted. */
  rows: number;
  schools: number;
  phases: Counts;
  imputed: Record<string, Counts>;
  dropped: Counts;
  /** Rows that are one school with another row. */
  merged: Counts;
  bonds: BondReport;
  /** Figures that the publisher withheld or does not have, by column and code. */
  suppressed: Record<string, Counts>;
  results: { rows: number; used: number; 'no such school': number; totals: number } | null;
  /** Columns that the register lacks and that would have been read. */
  'missing columns': string[];
}

export type RegisterReading =
  | { schools: SchoolRecord[]; report: ImputationReport; problems: readonly [] }
  | { schools: null; report: null; problems: readonly PlacedProblem[] };

const ALWAYS = [COLUMN.id, COLUMN.name, COLUMN.phase];
const ON_GRID = [COLUMN.easting, COLUMN.northing];
const ON_GLOBE = [COLUMN.latitude, COLUMN.longitude];
const FULL = [
  COLUMN.status,
  COLUMN.lowAge,
  COLUMN.highAge,
  COLUMN.denomination,
  COLUMN.places,
  COLUMN.roll,
  COLUMN.lowMeans,
  COLUMN.trust,
  COLUMN.federation,
  COLUMN.grade,
];

const PROGRESS_8 = { min: -10, max: 10 };

/** A table by latitude and longitude is a digest of the register: what it has no column for is imputed. */
function columns(header: readonly string[]) {
  const globe =
    ON_GLOBE.every((name) => header.includes(name)) && !ON_GRID.every((name) => header.includes(name));
  return {
    needed: globe ? [...ALWAYS, ...ON_GLOBE] : [...ALWAYS, ...ON_GRID, ...FULL],
    wanted: Object.values(COLUMN),
  };
}

/** The schools of a register, joined with their results where there are any, and an account of what was filled in. */
export function readRegister(
  text: string,
  fileName: string,
  results?: { text: string; fileName: string },
): RegisterReading {
  const refused = (problems: readonly PlacedProblem[]) => ({
    schools: null,
    report: null,
    problems: firstProblems(problems),
  });
  const { table, problems } = readTable(text, fileName, columns);
  const scores = results ? readResults(results.text, results.fileName) : null;
  if (table === null) return refused(problems);
  const cells = new Cells(fileName, table.header);
  const reader = new RowReader(cells, !table.header.includes(COLUMN.lowAge));
  for (const row of table.rows) reader.read(row);
  if (cells.problems.length > 0) return refused(cells.problems);
  if (scores?.results === null) return refused(scores.problems);

  // In order of reference number, so that the order of rows is never part of the input.
  const drafts = [...reader.drafts.values()].sort((a, b) => a.id - b.id);
  if (drafts.length === 0) {
    const found =
      table.rows.length === 0
        ? 'no rows'
        : `${table.rows.length} rows, all left out: ${reasons(reader.dropped)}`;
    return refused([
      {
        file: fileName,
        line: 1,
        column: 1,
        path: '',
        message: 'no schools in the register',
        found,
        allowed: 'at least one open primary, secondary or all-through school',
      },
    ]);
  }
  project(drafts);
  const imputed: Record<string, Counts> = {};
  const { bonds, report } = bondsOf(drafts);
  const schools = fillIn(drafts, bonds, scores?.results ?? null, imputed);
  const phases: Record<string, Counts> = {};
  for (const { phase } of drafts) count(phases, 'phases', phase);
  return {
    schools,
    problems: [],
    report: {
      files: { register: fileName, results: results?.fileName ?? null },
      rows: table.rows.length,
      schools: schools.length,
      phases: phases.phases,
      imputed,
      dropped: reader.dropped.rows ?? {},
      merged: reader.merged.rows ?? {},
      bonds: report,
      suppressed: { ...reader.suppressed, ...scores?.results?.suppressed },
      results: scores?.results ? joined(scores.results, reader.drafts) : null,
      'missing columns': [...FULL, COLUMN.district].filter((name) => !table.header.includes(name)),
    },
  };
}

function reasons(dropped: Record<string, Counts>): string {
  return Object.entries(dropped.rows ?? {})
    .map(([reason, n]) => `${n} ${reason}`)
    .join(', ');
}

function joined(results: Results, drafts: ReadonlyMap<number, Draft>) {
  const used = [...results.attainment].filter(([id, figure]) => drafts.has(id) && 'score' in figure).length;
  const unknown = [...results.attainment.keys()].filter((id) => !drafts.has(id)).length;
  return { rows: results.rows, used, 'no such school': unknown, totals: results.totals };
}

function project(drafts: readonly Draft[]): void {
  const centre = middle(drafts.flatMap(({ place }) => (place ? [place] : [])));
  for (const draft of drafts) if (draft.place) draft.position = kilometres(draft.place, centre);
}

/** Checks and keeps, merges or drops one row after the other. */
class RowReader {
  readonly drafts = new Map<number, Draft>();
  readonly dropped: Record<string, Counts> = {};
  readonly merged: Record<string, Counts> = {};
  readonly suppressed: Record<string, Counts> = {};
  private readonly seen = new Set<number>();
  private readonly cells: Cells;
  private readonly twoRows: boolean;

  /** `twoRows`: the table has no ages and lists an all-through school once as primary and once as secondary. */
  constructor(cells: Cells, twoRows: boolean) {
    this.cells = cells;
    this.twoRows = twoRows;
  }

  read(row: Row): void {
    const { cells } = this;
    const id = cells.number(row, COLUMN.id, { min: 1, max: 0x7fffffff, integer: true });
    if (id === null) {
      if (row.cells.get(COLUMN.id) === '')
        cells.fail(row, COLUMN.id, 'missing', 'the reference number of the school');
      return;
    }
    const phase = cells.code(row, COLUMN.phase, PHASES) ?? { dropped: 'phase not given' };
    if (this.seen.has(id)) {
      if (this.twoRows && 'phase' in phase && this.merge(row, id, phase.phase)) return;
      cells.fail(row, COLUMN.id, 'the same school twice', 'each reference number once');
      return;
    }
    this.seen.add(id);
    const status = cells.code(row, COLUMN.status, STATUSES) ?? false;
    const kind = droppedKind(row.cells.get(COLUMN.group) ?? '', row.cells.get(COLUMN.kind) ?? '');
    const why = status || kind || ('dropped' in phase ? phase.dropped : null);
    if (why !== null) this.drop(why);
    else if ('phase' in phase) this.keep(row, id, phase.phase);
  }

  private drop(reason: string): void {
    count(this.dropped, 'rows', reason);
  }

  private merge(row: Row, id: number, phase: Phase): boolean {
    const earlier = this.drafts.get(id);
    if (earlier === undefined) {
      // Its first row was left out; so is this one, for the same reason if there is one.
      const kind = droppedKind(row.cells.get(COLUMN.group) ?? '', row.cells.get(COLUMN.kind) ?? '');
      this.drop(kind ?? 'second row of a school left out');
      return true;
    }
    const together = [earlier.phase, phase].sort().join(' ');
    if (together !== 'primary secondary' || earlier.name !== this.cells.text(row, COLUMN.name)) return false;
    earlier.phase = 'all-through';
    // Read first, so that wrong cells are found and withheld ones counted even where the first row has the figure.
    const progress = this.progress(row);
    const attainment8 = this.attainment8(row);
    this.figure(row, COLUMN.progress8, PROGRESS_8);
    earlier.progress ??= progress;
    earlier.attainment8 ??= attainment8;
    count(this.merged, 'rows', 'all-through school listed under both phases');
    return true;
  }

  private keep(row: Row, id: number, phase: Phase): void {
    const { cells } = this;
    const name = cells.text(row, COLUMN.name);
    if (name === '') cells.fail(row, COLUMN.name, 'missing', 'the name of the school');
    const roll = cells.number(row, COLUMN.roll, { min: 0, max: 10_000, integer: true });
    const east = cells.number(row, COLUMN.easting, { min: 0, max: 700_000 });
    const north = cells.number(row, COLUMN.northing, { min: 0, max: 1_300_000 });
    const latitude = cells.number(row, COLUMN.latitude, { min: 49, max: 61 });
    const longitude = cells.number(row, COLUMN.longitude, { min: -9, max: 3 });
    const position = east !== null && north !== null ? { x: east / 1000, y: north / 1000 } : null;
    const place = latitude !== null && longitude !== null ? { latitude, longitude } : null;
    // The register writes 0, 0 where it has no position.
    const nowhere = place === null && (position === null || (east === 0 && north === 0));
    if (nowhere || roll === 0) {
      this.drop(nowhere ? 'no position' : 'no pupils');
      return;
    }
    const lowAge = cells.number(row, COLUMN.lowAge, { min: 0, max: 18, integer: true });
    const highAge = cells.number(row, COLUMN.highAge, { min: 1, max: 25, integer: true });
    if (lowAge !== null && highAge !== null && lowAge >= highAge) {
      cells.fail(
        row,
        COLUMN.highAge,
        'not above the lowest age',
        `a whole number from ${lowAge + 1} to 25, or blank`,
      );
    }
    const denomination = cells.text(row, COLUMN.denomination);
    const draft: Draft = {
      id,
      name,
      phase,
      lowAge,
      highAge,
      roll,
      position,
      place,
      places: cells.number(row, COLUMN.places, { min: 0, max: 10_000, integer: true }),
      lowMeans: cells.number(row, COLUMN.lowMeans, { min: 0, max: 100 }),
      denomination: NO_DENOMINATION.includes(denomination.toLowerCase()) ? '' : denomination,
      grade: cells.code(row, COLUMN.grade, GRADES),
      district: cells.text(row, COLUMN.district),
      trust: cells.text(row, COLUMN.trust),
      trustFlag: cells.text(row, COLUMN.trustFlag),
      federation: cells.text(row, COLUMN.federation),
      federationFlag: cells.text(row, COLUMN.federationFlag),
      progress: this.progress(row),
      attainment8: this.attainment8(row),
    };
    this.figure(row, COLUMN.progress8, PROGRESS_8);
    this.drafts.set(id, draft);
  }

  private progress(row: Row): number | null {
    const reading = this.figure(row, COLUMN.readingProgress, { min: -60, max: 60 });
    const maths = this.figure(row, COLUMN.mathsProgress, { min: -60, max: 60 });
    return reading !== null && maths !== null ? (reading + maths) / 2 : null;
  }

  private attainment8(row: Row): number | null {
    return this.figure(row, COLUMN.attainment8, { min: 0, max: 100 });
  }

  private figure(row: Row, name: string, bounds: { min: number; max: number }): number | null {
    if (!row.cells.has(name)) return null;
    const figure = this.cells.figure(row, name, bounds);
    if (typeof figure === 'number') return figure;
    count(this.suppressed, name, figure);
    return null;
  }
}
