/** Where twins part: nothing before what makes them part, and every bit until then. */
import { describe, expect, test } from 'vitest';
import { compared, type Parting, Twins } from '../../analysis/explain/parting.ts';
import { advance, columns, digest, type Scenario, start } from '../../sim/index.ts';
import { scenarioOf } from '../support/district.ts';

const small = {
  years: 2,
  district: { schools: 12 },
  partnerChoice: { threshold: 0 },
  trust: { firstAcross: 0.4 },
};

function parted(a: Scenario, b: Scenario, seed = 'twins'): Parting {
  const twins = new Twins(start(a, { seed }), start(b, { seed }));
  while (!twins.done) twins.advance(10);
  return twins.parting;
}

describe('twins', () => {
  test('never part where nothing differs but names, and changes that change nothing', () => {
    const a = scenarioOf({ ...small, title: 'One' });
    const b = scenarioOf({
      ...small,
      title: 'Other',
      timeline: [{ week: 20, set: { market: { choice: 0.4 } } }],
    });
    const { firsts, relation, partedIn, spread, week, weeks } = parted(a, b);
    expect(week).toBe(weeks);
    expect(spread.staff.length).toBe(weeks + 1);
    expect([...spread.staff, ...spread.schools, ...spread.relations].every((n) => n === 0)).toBe(true);
    expect(spread.ofRelations.at(-1)).toBeGreaterThan(0);
    expect(firsts).toEqual([]);
    expect(relation).toBeNull();
    expect([...partedIn].every((at) => at === -1)).toBe(true);
  });

  test('part in the week and at the school in which something is done, and nowhere before', () => {
    const a = scenarioOf(small);
    const first = start(a, { seed: 'twins' });
    const school = first.state.schoolId[5];
    const b = scenarioOf({ ...small, shocks: [{ week: 20, kind: 'special measures', schools: [school] }] });
    const { firsts, partedIn, spread, relation } = parted(a, b);
    expect(spread.schools.slice(0, 21).every((n) => n === 0)).toBe(true);
    expect(spread.staff.slice(0, 21).every((n) => n === 0)).toBe(true);
    expect(firsts[0].week).toBe(21);
    expect(
      firsts.filter(({ week, owner }) => week === 21 && owner === 'school').map(({ at }) => at),
    ).toContain(5);
    expect(firsts.every(({ week, owner, at }) => week > 21 || owner !== 'school' || at === 5)).toBe(true);
    expect(firsts.find(({ column }) => column === 'schoolSpecial')).toMatchObject({
      week: 21,
      count: 1,
      at: 5,
      a: 0,
      b: 1,
    });
    // What people do parts later, at that school or at schools that it is in touch with, and spreads from there.
    const order = [...partedIn].filter((at) => at >= 0);
    expect(Math.min(...order)).toBeGreaterThanOrEqual(21);
    expect(partedIn[5]).toBe(Math.min(...order));
    expect(spread.schools.at(-1)).toBeGreaterThan(6);
    expect(spread.staff.at(-1)).toBeGreaterThan(spread.staff[partedIn[5]]);
    expect(relation?.week).toBeGreaterThanOrEqual(21);
  });

  test('agree in their digests until then, and never again in the week they part', () => {
    const a = scenarioOf(small);
    const b = scenarioOf({ ...small, timeline: [{ week: 26, set: { accountability: { pressure: 1 } } }] });
    const { firsts } = parted(a, b);
    const at = firsts[0].week;
    expect(at).toBeGreaterThan(26);
    // The dated change is on record in one run only; both get one, so that digests can be compared.
    const twin = scenarioOf({
      ...small,
      timeline: [{ week: 26, set: { accountability: { pressure: 0.5 } } }],
    });
    const [p, q] = [start(twin, { seed: 'twins' }), start(b, { seed: 'twins' })];
    for (const run of [p, q]) advance(run, at - 1);
    expect(digest(p)).toBe(digest(q));
    for (const run of [p, q]) advance(run, 1);
    expect(digest(p)).not.toBe(digest(q));
  });

  test('name the first relation by its schools and by what differs', () => {
    const a = scenarioOf(small);
    const b = scenarioOf({
      ...small,
      foundings: [{ name: 'pair', week: 10, times: 1, size: 2, form: 'hard federation' }],
    });
    const { relation, firsts, spread } = parted(a, b);
    expect(relation?.week).toBeGreaterThan(10);
    expect(relation?.count).toBeGreaterThanOrEqual(1);
    const found = firsts.find(({ owner }) => owner === 'collaborative');
    expect(found?.week).toBe(11);
    if (relation?.only === null) expect(relation.values.length).toBeGreaterThan(0);
    for (const { a: x, b: y } of relation?.values ?? []) expect(x).not.toBe(y);
    expect(spread.relations.every((n, i) => n <= spread.ofRelations[i])).toBe(true);
  });

  test('have to be of one seed and the same schools', () => {
    const a = start(scenarioOf(small), { seed: 'a' });
    expect(() => new Twins(a, start(scenarioOf(small), { seed: 'b' }))).toThrow(
      'a run of seed a beside one of b',
    );
    const other = scenarioOf({ ...small, district: { schools: 13 } });
    expect(() => new Twins(a, start(other, { seed: 'a' }))).toThrow('different schools');
  });
});

test('every lasting column that is not a record or a table of results is compared', () => {
  const left = [
    'counter',
    'event',
    'innovation',
    'transition',
    'examination',
    'contact',
    'collaborativeNext',
    'schoolNext',
  ];
  const named = new Set<string>(compared.map(({ column }) => column));
  const missing = Object.entries(columns)
    .filter(([name, { entity }]) => !named.has(name) && !left.includes(entity))
    .map(([name]) => name);
  expect(missing.sort()).toEqual(['relationA', 'relationB', 'rosterMembership']);
});
