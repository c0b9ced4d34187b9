/** Which assumptions results rest on: how effects are found and told, and that the record is of this simulation. */
import { describe, expect, test } from 'vitest';
import { withValues } from '../analysis/explain/switches.ts';
import {
  type InfluenceRecord,
  influenceRecord,
  proofs,
  type Ranked,
  recordText,
  standsOut,
} from '../analysis/influence/record.ts';
import {
  assumptionsOf,
  cellsOf,
  effectsOf,
  INFLUENCE,
  KEPT,
  onDistrict,
  READINGS,
  seedsOf,
} from '../analysis/influence/study.ts';
import { influenceRows, influenceSentence } from '../analysis/influence/words.ts';
import { HEADLINES } from '../analysis/phrases.ts';
import { advance, digest, metrics, parameterAt, start, VERSION } from '../sim/index.ts';
import { collegium, useBuiltCommand } from './support/cli.ts';
import { library } from './support/library.ts';
import { read } from './support/project.ts';

const regimes = INFLUENCE.regimes.map((name) => {
  const entry = library().find(({ id }) => id === name);
  if (entry === undefined) throw new Error(`no scenario ${name}`);
  return onDistrict(entry.scenario, INFLUENCE);
});
const assumptions = assumptionsOf(regimes);
const metric = (key: string) => metrics.findIndex((one) => one.key === key);
const TRUST = metric('trustBetweenSchools');

describe('effects', () => {
  const three = assumptions.filter(({ factor }) => factor.scale === 'log' && !factor.integer).slice(0, 3);
  const study = { ...INFLUENCE, trajectories: 8 };
  const cells = cellsOf(three, study);
  /** Where an assumption lies in its range, on its scale: 0 to 1. */
  const place = (c: number, f: number) => {
    const { from, to } = three[f].factor;
    return Math.log((cells[c].values.get(three[f].path) as number) / from) / Math.log(to / from);
  };

  test('are found on the outcome under each regime and on the difference, where they are known', () => {
    expect(three).toHaveLength(3);
    // Under the first regime 3 x the first assumption, under the second 2 x the second less 1 x the first.
    const runs = cells.map((_, c) =>
      [3 * place(c, 0), 2 * place(c, 1) - place(c, 0)].map((value) =>
        Array.from({ length: study.replicates }, () => metrics.map((_, m) => (m === TRUST ? value : 0))),
      ),
    );
    const effects = effectsOf(three, cells, runs, study);
    const mus = (reading: (typeof READINGS)[number]) =>
      effects[reading].get('trustBetweenSchools')?.map(({ mu }) => Number(mu?.toFixed(6)));
    expect(mus('first')).toEqual([3, 0, 0]);
    expect(mus('second')).toEqual([-1, 2, 0]);
    expect(mus('difference')).toEqual([-4, 2, 0]);
    const none = { runs: 0, failed: 0, digests: [] };
    const { ranked } = influenceRecord(study, three, effects, none);
    expect(ranked.trustBetweenSchools?.difference.map(({ path, mu }) => [path, mu])).toEqual([
      [three[0].path, -4],
      [three[1].path, 2],
    ]);
    expect(ranked.attainment?.difference).toEqual([]);
  });

  test('leave out cells without a result', () => {
    const runs = cells.map((_, c) =>
      [c === 1 ? null : 3 * place(c, 0), 0].map((value) =>
        Array.from({ length: study.replicates }, () => (value === null ? null : metrics.map(() => value))),
      ),
    );
    const effects = effectsOf(three, cells, runs, study).difference.get('attainment') ?? [];
    expect(effects.reduce((sum, { n }) => sum + n, 0)).toBe(8 * 3 - 2);
    expect(effects[0].mu).toBeCloseTo(-3, 6);
  });

  test('move one assumption at a time, under luck that a trajectory shares and no other has', () => {
    expect(cells).toHaveLength(8 * 4);
    expect(seedsOf(cells[0], study)).toEqual(['influence/1/1', 'influence/1/2']);
    expect(seedsOf(cells[3], study)).toEqual(seedsOf(cells[0], study));
    expect(seedsOf(cells[4], study)).toEqual(['influence/2/1', 'influence/2/2']);
  });
});

