/** The study of federations: its tests and matching by hand, its sample, what it reads of a run, and what it says. */
import { describe, expect, test } from 'vitest';
import * as book from '../analysis/federations/book.ts';
import { BASELINE, FOUNDED, match, plainStudy, typeOf, YEARS } from '../analysis/federations/sample.ts';
import { type FederationFindings, FederationStudy } from '../analysis/federations/study.ts';
import { judge } from '../analysis/federations/verdict.ts';
import { waldP, welch } from '../analysis/t-test.ts';
import { advance, checkScenario, digest, MEMBERSHIPS, pupils, type Run, start } from '../sim/index.ts';
import { collegium, useBuiltCommand } from './support/cli.ts';

describe('tests of significance', () => {
  test('Welch: extra sleep under two drugs, as R prints t.test(extra ~ group)', () => {
    const drug1 = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
    const drug2 = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
    const found = welch(drug1, drug2);
    expect(found?.t).toBeCloseTo(-1.8608, 4);
    expect(found?.df).toBeCloseTo(17.776, 3);
    expect(found?.p).toBeCloseTo(0.07939, 5);
    expect(welch(drug2, drug1)?.t).toBeCloseTo(1.8608, 4);
    expect([found?.a, found?.b].map((x) => x?.toFixed(2))).toEqual(['0.75', '2.33']);
  });

  test('are none for a single value or none that differ', () => {
    expect(welch([1], [1, 2])).toBeNull();
    expect(welch([3, 3], [4, 4])).toBeNull();
  });

  test('a coefficient 1.96 standard errors from 0 has a probability of 0.05', () => {
    expect(waldP(1.959964 * 3, 3)).toBeCloseTo(0.05, 6);
    expect(waldP(-1.959964, 1)).toBeCloseTo(0.05, 6);
    expect(waldP(0, 1)).toBeCloseTo(1, 6);
  });
});

describe('matching', () => {
  const schools = {
    id: [1, 2, 3, 4, 5, 6],
    phase: [0, 0, 0, 0, 0, 1],
    type: [0, 0, 0, 0, 1, 0],
    measures: [[100, 104, 101, 104.5, 100, 100]],
  };

  test('takes the nearest pair first, one comparator for each', () => {
    // 2 is nearest to 4 (0.5), then 1 to 3 (1).
    expect([...match(schools, [0, 1], [2, 3])].sort()).toEqual([
      [0, 2],
      [1, 3],
    ]);
    // Both are nearest to 3, and 1 is nearer: 2 goes without.
    expect([...match(schools, [0, 1], [2])]).toEqual([[0, 2]]);
  });

  test('prefers another result to another type of school, and never takes another phase', () => {
    expect([...match(schools, [0], [3, 4, 5])]).toEqual([[0, 3]]);
    expect([...match(schools, [0], [4, 5])]).toEqual([[0, 4]]);
    expect([...match(schools, [0], [5])]).toEqual([]);
  });

  test('weighs measures by their spread', () => {
    const two = {
      ...schools,
      type: [0, 0, 0, 0, 0, 0],
      measures: [
        [0, 2, 0, 9, 9, 9],
        [0, 0, 1000, 9, 9, 9],
      ],
    };
    expect([...match(two, [0], [1, 2])]).toEqual([[0, 1]]); // half a spread of the first, 2.4 of the second
  });

  test('does not hang on the order of the lists, and settles ties by reference number', () => {
    const alike = { ...schools, measures: [[1, 1, 1, 1, 1, 1]] };
    const sorted = (map: Map<number, number>) => [...map].sort();
    expect(sorted(match(alike, [0, 1], [2, 3]))).toEqual([
      [0, 2],
      [1, 3],
    ]);
    expect(sorted(match(alike, [1, 0], [3, 2]))).toEqual(sorted(match(alike, [0, 1], [2, 3])));
  });
});

