/** The stories that come along, told in Node: every prediction has an answer in the runs, and every figure its numbers. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sameSchools } from '../analysis/comparison.ts';
import { answerOf, optionsOf, type Told } from '../analysis/prediction/answer.ts';
import { blankCurve, withValue } from '../analysis/prediction/curve.ts';
import { gapOf, gapSentence } from '../analysis/prediction/gap.ts';
import { replicateSeeds } from '../analysis/seeds.ts';
import type { Story } from '../analysis/stories/story.ts';
import { formatProblem } from '../scenarios/problem.ts';
import { buildStories, scenariosOf } from '../scenarios/stories.ts';
import { root } from '../scripts/support.mjs';
import {
  advance,
  type MetricKey,
  metrics,
  type Run,
  type Scenario,
  start,
  TERMS_A_YEAR,
  WEEKS_A_TERM,
} from '../sim/index.ts';
import { library } from './support/library.ts';
import { projectFiles } from './support/project.ts';

const scenarios = Object.fromEntries(library().map(({ id, scenario }) => [id, scenario]));
const paths = projectFiles().filter((path) => /^scenarios\/stories\/[^/]+\.yaml$/.test(path));
const { entries, problems } = buildStories(
  Object.fromEntries(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')])),
  scenarios,
);

/** Two runs a side are enough for an interval, and a district of eight schools is quick. */
const SEEDS = replicateSeeds('a test', 2);
const SCHOOLS = 8;

const done = new Map<string, readonly Run[]>();

function runs(scenario: Scenario): readonly Run[] {
  const { district } = scenario.parameters;
  const schools = Math.min(district.schools, SCHOOLS);
  const small: Scenario = {
    ...scenario,
    parameters: { ...scenario.parameters, district: { ...district, schools } },
    // No more groups than a small district has room for.
    foundings: scenario.foundings.map((founding) => ({ ...founding, times: Math.min(founding.times, 1) })),
  };
  const key = JSON.stringify(small);
  const found =
    done.get(key) ??
    SEEDS.map((seed) => {
      const run = start(small, { seed });
      while (run.week < run.weeks) advance(run, WEEKS_A_TERM);
      return run;
    });
  done.set(key, found);
  return found;
}

function tell(story: Story): Told {
  const sides = scenariosOf(story, scenarios);
  return {
    names: story.sides.map(({ name }) => name),
    sameSchools: (side, other) => sameSchools(sides[side], sides[other]),
    series: (side, metric) => runs(sides[side]).map((run) => run.series[metric]),
  };
}

test('all of them read', () => {
  expect(problems.map(formatProblem)).toEqual([]);
  expect(entries.map(({ id }) => id)).toEqual([
    'competing-neighbours',
    'money-stops',
    'outsider',
    'ladder',
    'head-who-left',
    'heard-at-home',
    'six-futures',
  ]);
});

describe.each(entries.map(({ id, story }) => ({ id, story })))('$id', ({ story }) => {
  const told = tell(story);

  test('has an answer to all that it asks', { timeout: 60_000 }, () => {
    const kinds = new Set<string>();
    for (const { ask } of story.steps) {
      if (ask === null) continue;
      kinds.add(ask.kind);
      if (ask.kind === 'curve') {
        const series = told.series(ask.side, ask.metric);
        const drawn = withValue(blankCurve(story.years, series[0][0]), story.years, ask.range[1]);
        expect(
          gapSentence(metrics.find(({ key }) => key === ask.metric) ?? metrics[0], gapOf(drawn, series)),
        ).toMatch(/^On average your curve lay .* the mean of the runs; at the end of year \d+ it lay/);
        continue;
      }
      const { option, sentence } = answerOf(ask, told);
      expect(optionsOf(ask, told.names)[option]).toBeTypeOf('string');
      expect(sentence).toMatch(/\d/);
      expect(sentence).not.toMatch(/NaN|undefined|none/);
    }
    expect(kinds.size, 'kinds of predictions').toBeGreaterThanOrEqual(2);
  });

  test('has numbers for all that it shows', () => {
    const shown = new Set<MetricKey>(
      story.steps.flatMap(({ show }) =>
        'metric' in show ? [show.metric] : 'metrics' in show ? show.metrics : [],
      ),
    );
    expect(shown.size).toBeGreaterThan(2);
    for (const key of shown)
      for (const side of story.sides.keys())
        for (const series of told.series(side, key)) {
          expect(series).toHaveLength(story.years * TERMS_A_YEAR + 1);
          expect(series.every(Number.isFinite), `${key} under ${story.sides[side].name}`).toBe(true);
        }
  });

  test('compares the same schools, so that what differs is what its sides set', () => {
    for (const side of story.sides.keys()) expect(told.sameSchools(0, side)).toBe(true);
  });
});
