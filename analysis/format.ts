/**
 * Numbers for readers, the same on every machine: a point for decimals, commas between thousands from 10,000 on,
 * a plain hyphen for minus, and never "-0".
 */
export function formatNumber(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'none' : value > 0 ? 'infinite' : '-infinite';
  const text = Math.abs(value).toFixed(decimals);
  const [whole, fraction] = text.split('.');
  const grouped = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, ',') : whole;
  const digits = fraction === undefined ? grouped : `${grouped}.${fraction}`;
  return value < 0 && /[1-9]/.test(digits) ? `-${digits}` : digits;
}

const MOST_DECIMALS = 5;

/** What decides how many decimals a metric's values get; every metric of the simulation has these. */
export interface Scale {
  readonly unit: string;
  readonly min: number;
  readonly max: number;
}

/** Decimals that suit values of a metric: two for shares and small ranges, fewer the wider the range. */
export function decimalsOf({ min, max }: Scale): number {
  const range = max - min;
  if (range <= 20) return 2;
  return range <= 2000 ? 1 : 0;
}

/** Decimals at which `size`, a difference or the width of an interval, still shows two digits. */
export function decimalsToShow(scale: Scale, size: number): number {
  let decimals = decimalsOf(scale);
  let unit = 10 ** (1 - decimals);
  while (decimals < MOST_DECIMALS && size > 0 && size < unit) {
    decimals++;
    unit /= 10;
  }
  return decimals;
}

const GRADES = ['', 'outstanding', 'good', 'requires improvement', 'inadequate'];

/** An inspection grade in words: "2 (good)". */
export function sayGrade(grade: number): string {
  return GRADES[grade] ? `${grade} (${GRADES[grade]})` : String(grade);
}

/** The text with a capital letter in front, as sentences begin. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