describe('the sample', () => {
  const plan = (part?: number) =>
    (
      plainStudy(part) as {
        foundings: {
          name: string;
          week: number;
          size: number;
          times: number;
          form: string;
          coordinator: string;
        }[];
      }
    ).foundings;
  const schools = (rows: ReturnType<typeof plan>) =>
    rows.reduce((sum, { size, times }) => sum + size * times, 0);
  const federations = (rows: ReturnType<typeof plan>) => rows.reduce((sum, { times }) => sum + times, 0);

  test('has the sizes, types and governing bodies of B 7.2.4 and 7.3.1', () => {
    const rows = plan();
    expect(schools(rows)).toBe(book.sample.schools);
    expect(schools(rows.filter(({ size }) => size === 2)) / 264).toBeCloseTo(book.sample.ofTwo, 2);
    expect(schools(rows.filter(({ size }) => size === 3)) / 264).toBeCloseTo(book.sample.ofThree, 1);
    for (const type of book.TYPES) {
      const share = schools(rows.filter(({ week }) => typeOf(week) === type)) / 264;
      expect(Math.abs(share - book.typeShares[type])).toBeLessThan(0.006);
    }
    const all = federations(rows);
    const hard = federations(rows.filter(({ form }) => form === 'hard federation'));
    expect(hard / all).toBeCloseTo(book.sample.oneGoverningBody, 1);
    const joint = federations(rows.filter(({ coordinator }) => coordinator === 'executive head'));
    expect(joint / all).toBeCloseTo(book.sample.oneHead, 1);
  });

  test('is founded after year 3, a type a week, and is a scenario that can be checked', () => {
    for (const part of [1, 0.25]) {
      expect(checkScenario(plainStudy(part)).problems).toEqual([]);
      for (const { week } of plan(part)) {
        expect(week).toBeGreaterThanOrEqual(BASELINE);
        expect(week).toBeLessThan(FOUNDED);
      }
    }
    expect(FOUNDED).toBeLessThan(BASELINE + 13); // before heads look for partners again
    expect(typeOf(BASELINE - 1)).toBeUndefined();
    expect(typeOf(FOUNDED)).toBeUndefined();
  });
});

/** A run of a tenth of the sample, with the study looking on. */
function studied(seed: string): { run: Run; findings: FederationFindings } {
  const { scenario } = checkScenario(plainStudy(0.1));
  if (scenario === null) throw new Error('the study is no scenario');
  const run = start(scenario, { seed });
  const study = new FederationStudy();
  while (run.week < run.weeks) {
    advance(run, study.next(run.week) - run.week);
    study.observe(run);
  }
  return { run, findings: study.findings() };
}

/** Schools that are members of a collaborative whose week of founding fits. */
function membersOf(state: Run['state'], fits: (founded: number) => boolean): Set<number> {
  const schools = new Set<number>();
  state.membershipOf.forEach((c, m) => {
    if (c >= 0 && fits(state.collaborativeFounded[c])) schools.add(Math.floor(m / MEMBERSHIPS));
  });
  return schools;
}

