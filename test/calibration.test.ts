/** History matching: its arithmetic, its plan and the recorded result. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { latinHypercube, type Range } from '../analysis/calibration/design.ts';
import { implausibility, matchOf, rankCorrelation } from '../analysis/calibration/match.ts';
import { defaultPoint, type Plan, planArms, scenarioAt } from '../analysis/calibration/plan.ts';
import { type CalibrationRecord, planPrint } from '../analysis/calibration/record.ts';
import { read as readRun } from '../analysis/evidence/readings.ts';
import { fingerprint } from '../analysis/evidence/record.ts';
import { replicateSeeds } from '../analysis/seeds.ts';
import { readPlan } from '../scenarios/calibration.ts';
import { buildLedger } from '../scenarios/experiments.ts';
import { formatProblem } from '../scenarios/problem.ts';
import { root } from '../scripts/support.mjs';
import { collegium, useBuiltCommand, useFolder } from './support/cli.ts';
import { projectFiles, read } from './support/project.ts';

const files = projectFiles().filter((path) => /^scenarios\/evidence\/E\d+\.yaml$/.test(path));
const { entries } = buildLedger(Object.fromEntries(files.map((path) => [path, read(path)])));
const experiments = entries.map(({ experiment }) => experiment);
const planText = read('scenarios/calibration/plan.yaml');

function planOf(text: string): Plan {
  const { value, problems } = readPlan(text, 'plan.yaml', experiments);
  if (value === null) throw new Error(problems.map(formatProblem).join('\n'));
  return value;
}

const SMALL = `about: Small.
before: Nothing.
seed: small
points: 3
replicates: 2
cutoff: 3
parameters:
  - { path: collaborativeLife.detailCost, from: 0, to: 1 }
  - { path: learning.jointBreadth, from: 1, to: 6 }
targets:
  - name: detail
    experiment: E14
    check: Networks alive after three years, clear agreement against an over-detailed one
    aim: 0.2
    tolerance: 0.1
    source: B 12.4
`;

describe('the design', () => {
  const ranges: Range[] = [
    { path: 'a.one', from: -1, to: 3, integer: false },
    { path: 'b.two', from: 0.001, to: 0.002, integer: false },
    { path: 'c.three', from: 0, to: 1, integer: false },
  ];

  test('puts one point into every cell of every range', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 60 }), fc.string({ maxLength: 12 }), (points, seed) => {
        const design = latinHypercube(ranges, points, seed);
        expect(design).toHaveLength(points);
        ranges.forEach(({ from, to }, p) => {
          const rising = design.map((row) => row[p]).sort((a, b) => a - b);
          rising.forEach((value, cell) => {
            // Four digits are kept of a value, so that it may leave its cell by that much.
            const slack = Math.max(Math.abs(from), Math.abs(to)) * 5e-4;
            expect(value).toBeGreaterThanOrEqual(
              Math.max(from, from + (cell / points) * (to - from) - slack),
            );
            expect(value).toBeLessThanOrEqual(
              Math.min(to, from + ((cell + 1) / points) * (to - from) + slack),
            );
          });
        });
      }),
      { numRuns: 50 },
    );
  });

  test('follows from the seed, and a column from its own path', () => {
    const design = latinHypercube(ranges, 20, 'seed');
    expect(latinHypercube(ranges, 20, 'seed')).toEqual(design);
    expect(latinHypercube(ranges, 20, 'other')).not.toEqual(design);
    expect(latinHypercube([ranges[2], ranges[0]], 20, 'seed')).toEqual(design.map(([a, , c]) => [c, a]));
    expect(design.map(([a]) => a)).not.toEqual(design.map(([a]) => a).sort((x, y) => x - y));
  });

  test('has whole numbers where the parameter is one', () => {
    const design = latinHypercube([{ path: 'a.n', from: 1, to: 6, integer: true }], 30, 's');
    expect(new Set(design.map(([n]) => n))).toEqual(new Set([1, 2, 3, 4, 5, 6]));
  });
});

describe('matching', () => {
  test('implausibility is a distance in standard deviations of both sides', () => {
    expect(implausibility(1.5, 0.09, { aim: 1.2, tolerance: 0.4 })).toBeCloseTo(0.3 / 0.5, 12);
    expect(implausibility(0.9, 0, { aim: 1.2, tolerance: 0.1 })).toBeCloseTo(3, 12);
  });

  test('pools variance over points, keeps what misses no target, and rules out what gives no value', () => {
    const target = (name: string, aim: number, tolerance: number): Plan['targets'][number] => ({
      name,
      source: '',
      experiment: 'E14',
      check: { measure: 'attainment', terms: [] },
      aim,
      tolerance,
    });
    const plan: Plan = {
      ...planOf(SMALL),
      parameters: [{ path: 'p.p', from: 0, to: 3, integer: false }],
      targets: [target('a', 10, 3), target('b', 0, 1)],
    };
    // Variances at the points: of target a 2, 8, 0, 2; of b only two points have two values, 0 and 2.
    const outputs = [
      [
        [9, 11],
        [0, 0],
      ],
      [
        [18, 22],
        [3, Number.NaN],
      ],
      [
        [10, 10],
        [Number.NaN, Number.NaN],
      ],
    ];
    const defaults = {
      values: [9],
      outputs: [
        [12, 14],
        [3, 5],
      ],
    };
    const match = matchOf(plan, [[0], [1], [2]], outputs, defaults);
    expect(match.variances).toEqual([3, 1]);
    expect(match.points.map(({ means }) => means)).toEqual([
      [10, 0],
      [20, 3],
      [10, null],
    ]);
    const far = 10 / Math.sqrt(3 / 2 + 9);
    expect(match.points[1].implausibility[0]).toBeCloseTo(far, 12);
    expect(match.points[1].implausibility[1]).toBeCloseTo(3 / Math.sqrt(1 + 1), 12);
    expect(match.points[1].worst).toBeCloseTo(far, 12);
    expect(match.points[1].second).toBeCloseTo(3 / Math.sqrt(2), 12);
    expect(match.points[2]).toMatchObject({ implausibility: [0, null], worst: null, second: 0 });
    expect(match.points.map(({ kept }) => kept)).toEqual([true, false, false]);
    expect(match.defaults.worst).toBeCloseTo(4 / Math.sqrt(0.5 + 1), 12);
    expect(match.defaults.kept).toBe(false);
    expect(match.keptShare).toBeCloseTo(1 / 3, 12);
    expect(match.keptButOneShare).toBe(1);
    expect(match.targetShares[0]).toBeCloseTo(2 / 3, 12);
    expect(match.targetShares[1]).toBeCloseTo(2 / 3, 12);
    expect(match.keptSpreads).toEqual([{ min: 0, low: 0, middle: 0, high: 0, max: 0 }]);
    expect(match.correlations).toEqual([[0, 1]]);
  });

  test('rank correlation is that of ranks, ties shared', () => {
    expect(rankCorrelation([1, 2, 3, 4], [10, 300, 200, 4000])).toBeCloseTo(0.8, 12);
    expect(rankCorrelation([1, 2, 3], [3, 2, 1])).toBe(-1);
    expect(rankCorrelation([1, 2, 3], [7, 7, 7])).toBe(0);
    // Ranks 1.5 1.5 3 against 1 2 3: 1.5 / sqrt(1.5 * 2).
    expect(rankCorrelation([5, 5, 6], [1, 2, 3])).toBeCloseTo(1.5 / Math.sqrt(3), 12);
  });
});

describe('a plan', () => {
  const problemsOf = (text: string) => readPlan(text, 'plan.yaml', experiments).problems.map(formatProblem);

  test('that comes with this version reads, and leaves most claims for the check', () => {
    const plan = planOf(planText);
    expect(problemsOf(planText)).toEqual([]);
    expect(new Set(plan.targets.map(({ experiment }) => experiment)).size).toBeLessThan(
      experiments.length / 3,
    );
    expect(
      plan.parameters.filter(({ from, to }, p) => {
        const value = defaultPoint(plan)[p];
        return value < from || value > to;
      }),
    ).toEqual([]);
  });

  test.each([
    ['seed: small', 'seed: [1]', /^plan\.yaml:3:7: seed: expected text/],
    [
      'points: 3',
      'points: 1',
      /^plan\.yaml:4:9: points: out of range: found 1; allowed: a whole number from 2/,
    ],
    ['cutoff: 3', 'cutoff: 0', /^plan\.yaml:6:9: cutoff: out of range/],
    ['detailCost', 'detialCost', /^plan\.yaml:8:13: parameters\[0\]\.path: unknown parameter/],
    [
      'to: 1 }',
      'to: 9 }',
      /^plan\.yaml:8:56: parameters\[0\]\.to: out of range: found 9; allowed: a number from 0 to 5/,
    ],
    ['from: 0, to: 1 }', 'from: 1, to: 1 }', /^plan\.yaml:8:56: parameters\[0\]\.to: not above "from"/],
    [
      'learning.jointBreadth',
      'collaborativeLife.detailCost',
      /^plan\.yaml:9:13: parameters\[1\]\.path: named twice/,
    ],
    ['learning.jointBreadth', 'accountability.unit', /^plan\.yaml:9:13: .*not a number/],
    ['learning.jointBreadth, from: 1, to: 6', 'market.choice, from: 0, to: 1', /^plan\.yaml:9:13: .*a lever/],
    [
      'learning.jointBreadth, from: 1, to: 6',
      'trust.firstAcross, from: 0.1, to: 0.2',
      /^plan\.yaml:9:13: .*set by experiment E14 itself/,
    ],
    ['experiment: E14', 'experiment: E99', /^plan\.yaml:12:17: targets\[0\]\.experiment: no such experiment/],
    [
      'check: Networks',
      'check: Networkz',
      /^plan\.yaml:13:12: targets\[0\]\.check: no such check of E14: found/,
    ],
    ['tolerance: 0.1', 'tolerance: 0', /^plan\.yaml:15:16: targets\[0\]\.tolerance: out of range/],
    ['aim: 0.2', 'year: 2', /targets\[0\]\.year: not beside "check"/],
    ['source: B 12.4', 'sauce: B 12.4', /targets\[0\]\.sauce: unknown key/],
  ])('with %s turned to %s is refused with its place', (from, to, message) => {
    expect(SMALL).toContain(from);
    expect(problemsOf(SMALL.replace(from, to)).join('\n')).toMatch(new RegExp(message.source, 'm'));
  });

  test('goes by what it asks to be done, not by its prose', () => {
    const print = (text: string) => planPrint(planOf(text));
    expect(print(SMALL.replace('Nothing.', 'More.').replace('B 12.4', 'B 12'))).toBe(print(SMALL));
    for (const [from, to] of [
      ['seed: small', 'seed: other'],
      ['to: 6', 'to: 5'],
      ['aim: 0.2', 'aim: 0.3'],
      ['replicates: 2', 'replicates: 3'],
    ])
      expect(print(SMALL.replace(from, to))).not.toBe(print(SMALL));
  });

  test('takes a level that no check reads, and no curve', () => {
    const level = SMALL.replace(
      / {4}check: .*/,
      '    measure: schoolShareOfVariance\n    setup: clear\n    year: 1',
    );
    expect(planOf(level).targets[0].check).toEqual({
      measure: 'schoolShareOfVariance',
      terms: [{ setup: 'clear', since: 1, year: 1, weight: 1 }],
    });
    expect(problemsOf(level.replace('year: 1', 'year: 4')).join()).toMatch(/year: out of range/);
    const curve = experiments.flatMap(({ id, checks }) =>
      checks.filter(({ sweep }) => sweep.length > 0).map(({ name }) => ({ id, name })),
    )[0];
    const swept = SMALL.replace(
      / {4}experiment: .*\n {4}check: .*/,
      `    experiment: ${curve.id}\n    check: "${curve.name}"`,
    );
    expect(problemsOf(swept).join()).toMatch(/a check of a curve/);
  });

  test('runs the setups that its targets read, changed in its parameters and nothing else', () => {
    const plan = planOf(SMALL);
    const arms = planArms(plan, experiments);
    expect(arms.map(({ setup }) => setup)).toEqual(['clear', 'over-detailed']);
    const [{ scenario }] = arms;
    expect(scenarioAt(scenario, plan.parameters, defaultPoint(plan))).toEqual(scenario);
    const moved = scenarioAt(scenario, plan.parameters, [0.9, 2]);
    expect(moved.parameters.collaborativeLife.detailCost).toBe(0.9);
    expect(moved.parameters.learning.jointBreadth).toBe(2);
    expect(scenarioAt(moved, plan.parameters, defaultPoint(plan))).toEqual(scenario);
  });
});

