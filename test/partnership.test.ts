/** Where a partnership stands and wants to stand: what it becomes, its file, and how far changes close the distance. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { paired } from '../analysis/paired.ts';
import { dimensionOf, dimensions, stepOf } from '../analysis/partnership/dimensions.ts';
import {
  byClosed,
  type Ends,
  nearest,
  setRows,
  shareClosed,
  shareMissing,
} from '../analysis/partnership/distance.ts';
import { example } from '../analysis/partnership/example.ts';
import { goals, outcomesFor, timeScales } from '../analysis/partnership/goals.ts';
import {
  blank,
  checkPlacement,
  DISTRICT,
  differing,
  LONGEST_EVIDENCE,
  moved,
  type Placement,
  parts,
  plainPlacement,
  type Stand,
  troubleWith,
} from '../analysis/partnership/placement.ts';
import { goalsOf, plainScenarioOf, scenarioOf, yearsOf } from '../analysis/partnership/scenario.ts';
import { changesSentence, partsText, setsSentence, verdictSentence } from '../analysis/partnership/words.ts';
import { readPlacement, writePlacement } from '../scenarios/placement.ts';
import { formatProblem } from '../scenarios/problem.ts';
import {
  advance,
  checkScenario,
  digest,
  founding,
  metrics,
  parameterAt,
  problem,
  start,
} from '../sim/index.ts';
import { anyText } from './support/any-scenario.ts';

const trust = metrics.find(({ key }) => key === 'trustBetweenSchools') ?? metrics[0];

const anyStand: fc.Arbitrary<Stand> = fc.record({
  goals: fc.record(
    Object.fromEntries(
      goals.map(({ key }) => [
        key,
        fc.subarray([...timeScales]).map((some) => timeScales.filter((one) => some.includes(one))),
      ]),
    ),
  ) as unknown as fc.Arbitrary<Stand['goals']>,
  steps: fc.record(
    Object.fromEntries(
      dimensions.map(({ key, steps }) => [key, fc.constantFrom(...steps.map((s) => s.key))]),
    ),
  ) as unknown as fc.Arbitrary<Stand['steps']>,
  evidence: fc.record(
    Object.fromEntries(
      parts.map(({ key }) => [
        key,
        fc.oneof(
          fc.constant(''),
          anyText(LONGEST_EVIDENCE)
            .map((text) => text.trim())
            .filter((text) => troubleWith(text, LONGEST_EVIDENCE) === ''),
        ),
      ]),
    ),
  ) as unknown as fc.Arbitrary<Stand['evidence']>,
});

const anyPlacement: fc.Arbitrary<Placement> = fc.record({
  name: anyText(60)
    .map((text) => text.trim())
    .filter((text) => text !== '' && troubleWith(text, 60) === ''),
  district: fc.record({
    schools: fc.integer({ min: DISTRICT.schools.min, max: DISTRICT.schools.max }),
    deprivation: fc.integer({ min: 0, max: 90 }).map((n) => n / 100),
  }),
  now: anyStand,
  wanted: anyStand,
});

describe('a dimension', () => {
  test('sets the same paths in each of its steps, values that are allowed, and no path of another', () => {
    const owners = new Map<string, string>();
    for (const { key, steps } of dimensions) {
      const paths = Object.keys(steps[0].sets).sort();
      expect(paths.length, key).toBeGreaterThan(0);
      for (const path of paths) {
        expect(owners.get(path), path).toBeUndefined();
        owners.set(path, key);
      }
      for (const step of steps) {
        expect(Object.keys(step.sets).sort(), `${key}: ${step.key}`).toEqual(paths);
        for (const [path, value] of Object.entries(step.sets)) {
          const [group, name] = path.split('.');
          const parameter =
            group === 'founding' ? founding[name as keyof typeof founding] : parameterAt(path)?.parameter;
          expect(parameter, path).toBeDefined();
          if (parameter !== undefined) expect(problem(parameter, value), `${path} ${value}`).toBeNull();
        }
      }
    }
    expect(owners.get('founding.goals')).toBeUndefined();
  });

  test('has steps of different words and settings, and a section of the source', () => {
    for (const { key, steps, source } of dimensions) {
      expect(new Set(steps.map((step) => step.words)).size, key).toBe(4);
      expect(new Set(steps.map((step) => step.key)).size, key).toBe(4);
      expect(new Set(steps.map(({ sets }) => JSON.stringify(sets))).size, key).toBe(4);
      expect(source).toMatch(/^B 5\.2\.\d+/);
    }
    expect(new Set(dimensions.map(({ source }) => source.split(/[,;]/)[0])).size).toBe(10);
  });

  test('that is not there is refused', () => {
    expect(() => dimensionOf('colour')).toThrow(RangeError);
    expect(() => stepOf(dimensionOf('power'), 'blue')).toThrow(RangeError);
  });
});

describe('a placement', () => {
  test('becomes a scenario with the settings of its steps', () => {
    const placement = example();
    const { parameters, foundings, years, title } = scenarioOf(placement, placement.now);
    expect(title).toBe('Winterton clusters, now');
    expect(foundings).toHaveLength(1);
    expect(foundings[0]).toMatchObject({
      mode: 'coerced',
      form: 'soft federation',
      pick: 'neighbours',
      size: 5,
      times: 6,
      goals: 2,
      weeks: 117,
      formality: 0.65,
      coordinator: 'honest broker',
    });
    expect(parameters.activities.belowHeads).toBe(0.2);
    expect(parameters.district).toMatchObject({ schools: 30, density: 0.8 });
    expect(parameters.authority.stance).toBe('facilitating');
    expect(years).toBe(8);
    expect(scenarioOf(placement, placement.wanted).foundings[0]).toMatchObject({
      mode: 'voluntary',
      goals: 3,
    });
  });

  test('is run as long as its longest goal asks, and fills its district', () => {
    const { now, ...rest } = blank();
    const with_ = (long: Partial<Stand['goals']>) => ({ ...now, goals: { ...now.goals, ...long } });
    const none = with_({ improvement: [] });
    expect(yearsOf({ now: none, wanted: none })).toBe(4);
    expect(goalsOf(none)).toBe(0);
    expect(
      yearsOf({ now: with_({ improvement: ['short'] }), wanted: with_({ improvement: ['short'] }) }),
    ).toBe(2);
    expect(yearsOf({ now, wanted: with_({ resources: ['long', 'short'] }) })).toBe(8);
    const fifteen = { ...now, steps: { ...now.steps, schools: 'fifteen' } };
    const small = { ...rest, now: fifteen, wanted: fifteen, district: { schools: 29, deprivation: 0.2 } };
    expect(scenarioOf(small, fifteen).foundings[0]).toMatchObject({ size: 15, times: 1 });
  });

  test('always becomes a scenario that is accepted, in every corner', () => {
    fc.assert(
      fc.property(anyPlacement, (placement) => {
        for (const side of ['now', 'wanted'] as const) {
          const { problems } = checkScenario(plainScenarioOf(placement, placement[side], 'x'));
          expect(problems).toEqual([]);
          scenarioOf(placement, placement[side]);
        }
      }),
      { numRuns: 200 },
    );
    // Every pair of steps of any two dimensions.
    const { now, ...rest } = blank();
    for (const one of dimensions)
      for (const other of dimensions)
        for (const p of one.steps)
          for (const q of other.steps) {
            const steps = { ...now.steps, [one.key]: p.key, [other.key]: q.key };
            const stand = { ...now, steps };
            expect(
              checkScenario(plainScenarioOf({ ...rest, now, wanted: stand }, stand, 'x')).problems,
            ).toEqual([]);
          }
  });

  test('differs in what was changed, and moving all of that makes one stand the other', () => {
    const { now, wanted } = example();
    const changed = differing({ now, wanted });
    expect(changed).toEqual([
      ...['goals', 'voluntarism', 'power', 'density', 'external', 'timeFrame', 'direction', 'formality'],
    ]);
    expect(differing({ now: moved(now, wanted, changed), wanted })).toEqual([]);
    expect(differing({ now: moved(now, wanted, ['density']), wanted })).toEqual(
      changed.filter((part) => part !== 'density'),
    );
    expect(moved(now, wanted, [])).toEqual(now);
    expect(differing({ now, wanted: { ...now, evidence: wanted.evidence } })).toEqual([]);
  });

  test('tells the outcomes of its goals first, and each once', () => {
    expect(outcomesFor(['opportunities'])[0]).toBe('curriculumBreadth');
    expect(outcomesFor(['improvement'])[0]).toBe('attainment');
    expect(outcomesFor([])[0]).toBe('trustBetweenSchools');
    const all = outcomesFor(['improvement', 'opportunities', 'resources']);
    expect(new Set(all).size).toBe(all.length);
    const known = new Set<string>(metrics.map(({ key }) => key));
    expect(all.filter((key) => !known.has(key))).toEqual([]);
  });
});

describe('the file of a placement', () => {
  test('gives it back, whatever it holds', () => {
    fc.assert(
      fc.property(anyPlacement, (placement) => {
        const { value, problems } = readPlacement(writePlacement(placement), 'p.yaml');
        expect(problems).toEqual([]);
        expect(value).toEqual(placement);
      }),
      { numRuns: 150 },
    );
    expect(checkPlacement(plainPlacement(example())).value).toEqual(example());
  });

  test('begins with what it is, and reads like the form', () => {
    expect(writePlacement(blank()).split('\n').slice(0, 8)).toEqual([
      'placement: 1',
      'name: Our partnership',
      'district:',
      '  schools: 30',
      '  deprivation: 0.22',
      'now:',
      '  goals:',
      '    improvement:',
    ]);
  });

  const told = (text: string) => readPlacement(text, 'p.yaml').problems.map(formatProblem);
  const spoiled = (from: string | RegExp, to: string) => told(writePlacement(example()).replace(from, to));

  test.each([
    [
      'placement: 1',
      'placement: 2',
      /^p\.yaml:1:\d+: placement: not a version that is known: found 2; allowed: 1$/,
    ],
    [
      'power: mixed',
      'power: mixt',
      /now\.power: unknown step; did you mean 'mixed'\?.*one of equal, mixed, unequal/,
    ],
    ['  power: mixed\n', '', /now\.power: missing|now\.power: unknown step/],
    ['  power: mixed\n', '  power: mixed\n  colour: red\n', /now\.colour: unknown key/],
    ['schools: 30', 'schools: 100000', /district\.schools: too large/],
    ['schools: 30', 'schools: 30.5', /district\.schools: not a whole number/],
    ['deprivation: 0.22', 'deprivation: .inf', /not a finite number/],
    [/- short/, '- shortly', /now\.goals\.improvement\[0\]: unknown time scale/],
    [/- short/, '- short\n      - short', /now\.goals\.improvement\[1\]: named twice/],
    ['name: Winterton clusters', 'name: "a\\u202eb"', /name: expected text/],
    ['name: Winterton clusters', `name: ${'x'.repeat(61)}`, /name: expected text.*1 to 60/],
    [/power: equal/, `power: equal\n  __proto__: { a: 1 }`, /__proto__/],
    ['now:', 'now: &a', /anchor|alias/i],
  ])('with %s as %s is refused, with its place', (from, to, message) => {
    const problems = spoiled(from, to);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.join('\n')).toMatch(message);
    expect(problems[0]).toMatch(/^p\.yaml:\d+:\d+: /);
  });

  test('that states more evidence than a sheet has room for is refused', () => {
    const { now, ...rest } = example();
    const long = { ...rest, now: { ...now, evidence: { ...now.evidence, power: 'x'.repeat(401) } } };
    expect(told(writePlacement(long)).join()).toMatch(
      /now\.evidence\.power: expected text.*1 to 400 characters/,
    );
    expect(troubleWith('x'.repeat(401), 400)).toBe('At most 400 characters; there are 401.');
    expect(troubleWith('a\u202eb', 400)).toMatch(/printed/);
    expect(troubleWith('Minutes of May', 400)).toBe('');
  });

  test.each(['', 'null', '[]', '42', '- placement: 1', '{', 'placement: 1'])(
    'that is %j is refused',
    (text) => {
      expect(told(text).length).toBeGreaterThan(0);
    },
  );
});

describe('the distance between now and wanted', () => {
  const ends: Ends = { now: [1, 2, 3], wanted: [5, 6, 7] };

  test('is closed in part by what ends part of the way', () => {
    expect(shareClosed(ends, [2, 3, 4])).toMatchObject({ share: 0.25, interval: [0.25, 0.25], pairs: 3 });
    expect(shareClosed(ends, ends.now).share).toBe(0);
    expect(shareClosed(ends, ends.wanted).share).toBe(1);
    expect(shareClosed(ends, [7, 8, 9]).share).toBe(1.5);
    expect(shareClosed(ends, [0, 1, 2]).share).toBe(-0.25);
  });

  test('is missing in part without what carries part of the way', () => {
    expect(shareMissing(ends, [4, 5, 6]).share).toBe(0.25);
    expect(shareMissing(ends, ends.wanted).share).toBe(0);
    expect(shareMissing(ends, ends.now).share).toBe(1);
  });

  test('has an interval where differences vary: by hand', () => {
    // Distances 3, 4, 5 with mean 4; closed 1, 2, 3 with mean 2. Fieller with t(2) = 4.3027, both variances of
    // the means and their covariance 1/3: p = 16 - t^2/3, q = 8 - t^2/3, c = 4 - t^2/3.
    const { share, interval } = shareClosed({ now: [0, 0, 0], wanted: [3, 4, 5] }, [1, 2, 3]);
    const k = 4.302652729911275 ** 2 / 3;
    const root = Math.sqrt((8 - k) ** 2 - (16 - k) * (4 - k));
    expect(share).toBe(0.5);
    expect(interval?.[0]).toBeCloseTo((8 - k - root) / (16 - k), 8);
    expect(interval?.[1]).toBeCloseTo((8 - k + root) / (16 - k), 8);
  });

  test('that is not told apart from 0 has no shares', () => {
    const none = shareClosed({ now: [0, 0, 0], wanted: [1, -1, 0.5] }, [1, 1, 1]);
    expect(none).toMatchObject({ share: null, interval: null });
    expect(shareClosed({ now: [1, 2], wanted: [1, 2] }, [1, 2]).share).toBeNull();
  });

  test('is searched for what ends nearest, past it or before it, and stops when nothing does', () => {
    const trial = (part: 'power' | 'density' | 'spread', at: number) => ({
      parts: [part],
      outcomes: [at, at + 1, at + 2],
    });
    const found = nearest(ends, [trial('power', 3), trial('density', 6), trial('spread', 9)], ends.now);
    expect(found?.parts).toEqual(['density']);
    expect(nearest(ends, [trial('power', 0), trial('spread', 9)], ends.now)).toBeNull();
    expect(nearest(ends, [trial('power', 3)], [3, 4, 5])).toBeNull();
    expect(nearest(ends, [], ends.now)).toBeNull();
  });

  test('is told with what closes most first, and nothing as shown where an interval holds 0', () => {
    const row = (part: 'power' | 'density', tried: readonly number[], of: Ends = ends) => ({
      part,
      alone: shareClosed(of, tried),
      left: null,
    });
    const rows = byClosed([row('power', [2, 3, 4]), row('density', [3, 4, 5])]);
    expect(rows.map(({ part }) => part)).toEqual(['density', 'power']);
    expect(changesSentence(trust, rows)).toBe(
      'Of the distance in trust between schools, changing “Density” alone closes 50 % (95 % interval 50 to 50 %, 3 pairs of runs); “Power” alone, 25 % (95 % interval 25 to 25 %, 3 pairs of runs).',
    );
    const doubtful = [row('power', [3, 0, 4])];
    expect(doubtful[0].alone.interval?.[0]).toBeLessThan(0);
    expect(changesSentence(trust, doubtful)).toMatch(
      /^No single change is shown to close .* but the interval holds 0\.$/,
    );
    const same: Ends = { now: [1, 2, 3], wanted: [1, 2, 3] };
    expect(changesSentence(trust, [row('power', [1, 2, 3], same)])).toMatch(/^There is nothing to share out/);
    expect(partsText(['goals', 'power', 'density'])).toBe('“Goals and time scale”, “Power” and “Density”');
  });

  test('is closed by sets of which each change that adds something is told', () => {
    const set = (parts: readonly ('power' | 'density' | 'spread')[], outcomes: readonly number[]) => ({
      parts,
      outcomes,
    });
    const rows = setRows(ends, [
      set(['density'], [3, 4, 5]),
      set(['density', 'power'], [4, 5, 6]),
      set(['density', 'power', 'spread'], [4, 5.5, 5.8]),
    ]);
    expect(rows.map(({ adds }) => adds)).toEqual([true, true, false]);
    expect(setsSentence(trust, rows)).toBe(
      '“Density” and “Power” together close 75 % (95 % interval 75 to 75 %, 3 pairs of runs) of the distance in trust between schools. Adding “Geographical spread” is not shown to close more.',
    );
    expect(setsSentence(trust, rows.slice(0, 2))).toMatch(
      /^“Density” and “Power” together close 75 % [^.]*\.$/,
    );
    expect(setsSentence(trust, rows.slice(0, 1))).toMatch(/^“Density” alone closes 50 %/);
    // Down is the way where less is wanted.
    const down: Ends = { now: [5, 6, 7], wanted: [1, 2, 3] };
    expect(setRows(down, [set(['power'], [4, 5, 6])])[0]).toMatchObject({
      adds: true,
      share: { share: 0.25 },
    });
    expect(setRows(down, [set(['power'], [6, 7, 8])])[0].adds).toBe(false);
    const doubtful = setRows(ends, [set(['power'], [3, 0, 4])]);
    expect(setsSentence(trust, doubtful)).toMatch(/^“Power” alone came out best.*it may close nothing\.$/);
    const same: Ends = { now: [1, 2, 3], wanted: [1, 2, 3] };
    expect(setsSentence(trust, setRows(same, [set(['power'], [1, 2, 3])]))).toMatch(/no share is told/);
  });

  test('says whether what is wanted is better, where there is a better', () => {
    expect(verdictSentence(trust, paired([1, 2, 3], [2, 3, 4.5]))).toMatch(/wanted|want is better/);
    expect(verdictSentence(trust, paired([2, 3, 4.5], [1, 2, 3]))).toMatch(/worse/);
    expect(verdictSentence(trust, paired([1, 2, 3], [2, 1, 3]))).toBe('');
  });
});

describe('runs', () => {
  const small = (): Placement => ({ ...example(), district: { schools: 15, deprivation: 0.22 } });
  const outcomeOf = (placement: Placement, stand: Stand, seed: string) => {
    const run = start({ ...scenarioOf(placement, stand), years: 1 }, { seed });
    advance(run, run.weeks);
    return digest(run);
  };

  test('of a change that is none are the same in every bit', () => {
    const placement = small();
    const { now, wanted } = placement;
    const same = { ...wanted, steps: { ...wanted.steps, power: now.steps.power } };
    expect(outcomeOf(placement, moved(now, same, ['power']), 's')).toBe(outcomeOf(placement, now, 's'));
    // Evidence is for people: it reaches no run.
    expect(outcomeOf(placement, { ...now, evidence: wanted.evidence }, 's')).toBe(
      outcomeOf(placement, now, 's'),
    );
  });

  test('of every step of every dimension differ from those of the step before', () => {
    const placement = small();
    const now = placement.wanted;
    for (const { key, steps } of dimensions) {
      const digests = steps.map((step) => {
        const run = start(
          { ...scenarioOf(placement, { ...now, steps: { ...now.steps, [key]: step.key } }), years: 1 },
          { seed: 's' },
        );
        // Long enough for the shortest partnerships to have ended.
        advance(run, key === 'timeFrame' ? 39 : 26);
        return digest(run);
      });
      expect(new Set(digests).size, key).toBe(4);
    }
  });
});