describe('what the study reads of a run', () => {
  const { run, findings } = studied('study');

  test('changes nothing in it', () => {
    const alone = start(run.scenario, { seed: 'study' });
    advance(alone, alone.weeks);
    expect(digest(run)).toBe(digest(alone));
  });

  test('is all examinations from the last before federating on', () => {
    expect(run.weeks).toBe(YEARS * 39);
    expect(findings.grades.map(({ year }) => year)).toEqual([0, 1, 2, 3]);
    expect(new Set(findings.models.map(({ year }) => year))).toEqual(new Set([0, 1, 2, 3]));
    expect(findings.still).toHaveLength(4);
    expect(findings.still[0]).toBe(1);
    expect(findings.joined).toHaveLength(4);
  });

  test('is of the pupils of federated schools and of as many comparators, no others', () => {
    const primary = findings.models.find(({ phase, year }) => phase === 'primary' && year === 3);
    const secondary = findings.models.find(({ phase, year }) => phase === 'secondary' && year === 3);
    expect((primary?.schools ?? 0) + (secondary?.schools ?? 0)).toBe(2 * findings.schools);
    let all = 0;
    for (const _ of pupils(run)) all++;
    const looked = (primary?.pupils ?? 0) + (secondary?.pupils ?? 0);
    expect(looked).toBeGreaterThan(0.2 * all);
    expect(looked).toBeLessThan(all);
  });

  test('is a sample that matches on what it is matched on', () => {
    expect(Object.values(findings.types).reduce((sum, n) => sum + n, 0)).toBe(findings.schools);
    expect(findings.unmatched).toBe(0);
    for (const { t } of findings.balance) expect(Math.abs(t)).toBeLessThan(1.5);
    const mean = findings.tests.find(
      ({ type, phase, year }) => type === 'all' && phase === 'both' && year === 0,
    );
    expect(mean?.gain).toBe(0);
    expect(mean?.test?.sizeA).toBe(findings.schools);
  });

  test('counts as still federated those that are', () => {
    findings.still.forEach((share, year) => {
      const still = findings.tests.find(
        (one) => one.type === 'still federated' && one.phase === 'both' && one.year === year,
      );
      expect(still?.test?.sizeA ?? 0).toBe(Math.round(share * findings.schools));
    });
    const all = findings.tests.filter(({ type, year }) => type === 'all' && year === 0);
    const still = findings.tests.filter(({ type, year }) => type === 'still federated' && year === 0);
    expect(still.map(({ test }) => test)).toEqual(all.map(({ test }) => test));
  });

  test('the last examination’s means agree with the state, and school variance with the metric', () => {
    const last = findings.tests.find(
      ({ type, phase, year }) => type === 'all' && phase === 'both' && year === 3,
    );
    const everywhere = run.series.attainment.at(-1) ?? 0;
    expect(Math.abs((last?.test?.a ?? 0) - everywhere)).toBeLessThan(2);
    for (const { share } of findings.models) {
      expect(share).toBeGreaterThan(0.02);
      expect(share).toBeLessThan(0.4);
    }
  });

  test('knows the members by the week of founding, those of two federations by the first', () => {
    const at = start(run.scenario, { seed: 'study' });
    advance(at, FOUNDED);
    const { membershipOf, collaborativeFounded, schoolPosts } = at.state;
    expect(membershipOf.length).toBe(schoolPosts.length * MEMBERSHIPS);
    let members = 0;
    let left = 0;
    for (let school = 0; school < schoolPosts.length; school++) {
      const row = [...membershipOf.subarray(school * MEMBERSHIPS, (school + 1) * MEMBERSHIPS)];
      const [first] = row
        .filter((c) => c >= 0 && typeOf(collaborativeFounded[c]) !== undefined)
        .sort((c, d) => collaborativeFounded[c] - collaborativeFounded[d]);
      if (first === undefined) continue;
      members++;
      const now = run.state.membershipOf.subarray(school * MEMBERSHIPS, (school + 1) * MEMBERSHIPS);
      if (now.includes(first) && run.state.collaborativeFounded[first] === collaborativeFounded[first])
        left++;
    }
    expect(findings.schools + findings.unmatched).toBe(members);
    expect(left).toBeLessThan(members);
    expect(findings.unmatched).toBe(0);
    expect(findings.still[3]).toBeCloseTo(left / members, 12);
  });

  test('takes each school once, those in looser networks as well, and compares them with such', () => {
    const until = start(run.scenario, { seed: 'study' });
    advance(until, FOUNDED);
    const federated = membersOf(until.state, (founded) => typeOf(founded) !== undefined);
    expect(findings.schools + findings.unmatched).toBe(federated.size);
    const networked = membersOf(until.state, (founded) => founded < BASELINE);
    const both = [...federated].filter((school) => networked.has(school)).length;
    expect(both).toBeGreaterThan(0);
    expect(networked.size - both).toBeGreaterThan(0);
    // Who is compared belongs to looser networks about as often as who is not in a federation does.
    const others = (networked.size - both) / (until.state.schoolPosts.length - federated.size);
    expect(Math.abs(findings.joined[0] - others)).toBeLessThan(0.25);
  });
});

