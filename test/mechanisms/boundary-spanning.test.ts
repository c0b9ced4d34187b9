import { describe, expect, it } from 'vitest';
import { Draw } from '../../sim/draw.ts';
import { advance, digest } from '../../sim/index.ts';
import { params, span } from '../../sim/mechanisms/boundary-spanning.ts';
import { params as life, mature } from '../../sim/mechanisms/embedding.ts';
import { distribute, params as leading } from '../../sim/mechanisms/leadership.ts';
import { params as choosing, type Regime, value } from '../../sim/mechanisms/partner-choice.ts';
import { params as leaving, turn } from '../../sim/mechanisms/turnover.ts';
import { params as staffing } from '../../sim/population/staffing.ts';
import { defaults, type NumberParameter } from '../../sim/schema.ts';
import { INSIDE, LIFE, type State, TIES } from '../../sim/state.ts';
import { freeSlot, putTie } from '../../sim/ties.ts';
import { collaborativeOf } from '../support/charter.ts';
import { blank, relate } from '../support/district.ts';
import { busyRun } from '../support/runs.ts';

const p = { on: true, live: 0.02, half: 1 };
const still = { trust: new Float64Array(400).fill(1), strength: new Float64Array(400).fill(1) };

/** A tie of `i` to `j` at another school, used so often. */
function know(s: State, i: number, j: number, trust: number, use: number): void {
  const t = freeSlot(s, i, INSIDE);
  putTie(s, t, j, trust, 0);
  s.tieStrength[t] = use;
}

function spanned(set: (s: State) => void, given: Partial<typeof p> = {}, fading = still): State {
  const s = blank(3, 6);
  set(s);
  span(s, { ...p, ...given }, fading, 12);
  return s;
}

describe('spanning', () => {
  it('is trusted contact of all staff with other schools, and who holds most of it', () => {
    const s = spanned((state) => {
      know(state, 0, 6, 0.5, 0.2);
      know(state, 0, 12, 0.5, 0.4);
      know(state, 3, 6, 0.8, 0.5);
      know(state, 6, 0, 0.6, 1.5);
    });
    expect(s.schoolSpanning[0]).toBeCloseTo(0.7 / 1.7, 6); // 0.1 + 0.2 of the head, 0.4 of a teacher
    expect([...s.schoolSpanners]).toEqual([2, 1, 0]);
    expect([...s.schoolSpanner]).toEqual([3, 6, -1]);
    expect(s.schoolReliance[0]).toBeCloseTo(4 / 7, 6);
    expect([s.schoolReliance[1], s.schoolReliance[2], s.schoolSpanning[2]]).toEqual([1, 0, 0]);
  });

  it('rests on the first of two who hold the same', () => {
    const s = spanned((state) => {
      know(state, 4, 6, 0.5, 0.5);
      know(state, 2, 6, 0.5, 0.5);
    });
    expect([s.schoolSpanner[0], s.schoolReliance[0]]).toEqual([2, 0.5]);
  });

  it('counts no colleagues of one’s own school and no ties that have fallen out of use', () => {
    const half = { trust: new Float64Array(400).fill(0.5), strength: new Float64Array(400).fill(0.5) };
    const idle = (use: number, fading = still) => spanned((s) => know(s, 1, 6, 1, use), {}, fading);
    expect(idle(0.03).schoolSpanners[0]).toBe(1);
    expect(idle(0.02).schoolSpanners[0]).toBe(0);
    expect(idle(0.03, half).schoolSpanners[0]).toBe(0);
    expect(idle(1, half).schoolSpanning[0]).toBeCloseTo(0.25 / 1.25, 6);
    const inside = spanned((s) => {
      putTie(s, TIES, 2, 1, 0);
      s.tieStrength[TIES] = 1;
    });
    expect(inside.schoolSpanners[0]).toBe(0);
  });
});

