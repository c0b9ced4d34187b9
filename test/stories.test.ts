/** Guided stories: their files, and what is said of those that are wrong. */
import { describe, expect, test } from 'vitest';
import { answersOf, sidesOf } from '../analysis/stories/story.ts';
import { formatProblem } from '../scenarios/problem.ts';
import { buildStories, isStory, readStory } from '../scenarios/stories.ts';
import { library } from './support/library.ts';
import { projectFiles, read } from './support/project.ts';

const scenarios = Object.fromEntries(library().map(({ id, scenario }) => [id, scenario]));

/** A story of two steps, as small as they come. */
const SMALL = `title: Small
about: A story to try things on.
source: assumption
minutes: 20
years: 8
sides:
  - { name: alone, scenario: outsider, set: { incentives.grant: 0 } }
  - { name: helped, scenario: outsider }
steps:
  - title: One
    text: The first step.
    ask: { kind: difference, metric: trustBetweenSchools }
    show: { kind: difference, metric: trustBetweenSchools, years: 2 }
  - title: Two
    text: The second step.
    show: { kind: sandbox, metric: trustBetweenSchools }
`;

const changed = (from: string | RegExp, to: string) => {
  const text = SMALL.replace(from, to);
  if (text === SMALL) throw new Error(`nothing in the story is ${from}`);
  return text;
};
const problemsIn = (text: string) => readStory(text, 'own.yaml', scenarios).problems.map(formatProblem);

test('a story is read with its defaults', () => {
  const { value, problems } = readStory(SMALL, 'own.yaml', scenarios);
  expect(problems).toEqual([]);
  const [one, two] = value?.steps ?? [];
  expect(value).toMatchObject({ seeds: 8, years: 8, before: [], after: [] });
  expect(one).toMatchObject({
    minutes: 5,
    of: [0, 1],
    source: '',
    notes: '',
    questions: [],
    show: { kind: 'difference', years: 2 },
    ask: {
      side: 1,
      than: 0,
      years: 8,
      question: 'After 8 years, is trust between schools higher or lower under helped than under alone?',
    },
  });
  expect(two).toMatchObject({ ask: null, show: { kind: 'sandbox' } });
  expect(one === undefined ? [] : sidesOf(one)).toEqual([0, 1]);
});

test('questions before and after have a scale or options', () => {
  const text = `${SMALL}before:\n  - { ask: How sure?, scale: [not at all, wholly] }\n  - { ask: Which?, options: [one, other] }\n`;
  const [scaled, chosen] = readStory(text, 'own.yaml', scenarios).value?.before ?? [];
  expect(scaled && answersOf(scaled)).toEqual(['1: not at all', '2', '3', '4', '5: wholly']);
  expect(chosen && answersOf(chosen)).toEqual(['one', 'other']);
});

