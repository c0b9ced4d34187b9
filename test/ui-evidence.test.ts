import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { recordOf } from '../analysis/evidence/record.ts';
import type { Finding, Verdict } from '../analysis/evidence/verdict.ts';
import { buildLedger } from '../scenarios/experiments.ts';
import { buildLibrary } from '../scenarios/library.ts';
import { root } from '../scripts/support.mjs';
import { checkScenario, plainScenario, VERSION } from '../sim/index.ts';
import { pictureOf, wantedOf } from '../ui/charts/evidence.ts';
import {
  countOf,
  expectation,
  figuresOf,
  linkTo,
  meansOf,
  readingText,
  rowsOf,
  summary,
} from '../ui/state/evidence.ts';
import { type CheckCard, claimCard } from '../ui/state/ledger.ts';

function textsOf(...folder: string[]): Record<string, string> {
  const path = join(root, ...folder);
  const names = readdirSync(path).filter((name) => name.endsWith('.yaml'));
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(path, name), 'utf8')]));
}

const { entries, problems } = buildLedger(textsOf('scenarios', 'evidence'));
const claims = entries.map(claimCard);

const finding = (verdict: Verdict, changes: Partial<Finding> = {}): Finding => ({
  verdict,
  value: 0.5,
  interval: [0.4, 0.6],
  n: 3,
  means: [],
  ...changes,
});

/** A record in which the claims in turn have these verdicts, decided by their last check. */
function recorded(verdicts: readonly Verdict[], without: Verdict = 'not reproduced') {
  const outcomes = entries.map(({ experiment: { id, checks } }, i) => {
    const verdict = verdicts[i % verdicts.length];
    const findings = checks.map((_, k) => finding(k === checks.length - 1 ? verdict : 'reproduced'));
    const off = { verdict: without, findings: checks.map(() => finding(without)) };
    return { id, replicates: 3, verdict, findings, without: off, failures: [] };
  });
  return recordOf(
    entries,
    outcomes,
    entries.map(() => []),
  );
}

describe('the ledger on the page', () => {
  test('is read without fault and says of every check what it measures', () => {
    expect(problems).toEqual([]);
    expect(claims.length).toBeGreaterThan(20);
    for (const { id, checks } of claims)
      for (const { doc, measure } of checks) expect(doc, `${id} ${measure}`).not.toBe('');
  });

  test('without a record lists every claim and says that there is no result', () => {
    const rows = rowsOf({ claims, record: null });
    expect(rows.map(({ card }) => card.id)).toEqual(claims.map(({ id }) => id));
    expect(countOf(rows, 'not recorded')).toBe(claims.length);
    expect(rows.every(({ deciding, stale }) => deciding.found === null && !stale)).toBe(true);
    expect(summary(rows, null)).toBe(
      `${claims.length} claims of the sources are held against the model. There is no recorded result yet.`,
    );
  });

  test('joins claims and results, and shows the check that decides', () => {
    const record = recorded(['reproduced', 'contradicted']);
    expect(record.version).toBe(VERSION);
    const rows = rowsOf({ claims, record });
    rows.forEach(({ verdict, without, checks, deciding }, i) => {
      expect(verdict).toBe(['reproduced', 'contradicted'][i % 2]);
      expect(without).toBe('not reproduced');
      expect(deciding.place).toBe(i % 2 === 0 ? 0 : checks.length - 1);
    });
    const kept = countOf(rows, 'reproduced');
    expect(summary(rows, record)).toBe(
      `The model reproduces ${kept} of ${claims.length} claims of the sources at 3 replicates; ` +
        `${claims.length - kept} are contradicted. ` +
        `All ${kept} fail once the mechanism that the claim rests on is switched off.`,
    );
  });

  test('counts those that hold without their mechanism as not resting on it', () => {
    const record = recorded(['reproduced'], 'reproduced');
    const said = summary(rowsOf({ claims, record }), record);
    expect(said).toContain('none is contradicted');
    expect(said).toContain(`0 of the ${claims.length} fail once`);
  });

  test('shows no result of an experiment that has been changed since, and none it has not', () => {
    const record = recorded(['reproduced']);
    const [first, second, ...others] = record.claims;
    const rows = rowsOf({ claims, record: { ...record, claims: [{ ...first, file: '0' }, ...others] } });
    expect(rows[0]).toMatchObject({ verdict: 'not recorded', stale: true });
    expect(rows[1]).toMatchObject({ card: { id: second.id }, verdict: 'not recorded', stale: false });
    expect(rows[2].verdict).toBe('reproduced');
    expect(summary(rows, record)).toContain('2 more have no result recorded yet.');
  });
});