describe('what spanners do', () => {
  it('open the boundary', () => {
    const open = (spanning: number) => {
      const s = blank();
      s.schoolSpanning.fill(spanning);
      distribute(s, { ...defaults(leading), pace: 1, spanning: 0.15 });
      return s.schoolOpenness[0];
    };
    expect(open(0.6)).toBeCloseTo(open(0) + 0.15 * 0.6, 9);
  });

  it('make a school in touch easier to approach, and a stranger not', () => {
    const regime: Regime = {
      grant: 0,
      releasedTime: 0,
      recognition: 0,
      campaign: 0,
      individualPressure: 0,
      rivalry: 0,
      reach: 1,
      firstTrust: 0.2,
    };
    const worth = (spanning: number, known: boolean) => {
      const s = blank(2);
      if (known) relate(s, 0, 1);
      s.schoolSpanning[0] = spanning;
      return value(s, { ...defaults(choosing), news: 0.25 }, regime, 0, 1);
    };
    expect(worth(0.8, true)).toBeCloseTo(worth(0, true) + 0.25 * 0.8, 9);
    expect(worth(0.8, false)).toBeCloseTo(worth(0, false), 9);
  });

  it('shorten the road of what begins', () => {
    const begun = (spanning: number, week: number) => {
      const s = blank(2);
      const c = collaborativeOf(s, [0, 1]);
      s.collaborativeLife[c] = LIFE.courting;
      s.schoolSpanning.set([spanning, 0]);
      mature(s, { ...defaults(life), courting: 20, spanners: 0.5 }, week);
      return s.collaborativeLife[c] > LIFE.courting;
    };
    expect([begun(0, 19), begun(0, 20)]).toEqual([false, true]);
    // Half of full spanning on average, half of which counts: 15 weeks of 20.
    expect([begun(1, 14), begun(1, 15)]).toEqual([false, true]);
  });
});

describe('the one who goes', () => {
  /** Commitment of school 0 after everybody but the heads has left. */
  function kept(set: (s: State) => void, given: object = {}): number {
    const s = blank(2, 6);
    s.staffArrived.fill(-100);
    collaborativeOf(s, [0, 1], { formality: 0, ...given }, 0.8);
    s.schoolSpanning.fill(0.5);
    s.schoolReliance.fill(1);
    set(s);
    const q = { ...defaults(leaving), staff: 1, heads: 0, climate: 0, spannerLost: 0.6 };
    turn(s, q, defaults(staffing), new Draw('spanner'), 38, new Int32Array(s.counts.staff), 0);
    return s.membershipCommitment[0];
  }
  const teacher = (s: State) => s.schoolSpanner.fill(3, 0, 1);

  it('takes along commitment that rested on that one alone', () => {
    expect(kept(() => {})).toBeCloseTo(0.8, 6); // nobody held ties
    expect(kept(teacher)).toBeCloseTo(0.8 * (1 - 0.6 * 0.5), 6);
    const shared = kept((s) => {
      teacher(s);
      s.schoolReliance.fill(0.2);
    });
    expect(shared).toBeCloseTo(0.8 * (1 - 0.6 * 0.5 * 0.2), 6);
  });

  it('leaves what is written down, and costs nothing as long as that one stays', () => {
    expect(kept(teacher, { formality: 1 })).toBeCloseTo(0.8, 6);
    expect(kept((s) => s.schoolSpanner.fill(0, 0, 1))).toBeCloseTo(0.8, 6); // the head, who stays
  });
});

describe('a district', () => {
  it('has more spanners, and relies less on one, where partnership reaches below the heads', () => {
    const ending = (reach: number) => {
      const run = busyRun('span', {
        activities: { reach },
        foundings: [{ week: 1, form: 'soft federation', size: 4, times: 3 }],
      });
      advance(run, run.weeks);
      const last = run.series.boundarySpanners.length - 1;
      return [run.series.boundarySpanners[last], run.series.relianceOnOneSpanner[last]];
    };
    const [few, relying] = ending(0.02);
    const [many, spread] = ending(0.8);
    expect(many).toBeGreaterThan(1.3 * few);
    expect(spread).toBeLessThan(relying);
  });

  it('starts with nobody, and stays so when it is switched off; then nothing else of the group matters', () => {
    const ending = (settings: object) => {
      const run = busyRun('off', { years: 2, boundarySpanning: { ...settings, on: false } });
      advance(run, run.weeks);
      expect(run.state.schoolSpanning.every((x) => x === 0)).toBe(true);
      expect(run.state.schoolSpanners.every((x) => x === 0)).toBe(true);
      expect(run.state.schoolReliance.every((x) => x === 0)).toBe(true);
      expect(run.state.schoolSpanner.every((x) => x === -1)).toBe(true);
      return digest(run);
    };
    const off = ending({});
    for (const [name, { min, max }] of Object.entries(params) as [string, NumberParameter][]) {
      if (name === 'on') continue;
      for (const end of [min, max]) expect(ending({ [name]: end }), name).toBe(off);
    }
    const on = busyRun('off', { years: 2 });
    expect(on.state.schoolSpanner.every((x) => x === -1)).toBe(true);
    advance(on, on.weeks);
    expect(digest(on)).not.toBe(off);
  });
});
