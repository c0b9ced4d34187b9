import {
  COORDINATORS,
  type ColumnName,
  columns,
  FOUNDING_MODES,
  formNames,
  ORGANISATIONS,
  PHASES,
  ROLES,
  STAGES,
} from '../../sim/index.ts';
import { decimalsToShow, formatNumber } from '../format.ts';
import { percent } from '../sensitivity/words.ts';
import { phraseOf, type Spoken } from '../sentence.ts';
import type { Flips, Split } from './flips.ts';
import type { First, FirstRelation, Parting } from './parting.ts';
import type { Share } from './shares.ts';

/** Plain sentences on why two scenarios differ, made from the numbers. */

/** Short names of the two sides, as sentences call them. */
export interface Sides {
  readonly a: string;
  readonly b: string;
}

/** A share of a difference as a percentage, which may be negative or above 100. */
export function sharePercent(share: number): string {
  return `${formatNumber(Math.round(100 * share), 0)} %`;
}

export function shareRange([low, high]: readonly [number, number]): string {
  return `${formatNumber(Math.round(100 * low), 0)} to ${sharePercent(high)}`;
}

/** What the mechanism that carries most does; `rows` with the most carried first. */
export function mechanismSentence(
  metric: Spoken,
  rows: readonly { readonly title: string; readonly share: Share }[],
  sides: Sides,
): string {
  const { subject } = phraseOf(metric);
  // Those that only the first pair was spent on are not spoken of beside others.
  const most = Math.max(0, ...rows.map(({ share }) => share.pairs));
  const shared = rows.filter(({ share }) => share.share !== null && share.pairs === most);
  if (shared.length === 0) {
    return `No share is told (${pairsOf(most)} so far): the difference between ${sides.a} and ${sides.b} in ${subject} is not told apart from 0, so there is nothing to share out.`;
  }
  const sure = shared.filter(({ share: { interval } }) => interval !== null && interval[0] > 0);
  const part = ({ title, share }: (typeof shared)[number]) => {
    const interval = share.interval === null ? '' : ` (95 % interval ${shareRange(share.interval)})`;
    return [`${sharePercent(share.share ?? 0)}${interval}`, decapitalised(title)] as const;
  };
  const difference = `the difference between ${sides.a} and ${sides.b} in ${subject}`;
  const [first, second] = (sure.length > 0 ? sure : shared).map(part);
  if (sure.length === 0) {
    const doubt =
      shared[0].share.interval === null ? 'one pair of runs gives no interval' : 'its interval holds 0';
    return `No single mechanism is shown to carry a part of ${difference}: most, ${first[0]}, goes when ${first[1]} is switched off, but ${doubt}.`;
  }
  const and = second === undefined ? '' : `; without ${second[1]}, ${second[0]}`;
  return `Of ${difference}, ${first[0]} goes when ${first[1]} is switched off${and}.`;
}

const pairsOf = (n: number) => (n === 1 ? '1 pair of runs' : `${n} pairs of runs`);

function decapitalised(title: string): string {
  return title.charAt(0).toLowerCase() + title.slice(1);
}

/** A value of a column as a reader would say it. */
export function valueText(column: ColumnName, value: number, names: readonly string[]): string {
  const { unit, kind } = columns[column];
  const named = NAMES[unit];
  if (named !== undefined) return named[value] ?? String(value);
  if (unit === 'flag') return value === 1 ? 'yes' : 'no';
  if (unit === 'school') return value < 0 ? 'none' : (names[value] ?? String(value));
  if (ROW_UNITS.includes(unit)) return value < 0 ? 'none' : 'some';
  if (unit === 'staff') return value < 0 ? 'nobody' : `post ${value + 1}`;
  if (unit === 'week') return `week ${value}`;
  const text = kind === 'f32' || kind === 'f64' ? String(Number(value.toPrecision(4))) : String(value);
  return BARE.includes(unit) ? text : `${text} ${unit}`;
}

const NAMES: Readonly<Record<string, readonly string[]>> = {
  STAGES,
  PHASES,
  ROLES,
  COORDINATORS,
  ORGANISATIONS,
  FOUNDING_MODES,
  FORMS: formNames,
};
const ROW_UNITS = ['relation', 'membership', 'collaborative'];
const BARE = ['', 'share', 'number', 'bits', 'LIFE', 'EXPERTISE', 'trust', 'sum', 'tie', 'family', 'area'];

/** Of columns whose meaning speaks of other columns. */
const SHORT: { readonly [C in ColumnName]?: string } = {
  tieTarget: 'Whom a tie leads to',
  tieTrust: 'Trust of a tie',
  tieStrength: 'Use of a tie',
  tieSince: 'Last use of a tie',
};

/** What a column means, without the place in a source and what its special values stand for. */
export function meaningOf(column: ColumnName): string {
  return (
    SHORT[column] ??
    columns[column].meaning.replace(/ \([A-Z] [\d., ]+\)$/, '').replace(/[,;] (-1|0|below) .*$/, '')
  );
}

const PLURAL = {
  staff: 'staff',
  school: 'schools',
  relation: 'relations',
  collaborative: 'collaboratives',
  agency: 'agencies',
} as const;

