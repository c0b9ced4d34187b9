/**
 * What a plain (unquoted) word of YAML 1.2 stands for. Anything that a reader could take for another value than
 * the one a computer would hold is refused: hexadecimal, octal and zero-padded integers, numbers too large, too
 * small or too long for a double, infinities and not-a-number.
 */
export type PlainScalar = { value: null | boolean | number | string } | { message: string; allowed: string };

const NUMBER = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$/;
const OTHER_BASE = /^0o[0-7]+$|^0x[0-9a-fA-F]+$/;
const NOT_FINITE = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

export function plainScalar(source: string): PlainScalar {
  if (source === '' || source === '~' || /^(?:null|Null|NULL)$/.test(source)) return { value: null };
  if (/^(?:true|True|TRUE)$/.test(source)) return { value: true };
  if (/^(?:false|False|FALSE)$/.test(source)) return { value: false };
  if (NOT_FINITE.test(source)) return { message: 'not a finite number', allowed: 'a finite number' };
  if (OTHER_BASE.test(source)) {
    return { message: 'not a decimal number', allowed: 'decimal digits; quotes around it if it is text' };
  }
  return NUMBER.test(source) ? decimalNumber(source) : { value: source };
}

/** The value of a decimal numeral, or why it cannot be held as it is written. */
export function decimalNumber(source: string): { value: number } | { message: string; allowed: string } {
  if (!NUMBER.test(source)) return { message: 'not a number', allowed: 'a number in decimal digits' };
  const mantissa = source.replace(/^[-+]/, '').replace(/[eE].*$/, '');
  if (/^0\d/.test(mantissa)) {
    return {
      message: 'a number with a leading zero',
      allowed: 'a number without leading zeros; quotes around it if it is text',
    };
  }
  const digits = mantissa.replace('.', '').replace(/^0+/, '');
  const value = Number(source);
  const whole = /^[-+]?\d+$/.test(source);
  if (whole && !Number.isSafeInteger(value)) {
    return {
      message: 'an integer beyond 2^53',
      allowed: 'a whole number from -9007199254740991 to 9007199254740991',
    };
  }
  const significant = mantissa.includes('.') ? digits : digits.replace(/0+$/, '');
  if (significant.length > 17) {
    return {
      message: 'more digits than a number can hold',
      allowed: 'a number of at most 17 significant digits',
    };
  }
  if (!Number.isFinite(value))
    return { message: 'too large for a number', allowed: 'a number below 1.8e308' };
  // Below this the last digits are lost one by one until nothing but zero is left.
  if (/[1-9]/.test(digits) && Math.abs(value) < 2.2250738585072014e-308) {
    return { message: 'too small for a number', allowed: 'zero, or a number above 2.3e-308' };
  }
  if (Object.is(value, -0)) return { message: 'a negative zero', allowed: '0' };
  return { value };
}
