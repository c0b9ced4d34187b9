/** Broken plans of sweeps: every problem has its place, its words and what is allowed, and nothing ever throws. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { designs, factorKeys, planKeys, untilKeys } from '../analysis/sweep/keys.ts';
import { readSweepPlan } from '../scenarios/plans.ts';
import { formatProblem, type PlacedProblem, pathText } from '../scenarios/problem.ts';
import { BROKEN, replicates } from './support/broken-plans.ts';
import { projectFiles, read } from './support/project.ts';

const problemsOf = (text: string): readonly PlacedProblem[] => readSweepPlan(text, 'plan.yaml').problems;

/** What is promised of every problem. */
function expectPlaced(problems: readonly PlacedProblem[], text: string): void {
  const lines = text.split('\n');
  for (const { file, line, column, message, found, allowed } of problems) {
    expect(file).toBe('plan.yaml');
    expect(line).toBeGreaterThanOrEqual(1);
    expect(line).toBeLessThanOrEqual(lines.length);
    expect(column).toBeGreaterThanOrEqual(1);
    expect(column).toBeLessThanOrEqual(lines[line - 1].length + 1);
    for (const words of [message, found, allowed]) expect(words).not.toBe('');
  }
}

test('there are at least forty broken plans written by hand', () => {
  expect(BROKEN.length).toBeGreaterThanOrEqual(40);
});

test.each(BROKEN)('%s is refused where it stands', (_, text, place, says) => {
  const { value, problems } = readSweepPlan(text, 'plan.yaml');
  expect(value).toBeNull();
  expectPlaced(problems, text);
  const said = problems.map(formatProblem);
  expect(said.filter((line) => line.startsWith(`plan.yaml:${place}:`)).join('\n'), said.join('\n')).toMatch(
    says,
  );
});

