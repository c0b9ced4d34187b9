/** Plans of sweeps: the examples read and can be run, and what is wrong with a plan is said with its place. */
import { describe, expect, test } from 'vitest';
import { designs } from '../analysis/sweep/keys.ts';
import {
  cellsOf,
  checkSweepPlan,
  eachCell,
  MOST_CELLS,
  MOST_RUNS,
  type SweepPlan,
  settingsOf,
  sizeOf,
} from '../analysis/sweep/plan.ts';
import { readSweepPlan } from '../scenarios/plans.ts';
import { formatProblem } from '../scenarios/problem.ts';
import { applySettings, readScenario } from '../scenarios/yaml.ts';
import { metrics, type Scenario } from '../sim/index.ts';
import { projectFiles, read } from './support/project.ts';

const files = projectFiles().filter((path) => /^scenarios\/plans\/[^/]+\.yaml$/.test(path));

function planOf(text: string): SweepPlan {
  const { value, problems } = readSweepPlan(text, 'plan.yaml');
  if (value === null) throw new Error(problems.map(formatProblem).join('\n'));
  return value;
}

function checked(plain: unknown): SweepPlan {
  const { value, problems } = checkSweepPlan(plain);
  if (value === null) throw new Error(JSON.stringify(problems));
  return value;
}

const SMALL = {
  title: 'Small',
  scenarios: ['ladder', 'outsider'],
  factors: [
    { path: 'market.choice', from: 0.2, to: 0.8 },
    { path: 'learning.jointBreadth' },
    { path: 'ending.on' },
  ],
  design: { kind: 'grid', levels: 3 },
  replicates: 2,
};

describe('the plans that come with Collegium', () => {
  const plans = files.map((path) => ({ path, plan: planOf(read(path)) }));

  test('show every design, regimes, and replicates until an interval is narrow', () => {
    expect(plans.length).toBeGreaterThanOrEqual(6);
    const kinds = new Set(plans.map(({ plan }) => plan.design.kind));
    expect([...kinds].sort()).toEqual(Object.keys(designs).sort());
    expect(plans.some(({ plan }) => plan.replicates.kind === 'until')).toBe(true);
    const regimes = plans.flatMap(({ plan }) => plan.factors).filter((factor) => factor.kind === 'category');
    expect(
      regimes.some(({ levels }) => levels.every(({ settings }) => Object.keys(settings).length > 3)),
    ).toBe(true);
  });

  test.each(plans)(
    '$path asks a question, and all its cells are scenarios that can be run',
    ({ path, plan }) => {
      expect(plan.title + plan.about, path).toMatch(/\?/);
      expect(plan.source).not.toBe('');
      const scenarios = plan.scenarios.map((name) => {
        const { scenario } = readScenario(read(`scenarios/${name}.yaml`), name);
        if (scenario === null) throw new Error(`${path}: ${name} does not read`);
        return scenario;
      });
      const cells = cellsOf(plan);
      expect(cells).toHaveLength(sizeOf(plan).cells);
      const length = plan.years === null ? [] : [`years=${plan.years}`];
      const run = (scenario: Scenario, settings: readonly (readonly [string, unknown])[]) =>
        applySettings(scenario, [...length, ...settings.map(([name, value]) => `${name}=${value}`)]);
      for (const { scenario, settings } of cells) {
        const reading = run(scenarios[scenario], settings);
        expect(reading.problems.map(formatProblem)).toEqual([]);
      }
    },
  );
});