describe('what is wrong is said with its place', () => {
  test.each([
    [
      'a key that is none',
      changed('minutes: 20', 'minuts: 20'),
      'own.yaml:4:1: minuts: unknown key; did you mean \'minutes\'?: found "minuts"; allowed: ',
    ],
    ['no minutes', changed('minutes: 20\n', ''), 'own.yaml:1:1: minutes: missing: found nothing; allowed: '],
    [
      'a scenario that is none',
      changed('helped, scenario: outsider', 'helped, scenario: outsidr'),
      'own.yaml:8:31: sides[1].scenario: unknown scenario; did you mean \'outsider\'?: found "outsidr"; allowed: the id of a scenario in the library',
    ],
    [
      'a setting that is none',
      changed('grant: 0 }', 'grnt: 0 }'),
      'own.yaml:7:47: sides[0].set."incentives.grnt": unknown key; did you mean \'incentives.grant\'?',
    ],
    [
      'a setting out of range',
      changed('grant: 0 }', 'grant: -7 }'),
      'own.yaml:7:65: sides[0].set."incentives.grant": too small: found -7; allowed: ',
    ],
    [
      'a metric that is none',
      changed('metric: trustBetweenSchools }', 'metric: trustBetwenSchools }'),
      "own.yaml:12:38: steps[0].ask.metric: unknown metric; did you mean 'trustBetweenSchools'?",
    ],
    [
      'a kind that is none',
      changed('kind: sandbox', 'kind: sandbax'),
      'own.yaml:16:19: steps[1].show.kind: unknown kind; did you mean \'sandbox\'?: found "sandbax"; allowed: one of difference, runs, stages, map, network, school, relation, table, sandbox',
    ],
    [
      'more years than are run',
      changed('years: 2', 'years: 9'),
      'own.yaml:13:67: steps[0].show.years: too large: found 9; allowed: ',
    ],
    [
      'years too few for what is dated',
      changed('years: 8', 'years: 2').replace('scenario: outsider }', 'scenario: grant-that-ends }'),
      'own.yaml:5:8: years: grant-that-ends: ',
    ],
    [
      'a key of another kind',
      changed('kind: sandbox,', 'kind: sandbox, week: 13,'),
      'own.yaml:16:28: steps[1].show.week: unknown key',
    ],
    [
      'a week inside a term',
      changed('{ kind: sandbox, metric: trustBetweenSchools }', '{ kind: map, week: 14 }'),
      'own.yaml:16:30: steps[1].show.week: not the end of a term: found 14; allowed: 0, 13, 26 and so on to 312',
    ],
    [
      'a side that is none',
      changed(
        'kind: difference, metric: trustBetweenSchools }',
        'kind: difference, side: helpt, metric: trustBetweenSchools }',
      ),
      "own.yaml:12:36: steps[0].ask.side: unknown side; did you mean 'helped'?",
    ],
    [
      'a side against itself',
      changed(
        'kind: difference, metric: trustBetweenSchools }',
        'kind: difference, than: helped, metric: trustBetweenSchools }',
      ),
      'own.yaml:12:36: steps[0].ask.than: a side held against itself',
    ],
    [
      'steps longer than the story',
      changed('minutes: 20', 'minutes: 9'),
      'own.yaml:4:10: minutes: the steps take 10 minutes: found 9; allowed: 10 or more',
    ],
    [
      'two sides of one name',
      changed('name: helped', 'name: alone'),
      'own.yaml:8:13: sides[1].name: named twice',
    ],
    [
      'a side in no step',
      changed('steps:', '  - { name: rest, scenario: outsider }\nsteps:').replaceAll(
        '    show:',
        '    of: [alone, helped]\n    show:',
      ),
      'own.yaml:9:5: sides[2]: in no step',
    ],
    [
      'a range beyond the metric',
      changed(
        'kind: difference, metric: trustBetweenSchools }',
        'kind: curve, range: [0, 2], metric: trustBetweenSchools }',
      ),
      'own.yaml:12:32: steps[0].ask.range: no range of the metric',
    ],
    [
      'an answer given away',
      changed(
        'kind: difference, metric: trustBetweenSchools }',
        'kind: curve, given: [helped], metric: trustBetweenSchools }',
      ),
      'own.yaml:12:32: steps[0].ask.given: given away',
    ],
    [
      'a question without answers',
      `${SMALL}after:\n  - { ask: Why? }\n`,
      'own.yaml:18:5: after[0]: neither a scale nor options',
    ],
    ['one step', changed(/ {2}- title: Two[\s\S]*/, ''), 'own.yaml:10:3: steps: too few steps'],
    ['no YAML', 'steps: [', 'own.yaml:1:9: something is missing here'],
  ])('%s', (_, text, said) => {
    const found = problemsIn(text);
    expect(
      found.filter((one) => one.startsWith(said)),
      found.join('\n'),
    ).toHaveLength(1);
  });
});

test('a text is known as a story even when it is wrong, and a scenario or plan is none', () => {
  expect(isStory(SMALL)).toBe(true);
  expect(isStory('title: Wrong\nsteps: none\n')).toBe(true);
  expect(isStory(read('scenarios/ladder.yaml'))).toBe(false);
  expect(isStory(read('scenarios/plans/regimes.yaml'))).toBe(false);
});

describe('the stories that come with Collegium', () => {
  const files = projectFiles().filter((path) => /^scenarios\/stories\/[^/]+\.yaml$/.test(path));
  const { entries, problems } = buildStories(
    Object.fromEntries(files.map((path) => [path, read(path)])),
    scenarios,
  );

  test('read without a problem', () => {
    expect(problems.map(formatProblem)).toEqual([]);
    expect(entries).toHaveLength(files.length);
  });

  test.each(entries.map(({ id, story }) => [id, story] as const))(
    '%s has six to eight steps in 45 minutes, asks, names its sources and ends in the sandbox',
    (_, story) => {
      expect(story.steps.length).toBeGreaterThanOrEqual(6);
      expect(story.steps.length).toBeLessThanOrEqual(8);
      expect(story.minutes).toBe(45);
      expect(story.steps.reduce((sum, { minutes }) => sum + minutes, 0)).toBe(45);
      expect(story.steps.at(-1)?.show.kind).toBe('sandbox');
      expect(story.steps.filter(({ ask }) => ask !== null).length).toBeGreaterThanOrEqual(3);
      for (const { source, questions } of story.steps) {
        expect(source).toMatch(/\b[BOENG]\b|assum|ours/);
        expect(questions.length).toBeGreaterThan(0);
      }
    },
  );
});
