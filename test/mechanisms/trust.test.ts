import { describe, expect, it } from 'vitest';
import { fillFading, firstTrust, makeFading, params, recall, settle } from '../../sim/mechanisms/trust.ts';
import { defaults } from '../../sim/schema.ts';
import { INSIDE, type State, TIES } from '../../sim/state.ts';
import { findTie, putTie } from '../../sim/ties.ts';
import { blank, contact, relate, targets } from '../support/district.ts';

const standard = defaults(params);
type P = typeof standard;

function fadingOf(p: P) {
  const fading = makeFading(400);
  fillFading(fading, p);
  return fading;
}

/** Two colleagues, 0 and 1, who trust each other as much as said. */
function pair(forth: number, back: number): State {
  const s = blank();
  putTie(s, 0, 1, forth, 0);
  putTie(s, TIES, 0, back, 0);
  return s;
}

/** Lets 0 and 1 meet in week `week`. */
function meet(s: State, p: P, week: number, success: number, given: Parameters<typeof contact>[4] = {}) {
  const fading = fadingOf(p);
  contact(s, 0, 0, 1, { ...given, success });
  s.contactTie[0] = findTie(s.tieTarget, 0, 1, 0);
  recall(s, p, fading, week, 1);
  settle(s, p, fading, week, 1);
}

describe('success and failure', () => {
  it('success restores 6 % of what is missing, failure destroys 18 % of what there is', () => {
    const won = pair(0.4, 0.7);
    meet(won, standard, 0, 1);
    expect(won.tieTrust[0]).toBeCloseTo(0.436, 6); // 0.4 + 0.06 * 0.6
    expect(won.tieTrust[TIES]).toBeCloseTo(0.718, 6); // 0.7 + 0.06 * 0.3
    const lost = pair(0.4, 0.7);
    meet(lost, standard, 0, 0);
    expect(lost.tieTrust[0]).toBeCloseTo(0.328, 6); // 0.4 * 0.82
    expect(lost.tieTrust[TIES]).toBeCloseTo(0.574, 6); // 0.7 * 0.82
  });

  it('one failure undoes four successes', () => {
    const p = { ...standard, cushion: 0, fading: 0 };
    const s = pair(0.5, 0.5);
    for (let w = 0; w < 4; w++) meet(s, p, w, 1);
    expect(s.tieTrust[0]).toBeCloseTo(0.609626, 5); // 1 - 0.5 * 0.94^4
    meet(s, p, 4, 0);
    expect(s.tieTrust[0]).toBeCloseTo(0.499893, 5); // times 0.82: below where it began
  });

  it('earlier successes cushion a failure, up to half of it from the twelfth on', () => {
    for (const [successes, cost] of [
      [0, 0.18],
      [6, 0.135], // 0.18 * (1 - 0.5 * 6 / 12)
      [12, 0.09],
      [200, 0.09],
    ]) {
      const s = pair(0.6, 0.6);
      s.tieSuccesses[0] = successes;
      meet(s, standard, 0, 0);
      expect(s.tieTrust[0]).toBeCloseTo(0.6 * (1 - cost), 6);
      expect(s.tieTrust[TIES]).toBeCloseTo(0.6 * 0.82, 6); // the other remembers none
    }
  });

  it('successes are counted, failures are not, and the count ends at 255', () => {
    const s = pair(0.5, 0.5);
    s.tieSuccesses[0] = 254;
    for (const ok of [1, 0, 1]) meet(s, standard, 0, ok);
    expect(s.tieSuccesses[0]).toBe(255);
    expect(s.tieSuccesses[TIES]).toBe(2);
  });

  it('nothing changes where gain, loss and fading are 0', () => {
    const p = { ...standard, gain: 0, loss: 0, fading: 0 };
    const s = pair(0.4, 0.7);
    for (let w = 0; w < 30; w++) meet(s, p, w, w % 2);
    expect(s.tieTrust[0]).toBe(Math.fround(0.4));
    expect(s.tieTrust[TIES]).toBe(Math.fround(0.7));
  });

  it('trust stays within 0 and 1 at every extreme of the parameters', () => {
    for (const extreme of [
      { gain: 1, loss: 1, contractCost: 0.5 },
      { gain: 0, loss: 1, contractCost: 0.5, cushion: 0 },
      { gain: 1, loss: 0, fading: 0.2, contractCost: 0.5 },
    ]) {
      const s = pair(0.9, 0.1);
      for (let w = 0; w < 20; w++) {
        meet(s, { ...standard, ...extreme }, w, w % 3 === 0 ? 1 : 0, { formality: 1 });
        for (const t of [0, TIES]) {
          expect(s.tieTrust[t]).toBeGreaterThanOrEqual(0);
          expect(s.tieTrust[t]).toBeLessThanOrEqual(1);
        }
      }
    }
  });
});