/** Of what a first difference is: "at 12 schools, most at Hill Primary: 0.2 under A, 0.4 under B". */
export function firstText(
  first: First,
  names: readonly string[],
  schoolOfStaff: (post: number) => number,
  letter: string,
): string {
  const { column, owner, count, at, other, a, b } = first;
  const values = `${valueText(column, a, names)} under A, ${valueText(column, b, names)} under ${letter}`;
  const what = count === 1 ? SINGULAR[owner] : `${count} ${PLURAL[owner]}`;
  const where =
    owner === 'school'
      ? names[at]
      : owner === 'staff'
        ? `somebody at ${names[schoolOfStaff(at)]}`
        : owner === 'relation'
          ? `${names[at]} and ${names[other]}`
          : '';
  return `${what}${where === '' ? '' : `, ${count === 1 ? '' : 'the most: '}${where}`}: ${values}`;
}

const SINGULAR = {
  staff: 'one member of staff',
  school: 'one school',
  relation: 'one relation',
  collaborative: 'one collaborative',
  agency: 'one agency',
} as const;

/** Where two runs part and how fast it spreads; `letter` is that of the side held against A. */
export function partingSentence(parting: Parting, names: readonly string[], letter: string): string {
  const { firsts, relation, spread, staff, schools, week, weeks } = parting;
  if (firsts.length === 0) {
    return week < weeks
      ? `Up to week ${week} the two runs are the same in every bit.`
      : 'The two runs are the same in every bit to the end: nothing that differs between the scenarios has had any effect under this seed.';
  }
  const [first] = firsts;
  const what =
    first === undefined ? '' : ` in “${decapitalised(meaningOf(first.column))}” (${counted(first)})`;
  const at = first?.week ?? relation?.week ?? 0;
  const part =
    at === 0
      ? `The two runs differ from the start, first${what}: that follows from what the scenarios set`
      : `Up to week ${at - 1} the two runs are the same in every bit; in week ${at} they differ, first${what}`;
  const doing = spread.schools.findIndex((n) => n > 0);
  if (doing < 0) return `${part}. By week ${week} people have done nothing differently.`;
  const pair =
    relation === null
      ? ''
      : ` The first relation on which it does is ${relationText(relation, names, letter)}.`;
  const last = spread.staff.length - 1;
  const relations = spread.ofRelations[last];
  const shares = [
    `${percent(staff === 0 ? 0 : spread.staff[last] / staff)} of staff`,
    `${percent(spread.schools[last] / schools)} of schools`,
    ...(relations === 0 ? [] : [`${percent(spread.relations[last] / relations)} of relations`]),
  ];
  return `${part}. What people do parts ${at === doing && at > 0 ? 'at once' : `in week ${doing}`}.${pair} By week ${last} it has reached ${shares.slice(0, -1).join(', ')} and ${shares[shares.length - 1]}.`;
}

function relationText(
  { schools: [p, q], week, only }: FirstRelation,
  names: readonly string[],
  letter: string,
): string {
  const who = `that of ${names[p]} and ${names[q]}, in week ${week}`;
  return only === null ? who : `${who}: they are in touch under ${only === 'a' ? 'A' : letter} only`;
}

function counted({ count, owner }: First): string {
  return count === 1 ? SINGULAR[owner] : `${count} ${PLURAL[owner]}`;
}

/** How often the order turns over what is assumed, and what separates best. */
export function flipSentence(
  metric: Spoken,
  flips: Flips,
  sides: Sides,
  usual: 1 | -1,
  titleOf: (path: string) => string,
): string {
  const { subject } = phraseOf(metric);
  const [higher, lower] = usual === 1 ? [sides.b, sides.a] : [sides.a, sides.b];
  const order = `As the assumptions stand, ${subject} is higher under ${higher} than under ${lower}`;
  const n = `${flips.points} settings of the assumptions`;
  if (flips.flipped === 0)
    return `${order}. It stays so under all ${n} (95 % interval of the share that turn: 0 to ${percent(flips.interval[1])}).`;
  const turned = `The order turns under ${flips.flipped} of ${n} (${percent(flips.flipped / flips.points)}, 95 % interval ${formatNumber(100 * flips.interval[0], 0)} to ${percent(flips.interval[1])})`;
  const [best] = flips.splits;
  if (best === undefined || best.chance > SURE)
    return `${order}. ${turned}. No single assumption tells where: the best split is no better than chance might find.`;
  return `${order}. ${turned}, mostly where “${decapitalised(titleOf(best.factor))}” is ${splitText(best)}: told by that alone, ${percent(best.error)} of settings are on the wrong side, and ${percent(best.guess)} if one always says what holds for most.`;
}

/** Splits that chance would do as well more often than this are not spoken of. */
const SURE = 0.05;

export function splitText({ turnsAbove, threshold }: Split): string {
  return `${turnsAbove ? 'above' : 'below'} ${Number(threshold.toPrecision(3))}`;
}

/** A difference in a metric's own decimals, with its sign. */
export function signed(metric: Spoken, value: number): string {
  const text = formatNumber(value, decimalsToShow(metric, Math.abs(value)));
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}