describe('the verdict', () => {
  const { findings } = studied('verdict');
  /** The same findings with one effect of federating on every model and test. */
  const withEffect = (estimate: number, p: number): FederationFindings => ({
    ...findings,
    models: findings.models.map((one) => ({
      ...one,
      full: { ...one.full, federated: { estimate, standardError: 1, p } },
    })),
    tests: findings.tests.map((one) => ({ ...one, test: one.test && { ...one.test, t: estimate, p } })),
  });

  test('counts a sign as the book’s only where significance is the book’s too', () => {
    const up = withEffect(2.5, 0.01);
    const flat = withEffect(0.3, 0.7);
    const down = withEffect(-2.5, 0.01);
    const { models, tests } = judge([up, up, flat, down]);
    for (const { printed, reproduced, signs } of models) {
      expect(signs).toEqual({ runs: 4, positive: 0.75, above: 0.5, below: 0.25, neither: 0.25 });
      printed.forEach(({ federated }, k) => {
        expect(reproduced[k]).toBe(federated === null ? 0.25 : 0.5);
      });
    }
    for (const { printed, reproduced } of tests) {
      if (printed === null) expect(reproduced).toBeNull();
      else
        expect(reproduced).toBe(
          printed.p === null ? 0.25 : printed.federated > printed.comparator ? 0.5 : 0.25,
        );
    }
  });

  test('has a row for every figure of the book', () => {
    const { models, tests, grades } = judge([findings]);
    expect(models.flatMap(({ printed }) => printed)).toHaveLength(book.models.length);
    // A tenth of the sample need not hold every type in both phases.
    const shown = tests.filter(({ printed }) => printed !== null).length;
    expect(shown).toBeGreaterThan(book.tests.length / 2);
    expect(shown).toBeLessThanOrEqual(book.tests.length);
    expect(grades).toHaveLength(book.grades.length);
    expect(() => judge([])).toThrow(RangeError);
  });

  test('performance federations are to gain more than size federations in nine runs of ten', () => {
    const gains = (performance: number, size: number): FederationFindings => ({
      ...findings,
      tests: findings.tests.map((one) => ({
        ...one,
        gain: one.type === 'performance' ? performance : one.type === 'size' ? size : one.gain,
      })),
    });
    const aim = (runs: readonly FederationFindings[]) =>
      judge(runs).aims.find(({ source, aim }) => source === 'B 7.7' && aim.startsWith('performance'));
    const nine = Array.from({ length: 9 }, () => gains(0.5, 0.1));
    expect(aim([...nine, gains(0.1, 0.5)])).toMatchObject({ found: 0.9, met: true });
    expect(aim([gains(0.5, 0.1), gains(0.1, 0.5)])).toMatchObject({ found: 0.5, met: false });
  });
});

describe('the figures of the book', () => {
  test('types make up nearly all schools, and stars agree with text', () => {
    const sum = Object.values(book.typeShares).reduce((total, share) => total + share, 0);
    expect(sum).toBeCloseTo(0.99, 2); // as printed
    const starred = book.tests.filter(({ p }) => p !== null);
    expect(new Set(starred.map(({ table }) => table))).toEqual(
      new Set(['7.12', '7.13', '7.18', '7.19', '7.20', '7.24', '7.25']),
    );
    for (const { federated } of book.models)
      if (federated !== null) expect(federated[0] / federated[1]).toBeGreaterThan(1.96);
  });
});

describe('collegium study', () => {
  useBuiltCommand();

  test('prints the same bytes for one and for two workers', async () => {
    const run = (jobs: string) =>
      collegium('study', 'federations', '--quick', '--replicates', '2', '--jobs', jobs, '--json');
    const one = await run('1');
    expect(one.stderr).toBe('');
    expect(one.code).toBe(0);
    expect(await run('2')).toEqual(one);
    const result = JSON.parse(one.stdout);
    expect(result).toMatchObject({
      study: 'federations',
      replicates: 2,
      seeds: ['collegium/1', 'collegium/2'],
    });
    expect(result.models.length).toBeGreaterThan(0);
  }, 120_000);

  test('prints tables for people, and takes settings', async () => {
    const { code, stdout } = await collegium(
      ...['study', 'federations', '--quick', '--replicates', '1', '--set', 'learning.rate=0'],
    );
    expect(code).toBe(0);
    for (const heading of ['Federated schools', '7.11', '7.25', '7.28', 'What the study is to show'])
      expect(stdout).toContain(heading);
  }, 120_000);

  test('refuses another study, another length and unknown settings', async () => {
    expect((await collegium('study', 'nothing')).code).toBe(2);
    const long = await collegium('study', 'federations', '--set', 'years=9');
    expect(long).toMatchObject({ code: 2, stdout: '' });
    expect(long.stderr).toContain('the study lasts 6 years');
    expect((await collegium('study', 'federations', '--set', 'learning.rat=1')).code).toBe(2);
  }, 60_000);
});