describe('fading', () => {
  it('takes 0.4 % for each week without contact, no more and no less', () => {
    for (const [week, idle] of [
      [0, 0],
      [1, 0], // those who meet every week have no week without contact between
      [2, 1],
      [11, 10],
      [101, 100],
    ]) {
      const s = pair(0.8, 0.4);
      contact(s, 0, 0, 1);
      s.contactTie[0] = 0;
      recall(s, standard, fadingOf(standard), week, 1);
      expect(s.contactTrust[0]).toBeCloseTo(0.6 * 0.996 ** idle, 6); // the mean of the two
    }
  });

  it('comes before the gain when they meet again', () => {
    const s = pair(0.8, 0.8);
    meet(s, standard, 50, 1);
    const left = 0.8 * 0.996 ** 49;
    expect(s.tieTrust[0]).toBeCloseTo(left + 0.06 * (1 - left), 6);
    expect(s.tieSince[0]).toBe(50);
  });

  it('use is a moving average of contacts: it nears 1 for those who meet every week and halves in 6.6 weeks', () => {
    const s = pair(0.5, 0.5);
    meet(s, standard, 0, 1);
    expect(s.tieStrength[0]).toBeCloseTo(0.1, 6); // 1 - 0.9
    for (let w = 1; w < 100; w++) meet(s, standard, w, 1);
    expect(s.tieStrength[0]).toBeCloseTo(1, 3); // 1 - 0.9^100
    meet(s, standard, 109, 1);
    expect(s.tieStrength[0]).toBeCloseTo(0.9 ** 10 + 0.1, 3);
  });
});

describe('first trust', () => {
  const s = blank();
  const r = relate(s, 0, 1);
  s.staffPropensity[0] = 0.7;

  it('inside a school starts from propensity', () => {
    expect(firstTrust(s, standard, 0, -1)).toBeCloseTo(0.46 + 0.4 * 0.2, 6);
    expect(firstTrust(s, standard, 1, -1)).toBeCloseTo(0.46, 6);
  });

  it('across schools adds a shared denomination and what the schools have heard of each other', () => {
    s.schoolDenomination.fill(0);
    s.relationTrust[r] = 0;
    expect(firstTrust(s, standard, 0, r)).toBeCloseTo(0.25 + 0.08, 6);
    s.schoolDenomination.fill(2);
    expect(firstTrust(s, standard, 0, r)).toBeCloseTo(0.25 + 0.08 + 0.08, 6);
    s.schoolDenomination[1] = 3; // different ones bring nothing
    s.relationTrust[r] = 0.6;
    expect(firstTrust(s, standard, 0, r)).toBeCloseTo(0.25 + 0.08 + 0.3, 6);
  });

  it('is held within 0.02 and 1', () => {
    s.relationTrust[r] = 1;
    s.schoolDenomination.fill(2);
    expect(firstTrust(s, { ...standard, introduction: 1 }, 0, r)).toBe(1);
    expect(
      firstTrust({ ...s, staffPropensity: Float32Array.of(0) }, { ...standard, firstInside: 0 }, 0, -1),
    ).toBe(0.02);
  });

  it('begins a tie on both sides when strangers meet, in the half where it belongs', () => {
    const strangers = blank();
    meet(strangers, standard, 7, 1);
    expect(targets(strangers, 0, 0)[0]).toBe(1);
    expect(targets(strangers, 1, 0)[0]).toBe(0);
    expect(targets(strangers, 0, INSIDE)[0]).toBe(-1);
    expect(strangers.tieTrust[0]).toBeCloseTo(0.46 + 0.06 * 0.54, 6);
    const fading = fadingOf(standard);
    contact(strangers, 0, 2, 8, { relation: relate(strangers, 0, 1) });
    recall(strangers, standard, fading, 7, 1);
    expect(strangers.contactTrust[0]).toBeCloseTo(0.25, 6);
    settle(strangers, standard, fading, 7, 1);
    expect(targets(strangers, 2, INSIDE)[0]).toBe(8);
    expect(targets(strangers, 8, INSIDE)[0]).toBe(2);
    expect(targets(strangers, 8, 0)[0]).toBe(-1);
  });
});

describe('a contract', () => {
  it('costs trust while it is negotiated only where it is over-detailed', () => {
    for (const [formality, trust] of [
      [0.6, 0.5 + 0.06 * 0.5],
      [0.7, 0.5 + 0.06 * 0.5],
      [0.9, 0.5 + 0.06 * 0.5 - 0.02 * 0.5],
    ]) {
      const s = pair(0.5, 0.5);
      meet(s, { ...standard, contractCost: 0.02 }, 0, 1, { formality });
      expect(s.tieTrust[0]).toBeCloseTo(trust, 6);
      expect(s.tieTrust[TIES]).toBeCloseTo(trust, 6);
    }
  });
});

it('an outcome goes to the one it was had with, though a tie begun in the same batch took the slot recalled', () => {
  const s = blank(2, 12);
  const fading = fadingOf(standard);
  // 0 knows 1 to 8, and 1 least; first 0 meets 9, who takes the place of 1, and then 1.
  for (let j = 1; j <= 8; j++) putTie(s, j - 1, j, j === 1 ? 0.1 : 0.9, 0);
  contact(s, 0, 0, 9, { success: 1 });
  contact(s, 1, 0, 1, { success: 1 });
  s.contactTie[0] = -1;
  s.contactTie[1] = 0;
  recall(s, standard, fading, 1, 2);
  settle(s, standard, fading, 1, 2);
  const again = findTie(s.tieTarget, 0, 1, 0);
  expect(again).toBeGreaterThanOrEqual(0);
  expect(s.tieSuccesses[again]).toBe(1);
  const first = firstTrust(s, standard, 0, -1);
  expect(s.tieTrust[again]).toBeCloseTo(first + 0.06 * (1 - first), 6);
});
