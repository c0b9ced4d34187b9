/** Sentences on why two scenarios differ, held against the figures they are made from. */
import { describe, expect, test } from 'vitest';
import type { Flips } from '../../analysis/explain/flips.ts';
import type { Parting } from '../../analysis/explain/parting.ts';
import { byShare, shareCarried } from '../../analysis/explain/shares.ts';
import {
  flipSentence,
  meaningOf,
  mechanismSentence,
  partingSentence,
  valueText,
} from '../../analysis/explain/words.ts';
import { metrics } from '../../sim/index.ts';

const metric = metrics.find(({ key }) => key === 'trustBetweenSchools') as (typeof metrics)[number];
const sides = { a: 'competition', b: 'partnership' };
const names = ['Hill', 'Dale', 'Weir'];

describe('on mechanisms', () => {
  const row = (title: string, offB: number[], b = [5, 6, 7.2]) => ({
    title,
    share: shareCarried({ a: [0, 1, 2], b, offA: [0, 0, 0], offB }),
  });

  test('names those that are shown to carry something, the most first', () => {
    const rows = byShare([
      row('Learning', [1, 1, 1.1]),
      row('Power', [5, 5, 5.2]),
      row('Trust', [2, 2.1, 2]),
    ]);
    expect(mechanismSentence(metric, rows, sides)).toMatch(
      /^Of the difference between competition and partnership in trust between schools, 8\d % \(95 % interval \d+ to \d+ %\) goes when learning is switched off; without trust, 6\d % \(/,
    );
  });

  test('says when none is shown to, and when there is nothing to share out', () => {
    expect(mechanismSentence(metric, [row('Power', [5, 1, 7])], sides)).toMatch(
      /^No single mechanism .* but its interval holds 0\.$/,
    );
    const one = { title: 'Power', share: shareCarried({ a: [0], b: [4], offA: [0], offB: [3] }) };
    expect(mechanismSentence(metric, [one], sides)).toContain(
      'most, 25 %, goes when power is switched off, but one pair of runs gives no interval',
    );
    expect(mechanismSentence(metric, [row('Power', [1, 1, 1], [1, 0, 2.5])], sides)).toMatch(
      /^No share is told \(3 pairs of runs so far\): .* nothing to share out\.$/,
    );
  });
});

describe('on twins', () => {
  const first = {
    week: 21,
    column: 'schoolSpecial',
    owner: 'school',
    count: 1,
    at: 0,
    other: -1,
    a: 0,
    b: 1,
  } as const;
  const parting: Parting = {
    week: 26,
    weeks: 78,
    staff: 40,
    schools: 3,
    firsts: [first],
    spread: {
      staff: [...new Array(24).fill(0), 2, 4, 8],
      schools: [...new Array(24).fill(0), 1, 2, 2],
      relations: [...new Array(25).fill(0), 1, 1],
      ofRelations: new Array(27).fill(2),
    },
    relation: { week: 25, schools: [0, 2], only: 'b', count: 1, values: [] },
    partedIn: Int32Array.of(24, 25, -1),
  };

  test('tells the first figure, the first doing, the first relation and how far it has come', () => {
    expect(partingSentence(parting, names, 'B')).toBe(
      'Up to week 20 the two runs are the same in every bit; in week 21 they differ, first in “in special measures” (one school).' +
        ' What people do parts in week 24. The first relation on which it does is that of Hill and Weir, in week 25: they are in touch under B only. By week 26 it has reached 20 % of staff, 67 % of schools and 50 % of relations.',
    );
  });

  test('tells twins that are the same, so far or to the end', () => {
    const none = { ...parting, firsts: [], relation: null };
    expect(partingSentence(none, names, 'B')).toBe('Up to week 26 the two runs are the same in every bit.');
    expect(partingSentence({ ...none, week: 78 }, names, 'B')).toContain('to the end');
    const direct = {
      ...parting,
      relation: null,
      spread: { ...parting.spread, schools: new Array(27).fill(0) },
    };
    expect(partingSentence(direct, names, 'B')).toContain('By week 26 people have done nothing differently.');
  });

  test('says values as readers know them', () => {
    expect(valueText('relationStage', 2, names)).toBe('cooperation');
    expect(valueText('schoolSpecial', 1, names)).toBe('yes');
    expect(valueText('collaborativeLead', 1, names)).toBe('Dale');
    expect(valueText('relationLast', 20, names)).toBe('week 20');
    expect(valueText('relationTrust', 0.123456, names)).toBe('0.1235');
    expect(valueText('relationContacts', 3, names)).toBe('3 contacts');
    expect(meaningOf('staffView')).toBe('Position in cognitive space');
  });
});

describe('on flips', () => {
  const split = {
    factor: 'trust.firstAcross',
    threshold: 0.31234,
    turnsAbove: true,
    error: 0.125,
    guess: 0.375,
    chance: 0.002,
  };
  const flips: Flips = {
    points: 32,
    above: 20,
    below: 12,
    level: 0,
    flipped: 12,
    interval: [0.23, 0.55],
    splits: [split],
  };
  const say = (given: Partial<Flips>, usual: 1 | -1 = 1) =>
    flipSentence(metric, { ...flips, ...given }, sides, usual, () => 'Trust: first across');

  test('tell the order, how often it turns, and what tells where', () => {
    expect(say({})).toBe(
      'As the assumptions stand, trust between schools is higher under partnership than under competition. The order turns under 12 of 32 settings of the assumptions (38 %, 95 % interval 23 to 55 %), mostly where “trust: first across” is above 0.312: told by that alone, 13 % of settings are on the wrong side, and 38 % if one always says what holds for most.',
    );
    expect(say({}, -1)).toContain('is higher under competition than under partnership');
  });

  test('do not blame an assumption that chance might have picked', () => {
    expect(say({ splits: [{ ...split, chance: 0.3 }] })).toContain('no better than chance might find');
    expect(say({ flipped: 0, splits: [], interval: [0, 0.107] })).toContain(
      'It stays so under all 32 settings of the assumptions (95 % interval of the share that turn: 0 to 11 %).',
    );
  });
});
