import { describe, expect, it } from 'vitest';
import { formIndex, forms } from '../../sim/governance/forms.ts';
import { params, spread, strictest, thresholdOf } from '../../sim/mechanisms/spread.ts';
import { practiceSpread, practiceVariance } from '../../sim/metrics/practice.ts';
import { defaults } from '../../sim/schema.ts';
import { advance, digest, snapshot, start } from '../../sim/simulate.ts';
import { COUNTER, type State } from '../../sim/state.ts';
import { collaborativeOf } from '../support/charter.ts';
import { blank, mean, modelOf, relate } from '../support/district.ts';
import { scenarioOf } from '../support/runs.ts';

const E = 6;
const still = { ...defaults(params), fade: 0, invention: 0, pace: 0, push: 0, views: 0 };

/** Schools at the given levels of practice in every field, with staff of one threshold. */
function district(levels: readonly number[], threshold = 0.4): State {
  const s = blank(levels.length);
  levels.forEach((level, a) => {
    s.schoolPractice.fill(level, a * E, (a + 1) * E);
  });
  s.staffThreshold.fill(threshold);
  s.schoolOpenness.fill(0.45);
  return s;
}

/** Relates two schools that trust each other so much. */
function trusting(s: State, a: number, b: number, trust: number): void {
  s.relationTrust[relate(s, a, b)] = trust;
}

/** Practice of school `a` in the first field after a term. */
function practised(s: State, settings: Partial<typeof still>, a = 0): number {
  spread(s, { ...still, ...settings }, 12);
  return s.schoolPractice[a * E];
}

describe('adoption', () => {
  it('needs the share of partners that the threshold asks for', () => {
    const share = (ahead: number, threshold: number) => {
      const s = district([0.2, 0.8, 0.8, 0.1, 0.1], threshold);
      for (let b = 1; b <= 4; b++) trusting(s, 0, b, 0.5);
      s.schoolPractice.fill(0.1, (ahead + 1) * E, 3 * E);
      return practised(s, { pace: 0.1 });
    };
    expect(share(2, 0.51)).toBe(0.2); // two of four
    expect(share(2, 0.49)).toBeCloseTo(0.2 + 0.1 * (0.8 - 0.2), 12);
    expect(share(1, 0.3)).toBe(0.2);
    expect(share(1, 0.2)).toBeCloseTo(0.26, 12);
  });

  it('weighs partners by trust', () => {
    const s = district([0.2, 0.8, 0.1], 0.6);
    trusting(s, 0, 1, 0.3);
    trusting(s, 0, 2, 0.3);
    expect(practised(s, { pace: 0.1 })).toBe(0.2); // half of what it trusts
    trusting(s, 0, 1, 0.6);
    expect(practised(s, { pace: 0.1 })).toBeCloseTo(0.26, 12); // two thirds
  });

  it('aims at the mean of those further on, not beyond', () => {
    const s = district([0.2, 0.8, 0.4]);
    trusting(s, 0, 1, 0.2);
    trusting(s, 0, 2, 0.6);
    expect(practised(s, { pace: 1, incentive: 2 })).toBeCloseTo((0.2 * 0.8 + 0.6 * 0.4) / 0.8, 6);
  });

  it('comes sooner with an open boundary and faster with time to do it', () => {
    const s = district([0, 0]);
    s.schoolOpenness[0] = 0.85;
    expect(thresholdOf(s, { ...still, openness: 0.5 }, 0)).toBeCloseTo(0.4 - 0.5 * 0.4, 6);
    expect(thresholdOf(s, { ...still, openness: 0 }, 0)).toBeCloseTo(0.4, 6);
    const paced = (hours: number) => {
      const made = district([0.2, 0.8]);
      trusting(made, 0, 1, 0.5);
      made.schoolRelease[0] = hours;
      return practised(made, { pace: 0.1, incentive: 0.5 }) - 0.2;
    };
    expect(paced(1) / paced(0)).toBeCloseTo(1.5, 9);
    expect(paced(9)).toBeCloseTo(paced(2), 12);
  });

  it('goes by what was there before the term: order of schools does not matter', () => {
    const chain = district([0.2, 0.5, 0.8]);
    trusting(chain, 0, 1, 0.5);
    trusting(chain, 1, 2, 0.5);
    practised(chain, { pace: 0.2 });
    const back = district([0.8, 0.5, 0.2]);
    trusting(back, 2, 1, 0.5);
    trusting(back, 1, 0, 0.5);
    practised(back, { pace: 0.2 });
    for (let a = 0; a < 3; a++) expect(chain.schoolPractice[a * E]).toBe(back.schoolPractice[(2 - a) * E]);
  });

  it('from strangers does not happen; from fellow members it does, by the reach of the form', () => {
    expect(practised(district([0.2, 0.8]), { pace: 0.5 })).toBe(0.2);
    const s = district([0.2, 0.8, 0.6]);
    collaborativeOf(s, [0, 1, 2], { form: 'self-organising' });
    expect(practised(s, { pace: 0.5 })).toBeCloseTo(0.2 + 0.5 * (0.7 - 0.2), 12);
    // A partner of trust 0.2 behind weighs as much as the reach of a loose association.
    const watched = (form: string) => {
      const made = district([0.2, 0.8, 0.1], 0.6);
      collaborativeOf(made, [0, 1], { form });
      trusting(made, 0, 2, 0.2);
      return practised(made, { pace: 0.5 });
    };
    expect(watched('loose association')).toBe(0.2);
    expect(watched('self-organising')).toBeGreaterThan(0.4);
  });
});

