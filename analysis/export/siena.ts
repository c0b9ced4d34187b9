import { PHASES, type Run, STAGES } from '../../sim/index.ts';
import { csvRow } from './csv.ts';
import type { Field } from './fields.ts';
import { graphs, named } from './graph.ts';
import { Moment } from './moment.ts';
import { readScript } from './siena-script.ts';
import { schoolFields, schoolNumber } from './tables.ts';
import { type Piece, runAt } from './weeks.ts';

/**
 * A run as a panel for RSiena (Ripley, Snijders and others, Manual for RSiena): the network of schools in some weeks, the
 * waves, with what is known of the schools. Actor i of every file is row i of `schools.csv`.
 *
 * A wave is a file of n rows of n entries: 1 where the relation of two schools has reached the stage asked for, else 0, and
 * 10 in row and column of a school that has closed, which RSiena reads as a tie that cannot be. Networks of more than
 * `DENSE` schools are lists instead, `from to value` a line, of all entries that are not 0.
 */
export const DENSE = 500;
/** What RSiena takes for a tie that cannot be. */
const STRUCTURAL_ZERO = 10;

const pick = (names: readonly string[]) => names.map((name) => named(schoolFields, name));

/** Phase as a number, for a covariate is a number. */
const phase: Field = {
  ...named(schoolFields, 'phase'),
  type: 'integer',
  values: null,
  meaning: `Phase: ${PHASES.map((name, i) => `${i} ${name}`).join(', ')}`,
  read: ({ state }, a) => state.schoolPhase[a],
};

/** What stays the same of a school, in `constant.txt`. */
export const constantFields: readonly Field[] = [
  phase,
  ...pick(['denomination', 'lowAge', 'highAge', 'x', 'y', 'places']),
];

/** What changes from wave to wave, in a file each; `NA` where a school has closed. */
export const changingFields: readonly Field[] = pick([
  'roll',
  'published',
  'valueAdded',
  'grade',
  'pressure',
  'capacity',
  'openness',
  'climate',
  'distribution',
  'collaboratives',
  'anomie',
]);

export interface SienaOptions {
  /** The lowest stage at which a relation is a tie, 1 to 4. */
  readonly stage: number;
  /** Text that a spreadsheet would take for a formula is kept from being one, in `schools.csv`. */
  readonly guard: boolean;
}

/** The files of a panel with a wave in each of these weeks: two or more, which rise. */
export function* siena(start: () => Run, weeks: readonly number[], options: SienaOptions): Generator<Piece> {
  if (weeks.length < 2) throw new RangeError('a panel has two waves or more');
  const changing = changingFields.map((): string[][] => []);
  let schools = 0;
  for (const run of runAt(start, weeks)) {
    const moment = new Moment(run);
    if (run.week === weeks[0]) {
      schools = moment.state.schoolPosts.length;
      yield* actors(moment, options.guard);
    }
    yield* wave(moment, options.stage);
    changingFields.forEach((field, f) => {
      changing[f].push(Array.from({ length: schools }, (_, a) => covariate(moment, field, a)));
    });
  }
  for (const [f, { name }] of changingFields.entries()) {
    const rows = Array.from({ length: schools }, (_, a) => changing[f].map((values) => values[a]).join(' '));
    yield { file: changingFile(name), text: `${rows.join('\n')}\n` };
  }
  yield {
    file: 'read.R',
    text: readScript({
      schools,
      sparse: schools > DENSE,
      stage: STAGES[options.stage],
      waves: weeks.map((week) => ({ week, file: waveFile(week, schools) })),
      constant: constantFields,
      changing: changingFields.map(({ name, unit, meaning }) => ({
        name,
        unit,
        meaning,
        file: changingFile(name),
      })),
    }),
  };
}

function waveFile(week: number, schools: number): string {
  return `${schools > DENSE ? 'ties' : 'network'}-week-${String(week).padStart(4, '0')}.txt`;
}

const changingFile = (name: string) => `changing-${name}.txt`;

function* actors(moment: Moment, guard: boolean): Generator<Piece> {
  const who: Field[] = [schoolNumber, named(schoolFields, 'name'), named(schoolFields, 'phase')];
  let list = csvRow(['actor', ...who.map(({ name }) => name)], { guard });
  let constant = `${constantFields.map(({ name }) => name).join(' ')}\n`;
  for (const a of moment.state.schoolPosts.keys()) {
    list += csvRow([a + 1, ...who.map(({ read }) => read(moment, a))], { guard });
    constant += `${constantFields.map(({ read }) => String(read(moment, a))).join(' ')}\n`;
  }
  yield { file: 'schools.csv', text: list };
  yield { file: 'constant.txt', text: constant };
}

function covariate(moment: Moment, { read }: Field, a: number): string {
  return moment.state.schoolClosed[a] === 1 ? 'NA' : String(read(moment, a));
}

function* wave(moment: Moment, stage: number): Generator<Piece> {
  const { state } = moment;
  const schools = state.schoolPosts.length;
  const partners = Array.from({ length: schools }, (): number[] => []);
  for (const r of graphs.schools.edges(moment)) {
    if (state.relationStage[r] < stage) continue;
    partners[state.relationA[r]].push(state.relationB[r]);
    partners[state.relationB[r]].push(state.relationA[r]);
  }
  const file = waveFile(moment.week, schools);
  if (schools > DENSE) yield { file, text: 'from to value\n' };
  const closed = [...state.schoolClosed.keys()].filter((a) => state.schoolClosed[a] === 1);
  for (let a = 0; a < schools; a++) {
    const row = new Uint8Array(schools);
    for (const b of partners[a]) row[b] = 1;
    if (state.schoolClosed[a] === 1) row.fill(STRUCTURAL_ZERO);
    for (const b of closed) row[b] = STRUCTURAL_ZERO;
    row[a] = 0; // nobody is a partner of their own
    yield { file, text: schools > DENSE ? listed(row, a) : `${row.join(' ')}\n` };
  }
}

/** The entries of a row that are not 0, a line each. */
function listed(row: Uint8Array, a: number): string {
  let text = '';
  for (let b = 0; b < row.length; b++) if (row[b] !== 0) text += `${a + 1} ${b + 1} ${row[b]}\n`;
  return text;
}