describe('every key of a plan refuses three things', () => {
  const at = (key: string, value: unknown) => ({ ...(parse(replicates('2')) as object), [key]: value });
  const factor = (own: object, key: string, value: unknown) => ({
    ...at('design', { kind: 'grid' }),
    factors: [{ ...own, [key]: value }, { path: 'ending.on' }],
  });
  const choice = { path: 'market.choice' };
  const unit = { path: 'accountability.unit' };
  const regime = { name: 'r', levels: { a: { 'market.choice': 1 }, b: {} } };
  const long = 'x'.repeat(3000);
  type Cases = readonly [make: (value: unknown) => object, values: readonly unknown[]];

  const PLAN: Record<keyof typeof planKeys, Cases> = {
    title: [(v) => at('title', v), [3, '', long]],
    about: [(v) => at('about', v), [3, ' ', long]],
    source: [(v) => at('source', v), [true, '', long]],
    scenarios: [(v) => at('scenarios', v), ['ladder', [3], ['a', 'a']]],
    seed: [(v) => at('seed', v), [3, '', long]],
    years: [(v) => at('years', v), ['three', 0, 51]],
    set: [(v) => at('set', v), [3, { 'market.choice': -0.1 }, { 'trust.gain': 1.1 }]],
    factors: [(v) => at('factors', v), ['market.choice', [], [{}]]],
    design: [(v) => at('design', v), ['grid', {}, { kind: 'cube' }]],
    replicates: [(v) => at('replicates', v), ['many', 0, 100_001]],
    commonRandomNumbers: [(v) => at('commonRandomNumbers', v), [1, 'true', []]],
    outcomes: [(v) => at('outcomes', v), ['every', [], ['attained']]],
    series: [(v) => at('series', v), [3, ['attained'], ['overload', 'overload']]],
    schools: [(v) => at('schools', v), [1, 'on', {}]],
    events: [(v) => at('events', v), [0, 'off', null]],
  };
  const FACTOR: Record<keyof typeof factorKeys, Cases> = {
    name: [(v) => factor(choice, 'name', v), [3, '', 'constructor']],
    path: [(v) => factor({}, 'path', v), [3, 'market', 'market.choice.more']],
    from: [(v) => factor(choice, 'from', v), ['low', -0.1, 1]],
    to: [(v) => factor(choice, 'to', v), ['high', 0, 1.1]],
    scale: [(v) => factor(choice, 'scale', v), [2, 'logarithmic', 'log']],
    values: [(v) => factor(choice, 'values', v), [0.5, [0.5], [-0.1, 1.1]]],
    options: [(v) => factor(unit, 'options', v), ['mixed', ['mixed'], ['mixed', 'all']]],
    levels: [
      (v) => factor({ name: 'r' }, 'levels', v),
      [['a', 'b'], { a: {} }, { a: { 'market.choice': 2 }, b: {} }],
    ],
  };
  const UNTIL: Record<keyof typeof untilKeys, readonly unknown[]> = {
    outcome: [3, 'attained', 'overload'],
    width: ['narrow', 0, -1],
    confidence: ['sure', 0.4, 1],
    min: [2.5, 1, 100_001],
    max: ['all', 1, 100_001],
    block: [1.5, 0, 100_001],
  };
  const DESIGN: {
    [K in keyof typeof designs]: Record<keyof (typeof designs)[K]['keys'], readonly unknown[]>;
  } = {
    grid: { levels: ['few', 1, 1001] },
    list: { points: [3, [], [{ 'market.choice': 3, 'ending.on': 'on' }]] },
    'one-at-a-time': { levels: [2.5, 1, 1001], base: [3, { 'market.choice': 2 }, { choice: 1 }] },
    'latin-hypercube': { points: ['few', 1, 1_000_001] },
    'sobol-sequence': { points: [0.5, 0, 1_000_001], scramble: [1, 'no', 'seed'] },
    saltelli: { rows: ['few', 1, 1_000_001] },
    morris: { trajectories: ['few', 1, 1_000_001], levels: [2.5, 0, 1002] },
  };

  const least: Record<string, object> = {
    'latin-hypercube': { points: 4 },
    'sobol-sequence': { points: 4 },
    saltelli: { rows: 4 },
    morris: { trajectories: 4 },
    list: { points: [{ 'market.choice': 0.5, 'ending.on': 'on' }] },
  };
  const rows: [path: string, plain: object][] = [
    ...Object.entries(PLAN).flatMap(([key, [make, values]]) =>
      values.map((value): [string, object] => [key, make(value)]),
    ),
    ...Object.entries(FACTOR).flatMap(([key, [make, values]]) =>
      values.map((value): [string, object] => [`factors[0].${key}`, make(value)]),
    ),
    ...Object.entries(UNTIL).flatMap(([key, values]) =>
      values.map((value): [string, object] => [
        `replicates.until.${key}`,
        {
          ...at('outcomes', ['attainment']),
          replicates: { until: { outcome: 'attainment', width: 1, [key]: value } },
        },
      ]),
    ),
    ...Object.entries(DESIGN).flatMap(([kind, keys]) =>
      Object.entries(keys as Record<string, readonly unknown[]>).flatMap(([key, values]) =>
        values.map((value): [string, object] => [
          `design.${key}`,
          at('design', { kind, ...least[kind], [key]: value }),
        ]),
      ),
    ),
  ];

  test('in a table that leaves out none', () => {
    expect(Object.keys(PLAN)).toEqual(Object.keys(planKeys));
    expect(Object.keys(FACTOR)).toEqual(Object.keys(factorKeys));
    expect(Object.keys(UNTIL)).toEqual(Object.keys(untilKeys));
    expect(Object.keys(DESIGN)).toEqual(Object.keys(designs));
    for (const [kind, { keys }] of Object.entries(designs))
      expect(Object.keys(DESIGN[kind as keyof typeof designs])).toEqual(Object.keys(keys));
    // The plan that the cases change is itself accepted, and so are the regimes.
    expect(problemsOf(stringify(at('schools', true)))).toEqual([]);
    expect(problemsOf(stringify(factor({ name: 'r' }, 'levels', regime.levels)))).toEqual([]);
    for (const [kind, keys] of Object.entries(least))
      expect(problemsOf(stringify(at('design', { kind, ...keys })))).toEqual([]);
    expect(rows.length).toBeGreaterThanOrEqual(3 * 35);
  });

  test.each(rows)('%s', (path, plain) => {
    const text = stringify(plain);
    const problems = problemsOf(text);
    expectPlaced(problems, text);
    expect(
      problems.map((problem) => problem.path).filter((found) => found.startsWith(path)),
      text,
    ).not.toEqual([]);
  });
});