describe('invention', () => {
  it('adds at the author’s school in its field, as far as practice is not laid down there', () => {
    const made = (form: string) => {
      const s = district([0.2, 0.2]);
      collaborativeOf(s, [1, 0], { form });
      s.innovationWeek.set([0, 0, 12]);
      s.innovationAuthor.set([0, 0, 3]);
      s.innovationSubject.set([5, 2, 2]);
      s.counter[COUNTER.innovations] = 3;
      spread(s, { ...still, invention: 0.1 }, 13); // week 0 is of the term before
      return [s.schoolPractice[2], s.schoolPractice[5]];
    };
    expect(made('self-organising')).toEqual([0.2 + 0.1 * 0.8, 0.2]);
    const brand = forms[formIndex('brand')];
    expect(made('brand')[0]).toBeCloseTo(0.2 + 0.1 * (1 - brand.standardisation) * 0.8, 12);
  });

  it('fades again', () => {
    expect(practised(district([0.5, 0.5]), { fade: 0.1 })).toBeCloseTo(0.45, 12);
  });
});

describe('what a centre lays down', () => {
  const led = (form: string, levels: readonly number[]) => {
    const s = district(levels);
    collaborativeOf(s, [1, 0, 2], { form });
    return s;
  };
  it('draws members to its practice, up or down, fast where decisions are; the centre is free', () => {
    const { standardisation: k, decisionWeeks: w } = forms[formIndex('hard federation')];
    const s = led('hard federation', [0.2, 0.6, 0.9]);
    practised(s, { push: 0.5 });
    expect(s.schoolPractice[0]).toBeCloseTo(0.2 + ((0.5 * k) / w) * 0.4, 12);
    expect(s.schoolPractice[E]).toBe(0.6);
    expect(s.schoolPractice[2 * E]).toBeCloseTo(0.9 - ((0.5 * k) / w) * 0.3, 12);
    expect(practised(led('brand', [0.2, 0.6, 0.9]), { push: 0.5 })).toBeGreaterThan(
      s.schoolPractice[0] + 0.1,
    );
    expect(practised(led('self-organising', [0.2, 0.6, 0.9]), { push: 1 })).toBe(0.2);
  });

  it('leaves the less room for what they would take up by themselves', () => {
    const gain = (form: string) => {
      const s = led(form, [0.2, 0.2, 0.2]);
      s.schoolPractice.fill(0.8, 2 * E); // a fellow member further on
      trusting(s, 0, 2, 1);
      return practised(s, { pace: 0.5 }) - 0.2;
    };
    const room = 1 - forms[formIndex('brand')].standardisation;
    expect(gain('self-organising')).toBeGreaterThan(0.1);
    expect(gain('brand') / gain('self-organising')).toBeLessThan(room * 1.6);
  });

  it('draws their views to those of the centre', () => {
    const s = led('brand', [0.2, 0.2, 0.2]);
    s.schoolView.fill(0.9, 4, 8);
    practised(s, { views: 0.1 });
    expect(s.staffView[0]).toBeCloseTo(0.5 + 0.1 * 0.95 * 0.4, 6);
    expect(s.staffView[6 * 4]).toBe(0.5); // the centre’s own staff
  });

  it('is that of the strictest form, of a centre that belongs to it, once embedded', () => {
    const s = district([0, 0, 0, 0]);
    collaborativeOf(s, [1, 0]);
    const brand = collaborativeOf(s, [2, 0], { form: 'brand' });
    expect(s.membershipOf[strictest(s, 0)]).toBe(brand);
    expect(strictest(s, 2)).toBe(-1);
    s.collaborativeLead[brand] = 3;
    expect(s.membershipOf[strictest(s, 0)]).not.toBe(brand);
    s.collaborativeLead[brand] = 2;
    s.collaborativeLife[brand] = 1;
    expect(s.membershipOf[strictest(s, 0)]).not.toBe(brand);
  });
});

