import { describe, expect, it } from 'vitest';
import { found, join, rebuildRoster } from '../../sim/collaboratives.ts';
import { forms } from '../../sim/governance/forms.ts';
import { mature, params } from '../../sim/mechanisms/embedding.ts';
import { defaults } from '../../sim/schema.ts';
import { COUNTER, EVENT, LIFE, type State } from '../../sim/state.ts';
import { charter, collaborativeOf } from '../support/charter.ts';
import { blank, relate } from '../support/district.ts';

const p = { ...defaults(params), courting: 30, aligning: 60, spanners: 0.3 };

describe('courting and aligning', () => {
  /** Weeks of the first term's end at which each part of the road is over. */
  function waits(given: Partial<typeof charter>, trust = 0): number[] {
    const s = blank(2);
    const c = collaborativeOf(s, [0, 1], given);
    s.collaborativeLife[c] = LIFE.courting;
    s.relationTrust[relate(s, 0, 1)] = trust;
    const ends: number[] = [];
    let life: number = LIFE.courting;
    for (let week = 12; ends.length < 2; week += 13) {
      mature(s, p, week);
      if (s.collaborativeLife[c] > life) ends.push(week);
      life = s.collaborativeLife[c];
    }
    return ends;
  }

  it('last 30 and 60 weeks between strangers', () => {
    expect(waits({})).toEqual([38, 103]); // the first reviews 30 weeks after week 0, and 60 after that
  });

  it('are shorter with trust, and with an honest broker', () => {
    expect(waits({}, 1)).toEqual([12, 38]); // 30 % of the time: 9 and 18 weeks
    expect(waits({ coordinator: 'honest broker' })).toEqual([25, 64]); // 60 %: 18 and 36 weeks
    expect(waits({ coordinator: 'insider' })).toEqual(waits({}));
  });

  it('are longer where decisions take longer', () => {
    // A soft federation takes 6 weeks over a decision instead of 4: sqrt(1.5) = 1.22 times, 37 and 73 weeks.
    expect(waits({ form: 'soft federation' })).toEqual([38, 116]);
  });

  it('skip courting where nobody was asked', () => {
    expect(waits({ mode: 'coerced' })).toEqual([12, 77]);
  });

  it('end in an event that says how long they took', () => {
    const s = blank(2);
    const c = collaborativeOf(s, [0, 1]);
    s.collaborativeLife[c] = LIFE.aligning;
    mature(s, p, 64);
    const last = s.counter[COUNTER.events] - 1;
    expect([s.eventKind[last], s.eventB[last], s.eventValue[last]]).toEqual([EVENT.embedded, c, 64]);
  });
});

describe('a form that cannot be left again', () => {
  /** A collaborative of two strangers as it is founded, without a day of life. */
  function fresh(form: string, mode = 'voluntary'): { s: State; c: number } {
    const s = blank(2);
    const c = found(s, { ...charter, form, mode }, 10);
    for (const a of [0, 1]) join(s, a, c, 0.6, 10);
    rebuildRoster(s);
    relate(s, 0, 1);
    return { s, c };
  }

  /** The first review, every 13 weeks from week 12, after which it is embedded. */
  function embedded(form: string, mode = 'voluntary'): number {
    const { s, c } = fresh(form, mode);
    let week = 12;
    for (; s.collaborativeLife[c] !== LIFE.embedded && week < 500; week += 13) mature(s, p, week);
    return week - 13;
  }

  it('begins with the courting behind it; others begin by courting', () => {
    for (const { name, exit } of forms) {
      const { s, c } = fresh(name);
      expect(s.collaborativeLife[c], name).toBe(exit ? LIFE.courting : LIFE.aligning);
    }
    expect(forms.filter(({ exit }) => !exit).map(({ name }) => name)).toContain('hard federation');
    expect(forms.filter(({ exit }) => exit).map(({ name }) => name)).toContain('loose association');
  });

  it('is embedded after the aligning alone, whoever wanted it', () => {
    // Two weeks a decision instead of 4: 60 / sqrt(2) = 42.4 weeks from week 10, and the review after that.
    expect(embedded('hard federation')).toBe(64);
    expect(embedded('hard federation', 'coerced')).toBe(64);
    // The alliance decides as quickly, and courts for 30 / sqrt(2) = 21.2 weeks first: weeks 38 and 38 + 42.4.
    expect(embedded('alliance')).toBe(90);
    // Where nobody was asked the first review ends the courting: weeks 12 and 12 + 42.4.
    expect(embedded('alliance', 'coerced')).toBe(64);
  });

  it('says how long it took since the founding', () => {
    const { s, c } = fresh('hard federation');
    for (let week = 12; week <= 64; week += 13) mature(s, p, week);
    const last = s.counter[COUNTER.events] - 1;
    expect([s.eventKind[last], s.eventB[last], s.eventValue[last]]).toEqual([EVENT.embedded, c, 54]);
  });
});