describe('a plan', () => {
  test('need say little', () => {
    const plan = planOf('title: As they are\nscenarios: [ladder, outsider]\nreplicates: 3\n');
    expect(plan).toEqual({
      title: 'As they are',
      about: '',
      source: '',
      scenarios: ['ladder', 'outsider'],
      seed: 'collegium',
      years: null,
      set: {},
      factors: [],
      design: { kind: 'list', points: [[]] },
      replicates: { kind: 'fixed', count: 3 },
      commonRandomNumbers: true,
      outcomes: metrics.map(({ key }) => key),
      series: [],
      schools: false,
      events: false,
    });
    expect(cellsOf(plan)).toEqual([
      { cell: 0, scenario: 0, point: 0, values: [], settings: [] },
      { cell: 1, scenario: 1, point: 0, values: [], settings: [] },
    ]);
  });

  test('takes ranges, options and levels from the declarations', () => {
    const { factors } = checked({
      ...SMALL,
      factors: [
        { path: 'market.choice' },
        { path: 'learning.jointBreadth', from: 2 },
        { path: 'accountability.unit' },
        { path: 'ending.on', name: 'ends' },
        { path: 'years', to: 10 },
        { path: 'trust.gain', values: [0.5, 0.1] },
        { name: 'regime', levels: { 'as it is': {}, strict: { accountability: { pressure: 0.9 } } } },
      ],
    });
    expect(factors).toEqual([
      {
        kind: 'number',
        name: 'market.choice',
        path: 'market.choice',
        from: 0,
        to: 1,
        integer: false,
        scale: 'linear',
      },
      {
        kind: 'number',
        name: 'learning.jointBreadth',
        path: 'learning.jointBreadth',
        from: 2,
        to: 6,
        integer: true,
        scale: 'linear',
      },
      {
        kind: 'category',
        name: 'accountability.unit',
        levels: ['individual', 'mixed', 'collective'].map((name) => ({
          name,
          settings: { 'accountability.unit': name },
        })),
      },
      {
        kind: 'category',
        name: 'ends',
        levels: [
          { name: 'off', settings: { 'ending.on': false } },
          { name: 'on', settings: { 'ending.on': true } },
        ],
      },
      { kind: 'number', name: 'years', path: 'years', from: 1, to: 10, integer: true, scale: 'linear' },
      {
        kind: 'number',
        name: 'trust.gain',
        path: 'trust.gain',
        from: 0.1,
        to: 0.5,
        integer: false,
        scale: 'linear',
        values: [0.1, 0.5],
      },
      {
        kind: 'category',
        name: 'regime',
        levels: [
          { name: 'as it is', settings: {} },
          { name: 'strict', settings: { 'accountability.pressure': 0.9 } },
        ],
      },
    ]);
  });

  test('has its cells scenario by scenario, with its own settings before those of the factors', () => {
    const plan = checked({ ...SMALL, set: { market: { places: 1.5 }, 'trust.gain': 0.1 } });
    const cells = cellsOf(plan);
    expect(sizeOf(plan)).toEqual({ points: 18, cells: 36, runs: [72, 72] });
    expect([...eachCell(plan)]).toEqual(cells);
    expect(cells.map(({ cell }) => cell)).toEqual(Array.from({ length: 36 }, (_, i) => i));
    expect(cells[19]).toEqual({
      cell: 19,
      scenario: 1,
      point: 1,
      values: [0.2, 1, 'on'],
      settings: [
        ['market.places', 1.5],
        ['trust.gain', 0.1],
        ['market.choice', 0.2],
        ['learning.jointBreadth', 1],
        ['ending.on', true],
      ],
    });
    expect(() => settingsOf(plan.factors, [0.2, 1, 'half'])).toThrow(RangeError);
  });

  test('fills the base of one at a time from the defaults, held inside the ranges', () => {
    const { design } = checked({
      ...SMALL,
      factors: [
        { path: 'market.choice', from: 0.6, to: 0.8 },
        { path: 'ending.on' },
        { path: 'accountability.unit', options: ['mixed', 'collective'] },
        { path: 'trust.gain' },
      ],
      design: { kind: 'one-at-a-time', base: { 'trust.gain': 0.5 } },
    });
    expect(design).toEqual({ kind: 'one-at-a-time', levels: 3, base: [0.6, 'on', 'mixed', 0.5] });
  });

  test('lists points by the names of factors, switches as true and false too', () => {
    const point = { 'market.choice': 0.5, 'learning.jointBreadth': 3, 'ending.on': true };
    const { design } = checked({
      ...SMALL,
      design: { kind: 'list', points: [point, { ...point, 'ending.on': 'off' }] },
    });
    expect(design).toEqual({
      kind: 'list',
      points: [
        [0.5, 3, 'on'],
        [0.5, 3, 'off'],
      ],
    });
  });

  test('counts its runs from the least to the most where replicates are added', () => {
    const until = { outcome: 'attainment', width: 0.5, min: 4, max: 12, block: 4 };
    expect(sizeOf(checked({ ...SMALL, replicates: { until } })).runs).toEqual([144, 432]);
  });
});

describe('too large a plan', () => {
  const factors = Array.from({ length: 20 }, (_, i) => ({
    path: ['trust.gain', 'trust.loss', 'trust.fading', 'trust.cushion', 'trust.firstInside'][i % 5],
  }));
  const distinct = [
    ...factors.slice(0, 5),
    { path: 'learning.rate' },
    { path: 'market.choice' },
    { path: 'anomie.strength' },
  ];

  test.each([
    ['a grid', { kind: 'grid', levels: 1000 }, 2, /too many runs: 1e\+24 cells and up to 2e\+24 runs/],
    ['rows', { kind: 'saltelli', rows: 200_000 }, 1, /too many runs: 2000000 cells/],
    ['trajectories', { kind: 'morris', trajectories: 300_000 }, 1, /too many runs: 2700000 cells/],
    ['replicates', { kind: 'latin-hypercube', points: 1000 }, 100_000, /up to 100000000 runs/],
  ])('by its %s is refused by number, before anything is made', (_, design, replicates, message) => {
    const start = performance.now();
    const { problems } = checkSweepPlan({
      ...SMALL,
      scenarios: ['ladder'],
      factors: distinct,
      design,
      replicates,
    });
    expect(performance.now() - start).toBeLessThan(1000);
    expect(problems).toHaveLength(1);
    expect(problems[0].message).toMatch(message);
    expect(problems[0].allowed).toMatch(new RegExp(`${MOST_CELLS} cells|${MOST_RUNS} runs`));
  });
});
