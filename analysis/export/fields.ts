import {
  COORDINATORS,
  type ColumnName,
  columns,
  type Entity,
  EVENTS,
  EXPERTISE,
  FOUNDING_MODES,
  formNames,
  LIFE,
  ORGANISATIONS,
  PHASES,
  ROLES,
  STAGES,
  STRATA,
  SUBJECTS,
  VIEWS,
} from '../../sim/index.ts';
import type { Moment } from './moment.ts';
import { shortest } from './text.ts';

/** A value of a table; null where there is none. */
export type Cell = number | string | boolean | null;

/** `integer` has 32 bits, `float` is a single and `double` a double number; `flag` is true or false. */
export type FieldType = 'integer' | 'float' | 'double' | 'text' | 'flag';

/** One column of a table, or attribute of a graph: what it is, and how it is read of a row in a week. */
export interface Field {
  readonly name: string;
  readonly type: FieldType;
  /** '' where there is none. */
  readonly unit: string;
  readonly meaning: string;
  /** What a text can be, in order; null where it is any. */
  readonly values: readonly string[] | null;
  readonly read: (moment: Moment, row: number) => Cell;
}

export function field(
  declared: Omit<Field, 'unit' | 'values'> & { unit?: string; values?: readonly string[] | null },
): Field {
  return { unit: '', values: null, ...declared };
}

/** What the numbers of a column stand for, by what the column says its unit is. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  PHASES,
  ROLES,
  STAGES,
  STRATA,
  EVENTS,
  EXPERTISE,
  ORGANISATIONS,
  FOUNDING_MODES,
  COORDINATORS,
  FORMS: formNames,
  LIFE: Object.keys(LIFE),
};

/** The parts of a row that a column holds for each of the levels of something, in the order in which they lie. */
const LEVELS: Partial<Record<Entity, readonly (readonly string[])[]>> = {
  schoolStratum: [STRATA],
  schoolSubject: [SUBJECTS, STRATA],
  schoolView: [VIEWS],
  schoolExpertise: [EXPERTISE],
  staffView: [VIEWS],
  staffExpertise: [EXPERTISE],
};

/**
 * The fields of all columns of these entities, in the order in which the columns are declared, less `leave`. A name is
 * the column's without the word it begins with, `schoolRollChange` is `rollChange`; a column with levels gives a field
 * for each, `schoolPupils` the fields `pupilsLow`, `pupilsMiddle` and `pupilsHigh`.
 */
export function fieldsOf(entities: readonly Entity[], leave: readonly ColumnName[] = []): Field[] {
  const names = Object.keys(columns) as ColumnName[];
  return names
    .filter((name) => entities.includes(columns[name].entity) && !leave.includes(name))
    .flatMap((name) => {
      const levels = LEVELS[columns[name].entity];
      return levels === undefined ? [fieldOf(name)] : fieldsByLevel(name, combinations(levels));
    });
}

/** The field of a column that holds one number a row. */
export function fieldOf(name: ColumnName, as = shortName(name)): Field {
  const { meaning, unit } = columns[name];
  return field({ name: as, meaning, ...read(name, unit, 1, 0) });
}

function fieldsByLevel(name: ColumnName, levels: readonly (readonly string[])[]): Field[] {
  const { meaning, unit } = columns[name];
  return levels.map((words, level) =>
    field({
      name: shortName(name) + words.map(camel).join(''),
      meaning: `${meaning}: ${words.join(', ')}`,
      ...read(name, unit, levels.length, level),
    }),
  );
}

/** How entry `row * width + level` of a column is read. */
function read(
  name: ColumnName,
  unit: string,
  width: number,
  level: number,
): Pick<Field, 'type' | 'unit' | 'values' | 'read'> {
  const { kind, min } = columns[name];
  const at = (moment: Moment, row: number) => moment.state[name][row * width + level];
  const plain = { unit, values: null };
  if (unit === 'flag') return { ...plain, unit: '', type: 'flag', read: (m, row) => at(m, row) === 1 };
  const values = NAMES[unit];
  if (values !== undefined)
    return { type: 'text', unit: '', values, read: (m, row) => values[at(m, row)] ?? null };
  if (kind === 'f64') return { ...plain, type: 'double', read: at };
  if (kind === 'f32') return { ...plain, type: 'float', read: (m, row) => shortest(at(m, row)) };
  const of = reference(unit, min);
  return { unit: of?.unit ?? unit, values: null, type: 'integer', read: whole(at, min, of) };
}

/** Whole numbers; where -1 stands for nothing it is null, and an index of a school is its reference number. */
function whole(
  at: (moment: Moment, row: number) => number,
  min: number,
  of: Reference | undefined,
): Field['read'] {
  return (moment, row) => {
    const value = at(moment, row);
    if (value < 0 && min === -1) return null;
    return of === undefined ? value : of.name(moment, value);
  };
}

/** How a file names what a number points at. */
interface Reference {
  readonly unit: string;
  readonly name: (moment: Moment, index: number) => number;
}

function reference(unit: string, min: number): Reference | undefined {
  if (unit === 'school') return { unit: 'reference number', name: ({ state }, a) => state.schoolId[a] };
  if (unit === 'staff' && min === -1) return { unit: 'post', name: (_, i) => i };
  return undefined;
}

function shortName(name: ColumnName): string {
  const rest = name.replace(/^[a-z]+/, '');
  return rest.charAt(0).toLowerCase() + rest.slice(1);
}

/** `stance to external targets` is `StanceToExternalTargets`. */
function camel(words: string): string {
  return words.replace(/(?:^| )(.)/g, (_, letter: string) => letter.toUpperCase());
}

function combinations(levels: readonly (readonly string[])[]): string[][] {
  return levels.reduce<string[][]>(
    (all, words) => all.flatMap((one) => words.map((word) => [...one, word])),
    [[]],
  );
}
