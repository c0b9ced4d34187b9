/** The screening of assumptions on a model whose effects are known: what cancels in a group is found all the same. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Disputed, disputed } from '../../analysis/explain/disputed.ts';
import { FINALISTS, GROUPS_KEPT, Screening } from '../../analysis/explain/screening.ts';
import { scenarioOf } from '../support/district.ts';

const a = scenarioOf({});
const all = disputed(a, a);
const groupOf = ({ path }: Disputed) => path.split('.')[0];
const inGroup = (name: string) => all.filter((one) => groupOf(one) === name);
const base = [1, 1.2, 0.9];

/** Goes through all rounds, with effects that add up; gives the screening and how many trials were made. */
function screened(effects: ReadonlyMap<string, number>, recorded: readonly string[] = []) {
  const screening = new Screening(all, base, recorded);
  let trials = 0;
  for (let round = screening.next(); round !== null; round = screening.next()) {
    trials += round.length;
    for (const trial of round) {
      const moved = trial.moved.reduce((sum, { path }) => sum + (effects.get(path) ?? 0), 0);
      screening.note(trial, base[trial.pair] + moved);
    }
  }
  return {
    screening,
    trials,
    strongest: screening.influences().filter(({ change }) => Math.abs(change) > 1e-9),
  };
}

/** Five groups with a little to show, so that one with nothing is left out. */
const louder = new Map(
  [...new Set(all.map(groupOf))]
    .filter((group) => group !== 'learning')
    .slice(0, GROUPS_KEPT)
    .map((group) => [inGroup(group)[0].path, 0.01] as const),
);
const [first, second, third] = inGroup('learning');

describe('the screening', () => {
  test('finds the assumption that matters, with its change under every seed', () => {
    const { strongest, trials, screening } = screened(new Map([[first.path, -0.4]]));
    expect(strongest).toHaveLength(1);
    expect(strongest[0]).toMatchObject({ path: first.path, seeds: 3 });
    expect(strongest[0].change).toBeCloseTo(-0.4);
    expect(trials).toBe(screening.expected);
    expect(trials).toBeLessThan(all.length);
  });

  test('finds two that cancel each other in their group, where they stand in different halves', () => {
    const effects = new Map([...louder, [first.path, 0.5], [second.path, -0.5]]);
    const paths = screened(effects).strongest.map(({ path }) => path);
    expect(paths.slice(0, 2).sort()).toEqual([first.path, second.path].sort());
  });

  test('misses two that cancel each other in one half, unless the record names one of them', () => {
    const effects = new Map([...louder, [first.path, 0.5], [third.path, -0.5]]);
    const found = (recorded: readonly string[]) =>
      screened(effects, recorded).strongest.map(({ path }) => path);
    expect(found([])).not.toContain(first.path);
    expect(found([third.path])).toContain(third.path);
    expect(found([third.path, 'no.such'])).not.toContain('no.such');
  });

  test('finds any pair of opposites in different halves of any group', () => {
    const groups = [...new Set(all.map(groupOf))].map(inGroup).filter(({ length }) => length > 1);
    fc.assert(
      fc.property(fc.constantFrom(...groups), fc.nat(), fc.nat(), (group, i, k) => {
        const even = group.filter((_, at) => at % 2 === 0);
        const odd = group.filter((_, at) => at % 2 === 1);
        const [p, q] = [even[i % even.length], odd[k % odd.length]];
        const paths = screened(
          new Map([
            [p.path, 0.5],
            [q.path, -0.5],
          ]),
        ).strongest.map(({ path }) => path);
        expect(paths.sort()).toEqual([p.path, q.path].sort());
      }),
      { numRuns: 60 },
    );
  });

  test('gives as many as it promises at most, and of one seed no interval', () => {
    const screening = new Screening(all, [1], []);
    for (let round = screening.next(); round !== null; round = screening.next())
      for (const trial of round) screening.note(trial, 1.5);
    expect(screening.influences()).toHaveLength(FINALISTS);
    expect(screening.influences().every(({ interval, seeds }) => interval === null && seeds === 1)).toBe(
      true,
    );
  });
});