describe('collegium calibrate', () => {
  useBuiltCommand();
  const folder = useFolder();

  test('gives the same for any number of jobs', async () => {
    const plan = folder.write('plan.yaml', SMALL);
    const [one, two] = await Promise.all(
      ['1', '2'].map((jobs) => collegium('calibrate', '--plan', plan, '--json', '--jobs', jobs)),
    );
    expect({ code: one.code, stderr: one.stderr }).toEqual({ code: 0, stderr: '' });
    expect(two.stdout).toBe(one.stdout);
    const record = JSON.parse(one.stdout) as CalibrationRecord;
    expect(record.points).toHaveLength(3);
    expect(new Set(record.points.map(({ values }) => values[1])).size).toBeGreaterThan(1);
    expect(record.digests).toHaveLength(2);
    expect(record.digests[0]).toMatch(/^[0-9a-f]{32}$/);
  }, 60_000);

  test('refuses a bad plan with its place, and to keep another plan’s result', async () => {
    const bad = folder.write('bad.yaml', SMALL.replace('points: 3', 'points: some'));
    const refused = await collegium('calibrate', '--plan', bad);
    expect({ code: refused.code, stdout: refused.stdout }).toEqual({ code: 2, stdout: '' });
    expect(refused.stderr).toMatch(/bad\.yaml:4:9: points: expected a number/);
    const kept = await collegium('calibrate', '--plan', bad, '--record');
    expect({ code: kept.code, stdout: kept.stdout }).toEqual({ code: 2, stdout: '' });
    expect(kept.stderr).toContain('--record');
    expect((await collegium('calibrate', '--plan', join(folder.path, 'none.yaml'))).code).toBe(2);
  });
});

