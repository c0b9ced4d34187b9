/** The runs behind the distance: which are made, none of them twice, and what the search comes to, in workers that answer by a rule. */
import { describe, expect, test } from 'vitest';
import { blank, type Part, type Placement, type Stand } from '../analysis/partnership/placement.ts';
import { metrics, type Scenario } from '../sim/index.ts';
import { Courses } from '../ui/state/partnership/courses.svelte.ts';
import type { Job, Pool } from '../ui/worker/client.ts';
import type { Opened, Step } from '../ui/worker/contract.ts';

interface Made {
  readonly seed: string;
  readonly scenario: Scenario;
}

/** What every metric comes to in every term, and every run that was asked for. */
function poolOf(rule: (scenario: Scenario) => number, stopAfter = Number.POSITIVE_INFINITY) {
  const made: Made[] = [];
  const run = async (job: Job, signal: AbortSignal) => {
    for (const task of job.tasks) {
      if (signal.aborted) return;
      if (made.length >= stopAfter) throw new Error('the worker has stopped');
      const { scenario, seed } = task;
      made.push({ scenario, seed });
      // Luck is the same for all scenarios of a seed, so only what differs in them remains in differences.
      const luck = [...seed].reduce((sum, c) => (31 * sum + c.charCodeAt(0)) % 97, 0) / 97;
      const sample = new Float64Array(metrics.length).fill(rule(scenario) + luck);
      job.opened(task, { sample } as Opened);
      const terms = 3 * scenario.years;
      for (let term = 1; term <= terms; term++)
        job.stepped(task, {
          week: 13 * term,
          sample,
          frame: null,
          digest: term === terms ? 'd' : null,
        } as Step);
      await Promise.resolve();
    }
  };
  return { pool: { run } as unknown as Pool, made };
}

/** Now as it begins, wanted with these steps; three changes that the rules below are about. */
function placementOf(steps: Partial<Stand['steps']>): Placement {
  const { now, ...rest } = blank();
  const short: Stand['goals'] = { improvement: ['short'], opportunities: [], resources: [] };
  const from = { ...now, goals: short };
  return { ...rest, now: from, wanted: { ...from, steps: { ...from.steps, ...steps } } };
}
const three = placementOf({ density: 'all', direction: 'both', formality: 'contract' });

/** Density is worth 6, leadership 3, formality 1: 10 in all from now to wanted. */
const additive = ({ parameters, foundings }: Scenario) =>
  10 * (parameters.activities.belowHeads - 1) +
  (3 / 0.35) * (parameters.leadership.base - 0.1) +
  (1 / 0.9) * (foundings[0].formality - 0.05);

async function coursesOf(pool: Pool, placement: Placement, pairs = 3): Promise<Courses> {
  const courses = new Courses(pool);
  courses.pairs = pairs;
  await courses.run(placement);
  return courses;
}

describe('the courses', () => {
  test('are run in pairs of one luck each, over the years of the goals', async () => {
    const { pool, made } = poolOf(additive);
    const courses = await coursesOf(pool, three);
    expect(courses.both.status).toBe('done');
    expect(courses.whole).toBe(true);
    expect(made.map(({ seed }) => seed)).toEqual(['1', '1', '2', '2', '3', '3'].map((n) => `collegium/${n}`));
    expect(made.every(({ scenario }) => scenario.years === 2)).toBe(true);
    expect(courses.view()?.pairs).toEqual([0, 1, 2]);
    expect(courses.isClear(0)).toBe(true);
  });

  test('of one placement for both have no distance, nothing to try and no share', async () => {
    const { pool, made } = poolOf(additive);
    const courses = await coursesOf(pool, placementOf({}));
    expect(courses.made?.changed).toEqual([]);
    expect(courses.isClear(0)).toBe(false);
    await courses.runSingle();
    expect(made.length).toBe(6);
    expect(courses.rows(0)).toEqual([]);
  });
});

