import { describe, expect, it } from 'vitest';
import { found, join, rebuildRoster } from '../../sim/collaboratives.ts';
import { funded, params, pay, worth } from '../../sim/mechanisms/incentives.ts';
import { defaults } from '../../sim/schema.ts';
import { COUNTER, EVENT, type State } from '../../sim/state.ts';
import { charter } from '../support/charter.ts';
import { blank } from '../support/district.ts';

const p = { ...defaults(params), grant: 20, grantMembers: 3, hoursAThousand: 0.05 };

/** A collaborative of these schools, founded in week 0 with a grant for 39 weeks. */
function network(s: State, schools: readonly number[]): number {
  const c = found(s, { ...charter, grantWeeks: 39 }, 0);
  for (const a of schools) join(s, a, c, 0.5, 0);
  rebuildRoster(s);
  return c;
}

describe('a grant', () => {
  it('goes to a collaborative with enough members, until its end', () => {
    const s = blank(6);
    const c = network(s, [0, 1, 2]);
    const small = network(s, [3, 4]);
    expect([funded(s, p, c, 0), funded(s, p, c, 38), funded(s, p, c, 39)]).toEqual([true, true, false]);
    expect(funded(s, p, small, 0)).toBe(false);
    expect(funded(s, { ...p, grant: 0 }, c, 0)).toBe(false);
    pay(s, p, 12);
    expect([...s.schoolFunds]).toEqual([20, 20, 20, 0, 0, 0]);
    pay(s, p, 51);
    expect([...s.schoolFunds]).toEqual([0, 0, 0, 0, 0, 0]);
    expect(s.collaborativeGrantEnds[c]).toBe(-1);
    const events = [...s.eventKind.subarray(0, s.counter[COUNTER.events])];
    expect(events.filter((kind) => kind === EVENT.grantEnded)).toHaveLength(2);
  });

  it('ends at once where policy drops it, and does not come back with a new one', () => {
    const s = blank(3);
    const c = network(s, [0, 1, 2]);
    pay(s, { ...p, grant: 0 }, 12);
    expect(s.collaborativeGrantEnds[c]).toBe(-1);
    pay(s, p, 25);
    expect([...s.schoolFunds]).toEqual([0, 0, 0]);
  });

  it('is one a school, however many networks it is in', () => {
    const s = blank(5);
    network(s, [0, 1, 2]);
    network(s, [0, 3, 4]);
    pay(s, p, 12);
    expect(s.schoolFunds[0]).toBe(20);
  });

  it('buys hours, two a week at most', () => {
    const s = blank(3);
    network(s, [0, 1, 2]);
    pay(s, p, 12);
    expect(s.schoolRelease[0]).toBeCloseTo(1, 12); // 20 * 0.05
    pay(s, { ...p, grant: 200 }, 12);
    expect(s.schoolRelease[0]).toBe(2);
  });
});

describe('released time', () => {
  it('goes to schools in a collaborative, or to all', () => {
    const s = blank(4);
    network(s, [0, 1, 2]);
    pay(s, { ...p, grant: 0, releasedTime: 1.5 }, 12);
    expect([...s.schoolRelease]).toEqual([1.5, 1.5, 1.5, 0]);
    pay(s, { ...p, grant: 0, releasedTime: 1.5, releaseForAll: true }, 25);
    expect([...s.schoolRelease]).toEqual([1.5, 1.5, 1.5, 1.5]);
  });
});

describe('the worth of belonging', () => {
  it('is money while it lasts, released time where only members have it, and recognition', () => {
    const s = blank(3);
    const c = network(s, [0, 1, 2]);
    const all = {
      ...p,
      grantWorth: 0.04,
      releaseWorth: 0.4,
      recognitionWorth: 0.5,
      releasedTime: 2,
      recognition: 1,
    };
    expect(worth(s, all, c, 0)).toBeCloseTo(20 * 0.04 + 2 * 0.4 + 0.5, 12);
    expect(worth(s, all, c, 39)).toBeCloseTo(2 * 0.4 + 0.5, 12);
    expect(worth(s, { ...all, releaseForAll: true }, c, 39)).toBeCloseTo(0.5, 12);
    expect(worth(s, { ...all, recognition: 0, releasedTime: 0 }, c, 39)).toBe(0);
  });
});