const check: CheckCard = {
  name: 'Trust',
  measure: 'trustBetweenSchools',
  expect: 'higher',
  than: 0,
  margin: 0,
  terms: [
    { setup: 'b', since: 6, year: 6, weight: 1 },
    { setup: 'a', since: 6, year: 6, weight: -1 },
  ],
  sweep: [],
  unit: 'trust',
  doc: '',
};

describe('a check in words', () => {
  test('says what is taken from what, and when', () => {
    expect(readingText(check)).toBe('b minus a, end of year 6');
    const [b, a] = check.terms;
    const before = { since: 3, year: 3 };
    const terms = [b, { ...b, ...before, weight: -1 }, a, { ...a, ...before, weight: 1 }];
    expect(readingText({ ...check, terms })).toBe('b minus a, end of year 6 minus end of year 3');
    expect(readingText({ ...check, terms: [{ ...b, since: 2 }] })).toBe(
      'b, mean of the ends of years 2 to 6',
    );
    expect(readingText({ ...check, expect: 'falls', sweep: ['b', 'a'] })).toBe(
      'b, a; end of year 6; the figure is the last minus the first',
    );
  });

  test('says what is expected', () => {
    expect(expectation({ ...check, than: 0.1, margin: 0.2 })).toBe('above 0.3');
    expect(expectation({ ...check, expect: 'lower', margin: 0.2 })).toBe('below -0.2');
    expect(expectation({ ...check, expect: 'not lower' })).toBe('not below 0');
    expect(expectation({ ...check, expect: 'none', margin: 0.3 })).toBe('no difference: within -0.3 and 0.3');
  });

  test('gives figures to two digits of the interval, differences with their sign', () => {
    const found = { name: '', ...finding('reproduced', { value: 0.04839, interval: [0.0171, 0.0797] }) };
    expect(figuresOf(check, found)).toEqual({ value: '+0.048', interval: '0.017 to 0.080' });
    const level = { ...check, terms: check.terms.slice(0, 1) };
    expect(figuresOf(level, { ...found, value: 1234.4, interval: [1100.4, 1400.2] })).toEqual({
      value: '1234',
      interval: '1100 to 1400',
    });
    expect(figuresOf(level, { ...found, interval: null }).interval).toBe('no interval');
    expect(figuresOf(level, { ...found, value: 0, interval: null, n: 0 })).toEqual({
      value: 'none',
      interval: 'no run gave a value',
    });
    expect(meansOf({ ...check, sweep: ['a', 'b'] }, { ...found, means: [0.1, 0.3] })).toEqual([
      { setup: 'a', mean: '0.100' },
      { setup: 'b', mean: '0.300' },
    ]);
  });

  test('is pictured with its interval inside what is wanted exactly when it is reproduced', () => {
    expect(wantedOf({ expect: 'lower', than: 0, margin: 0.1 })).toEqual([Number.NEGATIVE_INFINITY, -0.1]);
    for (const interval of [
      [0.1, 0.3],
      [-0.1, 0.3],
      [-0.4, -0.2],
    ] as const) {
      const found = { name: '', ...finding('reproduced', { value: 0, interval }) };
      const picture = pictureOf(check, found, null);
      const [low, high] = picture.interval ?? [0, 0];
      expect(low >= picture.wanted[0] && high <= picture.wanted[1]).toBe(interval[0] > 0);
      expect(picture.wanted[1]).toBe(1);
      expect(picture.base).toBe(picture.wanted[0]);
    }
    const flat = { name: '', ...finding('not reproduced', { value: 0, interval: [0, 0] }) };
    expect(Number.isFinite(pictureOf(check, flat, flat).centre)).toBe(true);
  });

  test('is linked to by its claim', () => {
    expect([linkTo(null), linkTo('E06')]).toEqual(['evidence', 'evidence/E06']);
  });
});

test('scenarios of the library survive the way into the page', () => {
  const { entries } = buildLibrary(textsOf('scenarios'));
  expect(entries.length).toBeGreaterThan(30);
  for (const { id, scenario } of entries) {
    const sent = JSON.parse(JSON.stringify(plainScenario(scenario)));
    expect(checkScenario(sent).scenario, id).toEqual(scenario);
  }
});