describe('single changes', () => {
  test('close what they are worth, and are missing by as much', async () => {
    const { pool, made } = poolOf(additive);
    const courses = await coursesOf(pool, three);
    await courses.runSingle();
    expect(made.length).toBe(6 + courses.runsForSingle());
    const rows = courses.rows(0);
    expect(rows.map(({ part }) => part)).toEqual(['density', 'direction', 'formality']);
    for (const [i, share] of [0.6, 0.3, 0.1].entries()) {
      expect(rows[i].alone.share).toBeCloseTo(share, 9);
      expect(rows[i].left?.share).toBeCloseTo(share, 9);
    }
  });

  test('that only work together close nothing alone, and all is missing without either', async () => {
    const { pool } = poolOf(({ parameters }) =>
      parameters.activities.belowHeads > 1 && parameters.leadership.base > 0.3 ? 10 : 0,
    );
    const courses = await coursesOf(pool, placementOf({ density: 'all', direction: 'both' }));
    await courses.runSingle();
    for (const { alone, left } of courses.rows(0)) {
      expect(alone.share).toBe(0);
      expect(left?.share).toBe(1);
    }
    // Forward steps cannot see them, and the search says so.
    await courses.runSearch(0);
    expect(courses.sets).toEqual({ metric: 0, sets: [] });
    expect(courses.foundRows()).toEqual([]);
  });

  test('that are cut short keep the pairs that are through', async () => {
    const { pool } = poolOf(additive, 6 + 7);
    const courses = await coursesOf(pool, three);
    await courses.runSingle();
    expect(courses.single.status).toBe('failed');
    expect(courses.single.failure).toBe('the worker has stopped');
    // The first pair of all six, and of one the second.
    expect(
      courses
        .rows(0)
        .map(({ alone }) => alone.pairs)
        .sort(),
    ).toEqual([1, 1, 2]);
  });
});

describe('the search', () => {
  test('adds the change that comes nearest at each step, and holds what it found against fresh seeds', async () => {
    const { pool, made } = poolOf(additive);
    const courses = await coursesOf(pool, three);
    await courses.runSingle();
    const before = made.length;
    await courses.runSearch(0);
    expect(courses.search.status).toBe('done');
    const sets: Part[][] = [['density'], ['density', 'direction'], ['density', 'direction', 'formality']];
    expect(courses.sets).toEqual({ metric: 0, sets });
    const rows = courses.foundRows();
    expect(rows.map(({ adds }) => adds)).toEqual([true, true, true]);
    for (const [i, share] of [0.6, 0.9, 1].entries()) expect(rows[i].share.share).toBeCloseTo(share, 9);
    // Single changes were there; two pairs and all three together are new; then five scenarios under fresh seeds.
    const fresh = made.slice(before).filter(({ seed }) => seed.startsWith('collegium/fresh/'));
    expect(made.length - before - fresh.length).toBe(3 * (2 + 1));
    expect(fresh.length).toBe(3 * 5);
    const again = made.length;
    await courses.runSearch(0);
    expect(made.length - again).toBe(3 * 5);
  });

  test('stops before a change that would lead past what is wanted and further off', async () => {
    // Formality alone is worth 10 of the distance of 4; density takes 6 back.
    const { pool } = poolOf(
      ({ parameters, foundings }) =>
        -10 * (parameters.activities.belowHeads - 1) + (10 / 0.9) * (foundings[0].formality - 0.05),
    );
    const courses = await coursesOf(pool, placementOf({ density: 'all', formality: 'contract' }));
    await courses.runSearch(0);
    // Neither ends nearer than now does, which is 4 off: 6 past, and 10 short.
    expect(courses.sets?.sets).toEqual([]);
  });

  test('is forgotten with the courses it was made on', async () => {
    const { pool } = poolOf(additive);
    const courses = await coursesOf(pool, three);
    await courses.runSearch(0);
    expect(courses.sets).not.toBeNull();
    await courses.run(placementOf({ power: 'equal' }));
    expect(courses.sets).toBeNull();
    expect(courses.rows(0)).toEqual([]);
  });
});