describe('generated broken plans', () => {
  const files = projectFiles().filter((path) => /^scenarios\/plans\/[^/]+\.yaml$/.test(path));
  const texts = files.map((path) => read(path));
  type Path = readonly (string | number)[];

  /** Every leaf or every mapping of a plain object, by its path. */
  function places(plain: unknown, mappings: boolean, path: Path = []): Path[] {
    if (typeof plain !== 'object' || plain === null) return mappings ? [] : [path];
    const own = mappings && !Array.isArray(plain) ? [path] : [];
    return [
      ...own,
      ...Object.entries(plain).flatMap(([key, value]) =>
        places(value, mappings, [...path, Array.isArray(plain) ? Number(key) : key]),
      ),
    ];
  }

  function put(plain: unknown, path: Path, value: unknown): void {
    let here = plain as Record<string | number, unknown>;
    for (const step of path.slice(0, -1)) here = here[step] as Record<string | number, unknown>;
    here[path[path.length - 1]] = value;
  }

  const broken = fc
    .record({
      text: fc.constantFrom(...texts),
      pick: fc.nat(),
      stranger: fc.boolean(),
      junk: fc.oneof(
        fc.constantFrom(null, {}, [], [[]], [null], { no: 1 }, [{ a: [1] }]),
        fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.integer(), { minKeys: 1, maxKeys: 3 }),
      ),
      key: fc.stringMatching(/^q[a-z ]{0,12}q$/),
    })
    .map(({ text, pick, stranger, junk, key }) => {
      const plain = parse(text);
      const all = places(plain, stranger);
      const path = stranger ? [...all[pick % all.length], key] : all[pick % all.length];
      // A level that sets nothing is allowed, under any name.
      put(plain, path, stranger && junk !== null && Object.keys(junk).length === 0 ? [] : junk);
      return { text: stringify(plain), path };
    });

  test('are refused where they are broken', () => {
    fc.assert(
      fc.property(broken, ({ text, path }) => {
        const problems = problemsOf(text);
        expectPlaced(problems, text);
        const here = pathText(path);
        expect(
          problems.filter((problem) => problem.path.startsWith(here)).length,
          `${here}\n${problems.map(formatProblem).join('\n')}\n${text}`,
        ).toBeGreaterThan(0);
      }),
      { numRuns: 1000 },
    );
  });

  test('and texts cut and changed at random never throw', () => {
    const edited = fc
      .record({
        text: fc.constantFrom(...texts),
        at: fc.nat(),
        cut: fc.nat({ max: 40 }),
        insert: fc.oneof(
          fc.string({ maxLength: 6 }),
          fc.constantFrom(': ', '[', '{', '- ', '\n', '#', '"', '&a', '!!js', '1e999', '.nan', '\t'),
        ),
      })
      .map(({ text, at, cut, insert }) => {
        const from = at % text.length;
        return text.slice(0, from) + insert + text.slice(from + cut);
      });
    fc.assert(
      fc.property(edited, (text) => {
        const { value, problems } = readSweepPlan(text, 'plan.yaml');
        expect(value === null).toBe(problems.length > 0);
        expectPlaced(problems, text);
      }),
      { numRuns: 1000 },
    );
  });
});