describe('switched off', () => {
  const run = (settings: Record<string, unknown>) => {
    const made = start(
      scenarioOf({
        years: 2,
        district: { schools: 10 },
        foundings: [{ form: 'brand', size: 4, mode: 'coerced' }],
        spread: { on: false, ...settings },
      }),
      { seed: 'off' },
    );
    advance(made, made.weeks);
    return { made, digest: digest(made) };
  };
  it('nothing of it moves anything', () => {
    const off = run({});
    expect([...off.made.state.schoolPractice].every((x) => x === 0)).toBe(true);
    const moved = Object.entries(params).filter(([name]) => name !== 'on');
    const ends = (end: 'min' | 'max') =>
      Object.fromEntries(
        moved.map(([name, parameter]) => [name, (parameter as { min: number; max: number })[end]]),
      );
    for (const end of ['min', 'max'] as const) expect(run(ends(end)).digest).toBe(off.digest);
    expect(run({ on: true }).digest).not.toBe(off.digest);
    expect(snapshot(off.made)).toBeDefined();
  });

  it('with every rate 0 it leaves practice as it began', () => {
    const m = modelOf({ district: { schools: 8 } });
    const before = m.state.schoolPractice.slice();
    spread(m.state, still, 12);
    expect(m.state.schoolPractice).toEqual(before);
    expect(Math.abs(mean(before) - 0.3)).toBeLessThan(0.08);
  });
});

describe('metrics', () => {
  it('mean of use, and variance within collaboratives alive', () => {
    const s = district([0.2, 0.6, 0.4, 1]);
    expect(practiceSpread.measure(s, 0)).toBeCloseTo(0.55, 12);
    expect(practiceVariance.measure(s, 0)).toBe(0);
    collaborativeOf(s, [0, 1]);
    expect(practiceVariance.measure(s, 0)).toBeCloseTo(0.04, 12);
    collaborativeOf(s, [0, 1, 2]);
    expect(practiceVariance.measure(s, 0)).toBeCloseTo((0.04 + 0.08 / 3) / 2, 12);
  });
});

describe('the science', () => {
  it('a brand is more uniform and invents less than a self-organising network', () => {
    const of = (form: string) => {
      const m = start(
        scenarioOf({
          years: 4,
          district: { schools: 18 },
          partnerChoice: { threshold: 5 },
          foundings: [{ form, size: 6, times: 3, mode: 'coerced' }],
        }),
        { seed: 'brand or not' },
      );
      advance(m, 78);
      const variance = practiceVariance.measure(m.state, 78);
      advance(m, 78);
      return { variance, innovations: m.state.counter[COUNTER.innovations] };
    };
    const brand = of('brand');
    const free = of('self-organising');
    expect(brand.variance).toBeLessThan(free.variance / 2);
    expect(brand.innovations).toBeLessThan(free.innovations);
  });
});
