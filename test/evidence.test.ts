/** The evidence ledger: how experiments are read, what their runs are held against, and that the record is of this version. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Check, checkExperiment, merge } from '../analysis/evidence/experiment.ts';
import { armsOf, EVIDENCE_REPLICATES, EVIDENCE_SEED, outcomeOf } from '../analysis/evidence/ledger.ts';
import { measures } from '../analysis/evidence/measures.ts';
import { corePeripheryFit } from '../analysis/evidence/network.ts';
import { read, readingsOf } from '../analysis/evidence/readings.ts';
import { type EvidenceRecord, fingerprint } from '../analysis/evidence/record.ts';
import { judge, overall, verdictOf } from '../analysis/evidence/verdict.ts';
import { replicateSeeds } from '../analysis/seeds.ts';
import { buildLedger } from '../scenarios/experiments.ts';
import { root } from '../scripts/support.mjs';
import { metrics, VERSION } from '../sim/index.ts';
import { blank, relate } from './support/district.ts';

const folder = join(root, 'scenarios', 'evidence');
const texts = Object.fromEntries(
  readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
);
const { entries, problems } = buildLedger(texts);

const SMALL = {
  id: 'X1',
  claim: 'A claim.',
  source: 'B 1',
  about: 'How.',
  base: { years: 2, district: { schools: 4 } },
  setups: [
    { name: 'a', about: 'One.', set: { market: { choice: 0.1 } } },
    { name: 'b', about: 'Other.', set: { market: { choice: 0.9 }, timeline: [{ week: 5, set: {} }] } },
  ],
  checks: [
    { name: 'First', measure: 'attainment', setup: 'b', minus: 'a', year: 2, minusYear: 1, expect: 'higher' },
  ],
  mechanism: { name: 'market', about: 'None.', off: { market: { choice: 0 } } },
};

const check = (given: Partial<Check>): Check => ({
  name: 'check',
  measure: 'attainment',
  expect: 'higher',
  than: 0,
  margin: 0,
  terms: [{ setup: 'a', since: 1, year: 1, weight: 1 }],
  sweep: [],
  ...given,
});

describe('an experiment', () => {
  test('joins its base and its setups, and turns the mechanism off in all of them', () => {
    const { experiment } = checkExperiment(SMALL);
    expect(experiment?.setups.map(({ scenario }) => scenario.parameters.market.choice)).toEqual([0.1, 0.9]);
    expect(experiment?.setups.map(({ without }) => without.parameters.market.choice)).toEqual([0, 0]);
    expect(experiment?.setups.map(({ scenario }) => scenario.years)).toEqual([2, 2]);
    expect(merge({ a: { x: 1, y: [1] }, b: 1 }, { a: { y: [2], z: 3 }, b: 2 })).toEqual({
      a: { x: 1, y: [1, 2], z: 3 },
      b: 2,
    });
  });

  test('reads a difference of differences as four terms, and of each setup only what a check needs', () => {
    const { experiment } = checkExperiment(SMALL);
    if (experiment === null) throw new Error('not an experiment');
    expect(experiment.checks[0].terms).toEqual([
      { setup: 'b', since: 2, year: 2, weight: 1 },
      { setup: 'b', since: 1, year: 1, weight: -1 },
      { setup: 'a', since: 2, year: 2, weight: -1 },
      { setup: 'a', since: 1, year: 1, weight: 1 },
    ]);
    expect(readingsOf(experiment.checks, 'a')).toEqual([
      { measure: 'attainment', year: 2 },
      { measure: 'attainment', year: 1 },
    ]);
    expect(armsOf(experiment).map(({ setup, off }) => [setup, off])).toEqual([
      ['a', false],
      ['b', false],
      ['a', true],
      ['b', true],
    ]);
    // (b2 - b1) - (a2 - a1), replicate by replicate, from values in the order of the readings: year 2, year 1.
    const values = [
      [
        [3, 1],
        [4, 1],
      ],
      [
        [9, 2],
        [8, 2],
      ],
    ];
    const outcome = outcomeOf(experiment, [...values, ...values], []);
    expect(outcome.findings[0]).toMatchObject({ value: 4, n: 2 }); // 5 and 3
    expect(outcome.without.findings[0].value).toBe(4);
  });

  test.each([
    ['an unknown measure', { checks: [{ ...SMALL.checks[0], measure: 'luck' }] }, 'checks.0.measure'],
    ['a setup that is not there', { checks: [{ ...SMALL.checks[0], minus: 'c' }] }, 'checks.0.minus'],
    ['a year past the end', { checks: [{ ...SMALL.checks[0], year: 3 }] }, 'checks.0.year'],
    ['no margin for "none"', { checks: [{ ...SMALL.checks[0], expect: 'none' }] }, 'checks.0.margin'],
    ['nothing to turn off', { mechanism: { name: 'm', about: 'a' } }, 'mechanism.off'],
    [
      'a wrong value in a setup',
      { setups: [{ ...SMALL.setups[0], set: { market: { choice: 7 } } }] },
      'setups.0.set.market.choice',
    ],
    ['a wrong value in the base', { base: { district: { schools: 'many' } } }, 'base.district.schools'],
    [
      'a wrong value in what is turned off',
      { mechanism: { ...SMALL.mechanism, off: { market: { choice: -1 } } } },
      'mechanism.off.market.choice',
    ],
    ['an unknown key', { why: 'so' }, 'why'],
  ])('is refused with %s, at its place', (_, change, path) => {
    const { experiment, problems: found } = checkExperiment({ ...SMALL, ...change });
    expect(experiment).toBeNull();
    expect(found.map((problem) => problem.path.join('.'))).toContain(path);
  });

  test('says line and column of what is wrong in a file', () => {
    const text = texts['E06.yaml'].replace('choice: 0.9', 'choice: 9');
    const { problems: found } = buildLedger({ 'E06.yaml': text });
    const line = text.split('\n').findIndex((row) => row.includes('choice: 9')) + 1;
    expect(found[0]).toMatchObject({
      file: 'E06.yaml',
      line,
      path: 'setups[1].set.market.choice',
      found: '9',
    });
  });
});

describe('a verdict', () => {
  test.each([
    ['higher', 0, 0, [0.1, 0.3], 'reproduced'],
    ['higher', 0, 0.2, [0.1, 0.3], 'not reproduced'],
    ['higher', 0, 0, [-0.1, 0.3], 'not reproduced'],
    ['higher', 0, 0, [-0.3, -0.1], 'contradicted'],
    ['higher', 0.9, 0, [0.91, 0.95], 'reproduced'],
    ['higher', 0.9, 0, [0.5, 0.8], 'contradicted'],
    ['lower', 0, 0, [-0.3, -0.1], 'reproduced'],
    ['lower', 0, 0, [0.1, 0.3], 'contradicted'],
    ['none', 0, 0.2, [-0.1, 0.19], 'reproduced'],
    ['none', 0, 0.2, [-0.1, 0.21], 'not reproduced'],
    ['none', 0, 0.2, [0.21, 0.4], 'contradicted'],
    ['not lower', 0, 0, [0, 0.2], 'reproduced'],
    ['not lower', 0, 0, [-0.1, 0.2], 'not reproduced'],
    ['not lower', 3, 0, [1, 2.5], 'contradicted'],
  ] as const)(
    'on "%s" than %d, margin %d, follows where %j lies: %s',
    (expect_, than, margin, interval, verdict) => {
      expect(verdictOf({ expect: expect_, than, margin }, interval)).toBe(verdict);
    },
  );

  test('needs an interval, and leaves out replicates without a value', () => {
    expect(judge(check({}), [[1, Number.NaN, 3]])).toMatchObject({ value: 2, n: 2 });
    expect(judge(check({}), [[1, Number.NaN, Number.NaN]])).toMatchObject({
      verdict: 'not reproduced',
      n: 1,
    });
  });

  test('finds a peak only inside and only where it is single', () => {
    const peak = (...means: number[]) =>
      judge(
        check({
          expect: 'peak',
          terms: means.map((_, i) => ({ setup: String(i), since: 1, year: 1, weight: 1 })),
        }),
        means.map((mean) => [mean - 0.01, mean, mean + 0.011]),
      ).verdict;
    expect(peak(1, 2, 3, 2, 1)).toBe('reproduced');
    expect(peak(1, 2, 1.5, 2, 1)).toBe('not reproduced');
    expect(peak(3, 2, 1.5, 1)).toBe('contradicted');
    expect(peak(1, 2, 3, 4)).toBe('contradicted');
  });

  test('finds a fall only where every step goes down', () => {
    const fall = (margin: number, ...means: number[]) =>
      judge(
        check({
          expect: 'falls',
          margin,
          terms: means.map((_, i) => ({ setup: String(i), since: 1, year: 1, weight: 1 })),
        }),
        means.map((mean, i) => [mean - 0.01 * i, mean, mean + 0.01 * i]),
      ).verdict;
    expect(fall(0.1, 3, 2, 1)).toBe('reproduced');
    expect(fall(0.1, 3, 1, 2)).toBe('not reproduced');
    expect(fall(5, 3, 2, 1)).toBe('not reproduced');
    expect(fall(0, 1, 2, 3)).toBe('contradicted');
  });

  test('of a claim is the worst of its checks', () => {
    const finding = (verdict: 'reproduced' | 'not reproduced' | 'contradicted') =>
      ({ verdict, value: 0, interval: null, n: 0, means: [] }) as const;
    expect(overall([finding('reproduced'), finding('reproduced')])).toBe('reproduced');
    expect(overall([finding('reproduced'), finding('not reproduced')])).toBe('not reproduced');
    expect(overall([finding('not reproduced'), finding('contradicted')])).toBe('contradicted');
  });
});

test('core-periphery fit is high for a core with hangers-on, near nothing for a ring, and 0 below four', () => {
  const contact = (n: number, of: (i: number, j: number) => number) => {
    const s = blank(n);
    for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) s.relationContact[relate(s, i, j)] = of(i, j);
    return corePeripheryFit(s, [...Array(n).keys()]);
  };
  const core = contact(8, (i, j) => (j < 3 ? 1 : i < 3 ? 0.5 : 0));
  const ring = contact(8, (i, j) => (j - i === 1 || j - i === 7 ? 1 : 0));
  expect(core).toBeGreaterThan(0.4);
  expect(ring).toBeLessThan(core - 0.3);
  expect(contact(3, () => 1)).toBe(0);
});

describe('the ledger', () => {
  test('has one experiment for each of the thirty claims, with nothing wrong in it', () => {
    expect(problems).toEqual([]);
    const ids = Array.from({ length: 30 }, (_, i) => `E${String(i + 1).padStart(2, '0')}`);
    expect(entries.map(({ experiment }) => experiment.id)).toEqual(ids);
    expect(entries.map(({ fileName }) => fileName)).toEqual(ids.map((id) => `${id}.yaml`));
  });

  test('turns something off in every experiment', () => {
    for (const { experiment } of entries)
      for (const { name, scenario, without } of experiment.setups)
        expect(without.parameters, `${experiment.id} ${name}`).not.toEqual(scenario.parameters);
  });

  test('uses every measure it declares, and none that is a metric', () => {
    const used = new Set(
      entries.flatMap(({ experiment }) => experiment.checks.map(({ measure }) => measure)),
    );
    expect(measures.filter(({ key }) => !used.has(key)).map(({ key }) => key)).toEqual([]);
    const keys = new Set<string>(metrics.map(({ key }) => key));
    expect(measures.filter(({ key }) => keys.has(key))).toEqual([]);
  });
});

describe('the recorded result', () => {
  const file = join(folder, 'record.json');
  const record: EvidenceRecord | null = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;

  test('is of this version, of the whole ledger, and of these files: `npm run evidence` records anew', () => {
    expect(record?.version).toBe(VERSION);
    expect(record?.replicates).toBe(EVIDENCE_REPLICATES);
    expect(record?.claims.map(({ id, file: print }) => [id, print])).toEqual(
      entries.map(({ experiment, text }) => [experiment.id, fingerprint(text)]),
    );
  });

  test.each(entries.map(({ experiment }) => [experiment.id, experiment] as const))(
    '%s: its first replicate still ends as recorded',
    async (id, experiment) => {
      const recorded = record?.claims.find((claim) => claim.id === id);
      const [seed] = replicateSeeds(`${EVIDENCE_SEED}/${id}`, 1);
      // Runs with the mechanism on; those without it share every step with others that run here.
      for (const [i, { setup, off, readings }] of armsOf(experiment).entries()) {
        if (off) continue;
        const scenario = experiment.setups.find(({ name }) => name === setup)?.scenario;
        if (scenario === undefined) throw new Error(`no setup ${setup}`);
        const { digest } = await read(scenario, seed, readings);
        expect(digest, `${id}, ${setup}`).toBe(recorded?.digests[i]);
      }
    },
    60_000,
  );

  test('contradicts no claim, and says of each how it stands', () => {
    for (const claim of record?.claims ?? []) {
      expect(claim.verdict, claim.id).not.toBe('contradicted');
      expect(claim.findings.length, claim.id).toBeGreaterThan(0);
    }
  });
});
