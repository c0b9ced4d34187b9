import { type ColumnName, columns, ROLES, type State } from '../../sim/index.ts';
import { dateOf } from '../dates.ts';
import { decimalsToShow, formatNumber } from '../format.ts';
import type { Fact } from './inspect.ts';

/** Units that are the name of a scale and not said after a number. */
const SILENT: ReadonlySet<string> = new Set(['share', 'number', 'flag', 'trust']);

/** A number of a column as people read it, with its unit. */
export function sayIn(name: ColumnName, value: number): string {
  const { kind, unit, min, max } = columns[name];
  const whole = kind !== 'f32' && kind !== 'f64';
  const range = Number.isFinite(max) ? { min: Number.isFinite(min) ? min : 0, max } : { min: 0, max: 1 };
  const wide = !Number.isFinite(max) && Math.abs(value) >= 100;
  const decimals = whole ? 0 : wide ? 0 : decimalsToShow({ unit, ...range }, Math.abs(value));
  const number = formatNumber(value, decimals);
  return SILENT.has(unit) ? number : `${number} ${unit}`;
}

/** What a column says of row `at`, under its own meaning or a shorter name. */
export function factOf(state: State, name: ColumnName, at: number, as?: string): Fact {
  return {
    name: as ?? columns[name].meaning.replace(/ \((?:B|O|E|N|G) .*\)$/, ''),
    value: sayIn(name, state[name][at]),
    column: name,
  };
}

/** Weeks below 0 lie before the run. */
export function sayWeek(week: number): string {
  if (week >= 0) return dateOf(week);
  return `${-week} ${week === -1 ? 'week' : 'weeks'} before the start`;
}

/** "head of Oakfield", "teacher at Oakfield". */
export function sayPost(state: State, names: readonly string[], post: number): string {
  const role = ROLES[state.staffRole[post]];
  const place = names[state.staffSchool[post]];
  const kind =
    role === 'support'
      ? 'member of support staff'
      : role === 'senior' || role === 'middle'
        ? `${role} leader`
        : role;
  return `${kind} ${role === 'head' ? 'of' : 'at'} ${place}`;
}