const path = 'scenarios/calibration/record.json';
describe.skipIf(!existsSync(join(root, path)))('the recorded calibration', () => {
  const record = () => JSON.parse(read(path)) as CalibrationRecord;
  const plan = planOf(planText);

  test('is of the plan and the experiments as they are; `collegium calibrate --record` makes it anew', () => {
    const { plan: print, experiments: prints, points, parameters, targets, defaults } = record();
    expect(print).toBe(planPrint(plan));
    const used = new Set(plan.targets.map(({ experiment }) => experiment));
    const texts = entries.filter(({ experiment: { id } }) => used.has(id));
    expect(prints).toEqual(
      Object.fromEntries(texts.map(({ experiment: { id }, text }) => [id, fingerprint(text)])),
    );
    expect(points.map(({ values }) => values)).toEqual(
      latinHypercube(plan.parameters, plan.points, plan.seed),
    );
    expect(parameters).toEqual(plan.parameters.map(({ path }) => path));
    expect(targets).toEqual(plan.targets.map(({ name }) => name));
    expect(defaults.values).toEqual(defaultPoint(plan));
  });

  test('follows from its own means', () => {
    const { points, defaults, variances } = record();
    for (const { means, implausibility: found, worst, kept } of [...points, defaults]) {
      plan.targets.forEach((target, t) => {
        const value = means[t];
        if (value === null) expect(found[t]).toBeNull();
        // A mean over fewer replicates than planned has a larger variance and a smaller implausibility.
        else
          expect(found[t]).toBeLessThanOrEqual(
            implausibility(value, variances[t] / plan.replicates, target) * 1.0001 + 1e-4,
          );
      });
      expect(kept).toBe(worst !== null && worst <= plan.cutoff);
    }
  });

  test('ends its runs at the defaults as this version does', async () => {
    const digests: string[] = [];
    for (const { scenario, experiment, readings } of planArms(plan, experiments)) {
      const [seed] = replicateSeeds(`${plan.seed}/${experiment}`, 1);
      digests.push((await readRun(scenario, seed, readings)).digest);
    }
    expect(record().digests, 'stale: run `node dist/cli/main.js calibrate --record`').toEqual(digests);
  }, 60_000);
});
