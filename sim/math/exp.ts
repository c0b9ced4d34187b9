/**
 * exp and log from + - * / alone, so that every engine gives the same bits: the built-in functions are
 * implementation-approximated and differ between Node, Chromium and Firefox.
 */

const LN2_HIGH = 6.9314718036912381649e-1; // ln 2 rounded to 32 bits, so that k * LN2_HIGH is exact
const LN2_LOW = 1.90821492927058770002e-10; // ln 2 - LN2_HIGH
const INVERSE_LN2 = 1.4426950408889634;
const SMALLEST_EXPONENT = -1074;
const LARGEST_EXPONENT = 1023;

/** 2^k for every k a double can hold; halving and doubling are exact. */
const powerOfTwo = new Float64Array(LARGEST_EXPONENT - SMALLEST_EXPONENT + 1);
powerOfTwo[-SMALLEST_EXPONENT] = 1;
for (let k = 1; k <= LARGEST_EXPONENT; k++) {
  powerOfTwo[k - SMALLEST_EXPONENT] = powerOfTwo[k - 1 - SMALLEST_EXPONENT] * 2;
}
for (let k = -1; k >= SMALLEST_EXPONENT; k--) {
  powerOfTwo[k - SMALLEST_EXPONENT] = powerOfTwo[k + 1 - SMALLEST_EXPONENT] / 2;
}

/** e^x, relative error below 3e-16 where the result is a normal number. */
export function exp(x: number): number {
  if (!(x < 709.7827128933841)) return x === x ? Number.POSITIVE_INFINITY : Number.NaN;
  if (x < -745.13321910194122) return 0;
  const k = Math.round(x * INVERSE_LN2);
  const r = x - k * LN2_HIGH - k * LN2_LOW; // |r| <= ln 2 / 2
  let sum = 1 / 6227020800; // Taylor to r^13: the remainder is below 5e-18
  sum = sum * r + 1 / 479001600;
  sum = sum * r + 1 / 39916800;
  sum = sum * r + 1 / 3628800;
  sum = sum * r + 1 / 362880;
  sum = sum * r + 1 / 40320;
  sum = sum * r + 1 / 5040;
  sum = sum * r + 1 / 720;
  sum = sum * r + 1 / 120;
  sum = sum * r + 1 / 24;
  sum = sum * r + 1 / 6;
  sum = sum * r + 0.5;
  sum = sum * r + 1;
  sum = sum * r + 1;
  // Two factors, because 2^k alone may overflow or vanish where the product does not.
  const half = k >> 1;
  return sum * powerOfTwo[half - SMALLEST_EXPONENT] * powerOfTwo[k - half - SMALLEST_EXPONENT];
}

const bits = new Float64Array(1);
const words = new Uint32Array(bits.buffer);
bits[0] = 1;
const HIGH = words[1] !== 0 ? 1 : 0; // which word holds the exponent on this machine

/** Natural logarithm, relative error below 4e-16; NaN below zero, -Infinity at zero. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  let e = 0;
  if (x < 2.2250738585072014e-308) {
    x *= 18014398509481984; // 2^54 lifts a subnormal into the normal range
    e = -54;
  }
  bits[0] = x;
  e += (words[HIGH] >>> 20) - 1022;
  words[HIGH] = (words[HIGH] & 0x000fffff) | 0x3fe00000;
  let m = bits[0]; // x = m * 2^e with m in [0.5, 1)
  if (m < 0.7071067811865476) {
    m *= 2;
    e -= 1;
  }
  const s = (m - 1) / (m + 1); // log m = 2 artanh s, |s| <= 0.1716
  const q = s * s;
  let sum = 1 / 23;
  sum = sum * q + 1 / 21;
  sum = sum * q + 1 / 19;
  sum = sum * q + 1 / 17;
  sum = sum * q + 1 / 15;
  sum = sum * q + 1 / 13;
  sum = sum * q + 1 / 11;
  sum = sum * q + 1 / 9;
  sum = sum * q + 1 / 7;
  sum = sum * q + 1 / 5;
  sum = sum * q + 1 / 3;
  return e * LN2_HIGH + (2 * s + (2 * s * q * sum + e * LN2_LOW));
}