describe('words', () => {
  const one = (path: string, muStar: number, low: number, luck: number): Ranked => ({
    path,
    mu: -muStar,
    muInterval: [-muStar, -low],
    muStar,
    muStarInterval: [low, 2 * muStar],
    sigma: 0,
    luck,
  });
  const record = (ranked: readonly Ranked[]): InfluenceRecord => ({
    version: VERSION,
    study: INFLUENCE,
    assumptions: [['trust.firstAcross', 0.03, 0.12]],
    runs: 1,
    failed: 0,
    digests: [],
    ranked: { trustBetweenSchools: { first: [], second: [], difference: ranked } },
  });

  test('name what stands out of luck, and nothing else', () => {
    const found = record([one('trust.firstAcross', 0.2, 0.1, 0.05), one('trust.cushion', 0.1, 0.02, 0.05)]);
    expect(influenceSentence(found, metrics[TRUST], 'difference')).toBe(
      'The difference between partnership and competition in trust between schools rests most on “Trust: first across”: moved over its range, it changes that by 0.20 on average.',
    );
    const [gain, loss] = influenceRows(found, 'trustBetweenSchools', 'difference');
    expect([gain.varied, gain.size, gain.mean, gain.standsOut]).toEqual([
      '0.03 to 0.12',
      '0.20',
      '-0.20',
      true,
    ]);
    expect([loss.size, loss.standsOut]).toEqual(['0.10', false]);
    expect(gain.ground).toMatch(/^An assumption/);
  });

  test('say that nothing is shown, or that nothing moves', () => {
    expect(
      influenceSentence(record([one('trust.firstAcross', 0.2, 0.1, 0.15)]), metrics[TRUST], 'difference'),
    ).toBe(
      'The difference between partnership and competition in trust between schools: no assumption is shown to move it further than luck does; most, by 0.20, with “Trust: first across”.',
    );
    expect(influenceSentence(record([]), metrics[TRUST], 'first')).toBe(
      'Trust between schools under competition: no assumption moves it on the district of the study.',
    );
  });
});

describe('collegium influence', () => {
  useBuiltCommand();
  const small = [
    '--only',
    'informalContact',
    '--only',
    'authority',
    '--trajectories',
    '2',
    '--replicates',
    '1',
  ];

  test('gives the same for any number of jobs', async () => {
    const [one, two] = await Promise.all(
      ['1', '2'].map((jobs) => collegium('influence', ...small, '--json', '--jobs', jobs)),
    );
    expect({ code: one.code, stderr: one.stderr }).toEqual({ code: 0, stderr: '' });
    expect(two.stdout).toBe(one.stdout);
    const record = JSON.parse(one.stdout) as InfluenceRecord;
    expect(record.runs).toBe(2 * 2 * (record.assumptions.length + 1));
    expect(record.failed).toBe(0);
    expect(JSON.parse(recordText(record))).toEqual(record);
  }, 60_000);

  test('refuses a group that does not exist, and to keep a part', async () => {
    const wrong = await collegium('influence', '--only', 'trsut');
    expect(wrong).toMatchObject({ code: 2, stdout: '' });
    expect(wrong.stderr).toContain("--only trsut: no such group; did you mean 'trust'?");
    const part = await collegium('influence', '--record', ...small);
    expect(part).toMatchObject({ code: 2, stdout: '' });
    expect(part.stderr).toContain('--record');
  });
});

describe('the recorded study; `npm run influence` makes it anew', () => {
  const path = 'scenarios/influence/record.json';
  const text = read(path);
  const record = JSON.parse(text) as InfluenceRecord;
  /** The assumptions of the record as they are declared now: what has been added since moves no effect of its runs. */
  const own = record.assumptions.flatMap(([name]) => assumptions.filter(({ path: one }) => one === name));

  test('is of this version and study, and varied what is declared', () => {
    expect([record.version, record.study]).toEqual([VERSION, INFLUENCE]);
    expect(own.map(({ path: name, factor: { from, to } }) => [name, from, to])).toEqual(record.assumptions);
    expect(recordText(record)).toBe(text);
  });

  test('has runs that still end as recorded', () => {
    const cells = cellsOf(own, record.study);
    const digests = proofs(cells.length).flatMap((c) =>
      regimes.map((regime) => {
        const [seed] = seedsOf(cells[c], record.study);
        const run = start(withValues(regime, cells[c].values, path), { seed });
        advance(run, run.weeks);
        return digest(run);
      }),
    );
    expect(record.digests, 'stale: run `npm run influence`').toEqual(digests);
  });

  test('ranks every metric by assumptions that are declared, the greatest first', () => {
    expect(Object.keys(record.ranked)).toEqual(metrics.map(({ key }) => key));
    for (const { key } of metrics) {
      for (const reading of READINGS) {
        const ranked = record.ranked[key]?.[reading] ?? [];
        expect(ranked.length).toBeLessThanOrEqual(KEPT);
        const sizes = ranked.map(({ muStar }) => muStar);
        expect(sizes, key).toEqual([...sizes].sort((p, q) => q - p));
        for (const { path: name } of ranked) expect(parameterAt(name)?.parameter.source).toMatch(/assum/);
      }
    }
    const shown = HEADLINES.filter((key) => record.ranked[key]?.difference.some(standsOut));
    expect(shown.length, 'headlines with an assumption that stands out of luck').toBeGreaterThan(3);
  });
});
