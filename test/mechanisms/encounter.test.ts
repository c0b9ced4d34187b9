import { describe, expect, it } from 'vitest';
import { Draw } from '../../sim/draw.ts';
import { meet, params } from '../../sim/mechanisms/encounter.ts';
import { defaults } from '../../sim/schema.ts';
import { CONTACT } from '../../sim/state.ts';
import { blank, contact, mean } from '../support/district.ts';

const p = { ...defaults(params), ease: 0.3, jointDemand: 0.5, contractSubstitution: 0.35 };
const SIDE = 200;
const CONTACTS = SIDE * SIDE;

/** Share of 40,000 encounters of different people that succeed, and the candour of them. */
function encounters(
  given: Parameters<typeof contact>[4],
  settings: Partial<typeof p> = {},
  overload: (i: number) => number = () => 0,
): { success: number; candour: number } {
  const s = blank(2, SIDE, { contacts: CONTACTS });
  for (let i = 0; i < 2 * SIDE; i++) s.staffOverload[i] = overload(i);
  for (let c = 0; c < CONTACTS; c++) contact(s, c, c % SIDE, SIDE + Math.floor(c / SIDE), given);
  const draw = new Draw('encounters');
  meet(s, { ...p, ...settings }, draw, 3, CONTACTS);
  return { success: mean(s.contactSuccess), candour: s.contactCandour[CONTACTS - 1] };
}

const logistic = (z: number) => 1 / (1 + Math.exp(-z));
/** Four standard errors of a share `q` of all encounters. */
const error = (q: number) => 4 * Math.sqrt((q * (1 - q)) / CONTACTS);

describe('success', () => {
  // By hand: z = 0.3 + 2.5 (e - 0.5) + 2 (u - 0.5) + 0.8 f - 2 g - 1.5 overload.
  it.each([
    ['middling in everything', { trust: 0.5, understanding: 0.5 }, 0, 0.3],
    ['trust 0.8, u 0.9', { trust: 0.8, understanding: 0.9 }, 0, 0.3 + 0.75 + 0.8],
    ['strangers far apart', { trust: 0.1, understanding: 0.2 }, 0, 0.3 - 1 - 0.6],
    ['well facilitated', { trust: 0.5, understanding: 0.5, facilitation: 1 }, 0, 1.1],
    ['guarded', { trust: 0.5, understanding: 0.5, guard: 0.6 }, 0, 0.3 - 1.2],
    ['overloaded', { trust: 0.5, understanding: 0.5 }, 0.5, 0.3 - 0.75],
    // e = 0.2 + 0.8^2 * 0.5 * 0.35 = 0.312
    ['under contract', { trust: 0.2, understanding: 0.5, formality: 0.5 }, 0, 0.3 + 2.5 * (0.312 - 0.5)],
  ])('%s is as frequent as the logistic says', (_, given, overload, z) => {
    const expected = logistic(z);
    expect(Math.abs(encounters(given, {}, () => overload).success - expected)).toBeLessThan(error(expected));
  });

  it('is a coin where nothing weighs', () => {
    const none = { ease: 0, trustWeight: 0, understandingWeight: 0, guardWeight: 0, overloadWeight: 0 };
    const { success } = encounters({ trust: 0.9, guard: 1 }, none, () => 1);
    expect(Math.abs(success - 0.5)).toBeLessThan(error(0.5));
  });

  it('is overloaded by the mean of the two, not by one alone', () => {
    const often = (first: number, second: number) => {
      const given = { trust: 0.5, understanding: 0.5 };
      return encounters(given, {}, (i) => (i < SIDE ? first : second)).success;
    };
    expect(often(1, 0)).toBe(often(0.5, 0.5));
    expect(often(0, 1)).toBe(often(0.5, 0.5));
    expect(often(1, 1)).toBeLessThan(often(1, 0));
  });
});

describe('joint work', () => {
  const JOINT = [CONTACT.development, CONTACT.visit, CONTACT.sharedPost];
  const TALK = [CONTACT.colleagues, CONTACT.informal, CONTACT.meeting, CONTACT.workingGroup];
  const often = (kind: number, jointDemand: number) =>
    encounters({ trust: 0.5, understanding: 0.5, kind }, { jointDemand }).success;

  it('succeeds less often than talk, by what it demands', () => {
    for (const jointDemand of [0.5, 1.5]) {
      // z = 0.3 - 0.5 and 0.3 - 1.5 where everything else is middling.
      const expected = logistic(0.3 - jointDemand);
      for (const kind of JOINT)
        expect(Math.abs(often(kind, jointDemand) - expected), `kind ${kind}`).toBeLessThan(error(expected));
    }
  });

  it('alone is asked more: talk is the same whatever the demand, and all kinds alike without one', () => {
    for (const kind of TALK) expect(often(kind, 4)).toBe(often(kind, 0));
    const expected = logistic(0.3);
    for (const kind of [...TALK, ...JOINT])
      expect(Math.abs(often(kind, 0) - expected), `kind ${kind}`).toBeLessThan(error(expected));
  });

  it('is worth as much candour as talk', () => {
    const candour = (kind: number) => encounters({ trust: 0.6, guard: 0.5, kind }).candour;
    expect(candour(CONTACT.visit)).toBe(candour(CONTACT.meeting));
  });
});

describe('a contract', () => {
  it('helps where trust is low and hardly where it is high', () => {
    const gain = (trust: number) =>
      encounters({ trust, formality: 1 }).success - encounters({ trust }).success;
    // At trust 0.1 it adds 0.81 * 0.35 = 0.28 to effective trust, at 0.9 only 0.01 * 0.35 = 0.0035.
    expect(gain(0.1)).toBeGreaterThan(0.1);
    expect(gain(0.9)).toBeGreaterThanOrEqual(0);
    expect(gain(0.9)).toBeLessThan(0.01);
    expect(encounters({ trust: 0.1, formality: 1 }).candour).toBeCloseTo(0.1 + 0.81 * 0.35, 6);
  });
});

describe('guard', () => {
  it('lowers candour by its share, and success', () => {
    const open = encounters({ trust: 0.6 });
    const guarded = encounters({ trust: 0.6, guard: 0.5 });
    expect(open.candour).toBeCloseTo(0.6, 6);
    expect(guarded.candour).toBeCloseTo(0.3, 6);
    expect(guarded.success).toBeLessThan(open.success - 0.1);
  });
});
