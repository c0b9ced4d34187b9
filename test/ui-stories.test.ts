/** What the page keeps of a story that is told: the order of its runs, its steps, predictions, votes and answers. */
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { frameOf, placeOf, sampleOf } from '../analysis/frames.ts';
import { withValue } from '../analysis/prediction/curve.ts';
import type { Story } from '../analysis/stories/story.ts';
import { fingerprint } from '../scenarios/fingerprint.ts';
import { readStory, type StoryEntry } from '../scenarios/stories.ts';
import { advance, digest, plainScenario, type Run, start, WEEKS_A_TERM } from '../sim/index.ts';
import { library as cards } from '../ui/state/library.svelte.ts';
import { byHand, MOST_VOTES, type Polls } from '../ui/state/polls.svelte.ts';
import { Telling } from '../ui/state/story.svelte.ts';
import { pickSchool } from '../ui/state/story-looks.svelte.ts';
import { orderOf, runsOf } from '../ui/state/story-runs.svelte.ts';
import { Survey } from '../ui/state/survey.svelte.ts';
import { addressOf } from '../ui/state/views.ts';
import type { Job, Pool } from '../ui/worker/client.ts';
import type { Frame } from '../ui/worker/contract.ts';
import { library } from './support/library.ts';

const TEXT = `title: Small
about: To try things on.
source: assumption
minutes: 30
years: 7
seeds: 2
sides:
  - { name: alone, scenario: ladder, set: { collaborativeLife.facilitation: 0.1 } }
  - { name: helped, scenario: ladder }
  - { name: rivals, scenario: ladder, set: { market.choice: 0.9 } }
steps:
  - { title: One, text: A map., of: [helped], show: { kind: map, week: 13 } }
  - title: Two
    text: A vote.
    of: [alone, helped]
    ask: { kind: difference, metric: trustBetweenSchools }
    show: { kind: difference, metric: trustBetweenSchools }
  - title: Three
    text: A curve.
    of: [rivals]
    ask: { kind: curve, metric: trustBetweenSchools }
    show: { kind: runs, metric: trustBetweenSchools, years: 2 }
  - { title: Four, text: The end., show: { kind: sandbox, metric: sharing } }
before:
  - { ask: '=How sure?', scale: [not at all, wholly] }
after:
  - { ask: Which?, options: [this, that] }
`;

let entry: StoryEntry;

beforeAll(() => {
  cards.cards = library().map(({ id, theme, scenario }) => ({
    name: id,
    theme,
    scenario,
    base: fingerprint(plainScenario(scenario)),
  }));
  const scenarios = Object.fromEntries(cards.cards.map(({ name, scenario }) => [name, scenario]));
  const { value, problems } = readStory(TEXT, 'small.yaml', scenarios);
  if (value === null) throw new Error(JSON.stringify(problems));
  entry = { id: 'small', story: value };
});

/** Does the runs of a job here, in their order, up to `most` of them; then it waits until it is stopped, or fails. */
function poolOf(
  most = Number.POSITIVE_INFINITY,
  failure: Error | null = null,
): { pool: Pool; done: string[] } {
  const done: string[] = [];
  const pool = {
    size: 1,
    async run(job: Job, signal: AbortSignal) {
      for (const task of job.tasks) {
        if (done.length >= most) {
          if (failure !== null) throw failure;
          await new Promise((resolve) => signal.addEventListener('abort', resolve));
          return;
        }
        const run: Run = start(task.scenario, { seed: task.seed });
        const [place, frame] = task.frames ? [placeOf(run), frameOf(run)] : [null, null];
        job.opened(task, { id: 1, weeks: run.weeks, sample: sampleOf(run, 0), place, frame, report: [] });
        while (run.week < run.weeks) {
          advance(run, WEEKS_A_TERM);
          job.stepped(task, {
            week: run.week,
            sample: sampleOf(run, run.week / WEEKS_A_TERM),
            frame: task.frames ? frameOf(run) : null,
            digest: run.week >= run.weeks ? digest(run) : null,
          });
        }
        done.push(
          `${task.seed} ${task.scenario.parameters.market.choice} ${task.scenario.parameters.collaborativeLife.facilitation}`,
        );
      }
    },
  } as unknown as Pool;
  return { pool, done };
}

const told: Telling[] = [];
afterEach(() => {
  for (const telling of told.splice(0)) telling.leave();
});

async function opened(pool: Pool): Promise<Telling> {
  const telling = new Telling(pool);
  told.push(telling);
  telling.open(entry);
  await new Promise((resolve) => setTimeout(resolve, 0));
  return telling;
}

describe('runs', () => {
  test('come in the order in which steps need them, those that are looked at together side by side', () => {
    const { story } = entry;
    expect(story.steps.map((step) => runsOf(story, step))).toEqual([1, 2, 2, 0]);
    const order = (story: Story, step: number) =>
      orderOf(story, step).map(({ side, pair }) => `${side}${pair}`);
    // The map needs one run of side 1; the vote two of 0 and 1; the curve two of 2.
    expect(order(story, 0)).toEqual(['10', '00', '01', '11', '20', '21']);
    expect(order(story, 2)).toEqual(['20', '21', '10', '00', '01', '11']);
  });

  test('make a step ready one by one, and all of them the story done', async () => {
    const { pool, done } = poolOf(1);
    const telling = await opened(pool);
    const ready = () => entry.story.steps.map((_, step) => telling.runs?.ready(step));
    expect(ready()).toEqual([true, false, false, true]);
    expect(done).toEqual(['collegium/1 0 0.8']);
    const early = telling.runs?.shown([1], 7);
    expect(early?.view.results.frames.a).toHaveLength(22);
    telling.stop();
    expect(telling.runs?.status).toBe('cancelled');
    expect(telling.runs?.progress).toMatchObject({ runs: 1, ofRuns: 6 });

    const { pool: other } = poolOf();
    const whole = await opened(other);
    expect(whole.runs?.status).toBe('done');
    expect(whole.runs?.progress).toMatchObject({ runs: 6, ofRuns: 6 });
    const shown = whole.runs?.shown([0, 2], 2);
    expect(shown?.view).toMatchObject({ years: 2, samples: 7, whole: true, pairs: [0, 1] });
    expect(shown?.made.sides.map(({ letter, name }) => `${letter} ${name}`)).toEqual(['A alone', 'B rivals']);
    expect(whole.runs?.shown([0, 2], 2)).toBe(shown);
    expect(whole.runs?.told.series(0, 'trustBetweenSchools').map((run) => run.length)).toEqual([22, 22]);
  });

  test('go on after a failure with what is missing', async () => {
    const { pool, done } = poolOf(4, new Error('out of memory'));
    const telling = await opened(pool);
    expect(telling.runs?.status).toBe('failed');
    expect(telling.runs?.failure).toBe('out of memory');
    expect(telling.runs?.ready(1)).toBe(true);
    expect(telling.runs?.ready(2)).toBe(false);
    const before = [...done];
    done.length = 0; // there is memory again
    telling.run();
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(telling.runs?.status).toBe('done');
    expect(done).toHaveLength(2);
    expect(before.filter((one) => done.includes(one))).toEqual([]);
  });
});

describe('a story that is told', () => {
  test('shows one step after another, and none outside', async () => {
    const telling = await opened(poolOf(0).pool);
    expect([telling.step, telling.steps, telling.current?.title]).toEqual([0, 4, 'One']);
    telling.back();
    expect(telling.step).toBe(0);
    telling.next();
    telling.go(99);
    expect(telling.step).toBe(3);
    telling.go(Number.NaN);
    expect(telling.step).toBe(3);
    telling.leave();
    expect([telling.entry, telling.runs, telling.current]).toEqual([null, null, null]);
  });

  test('hides its answer until its runs are there and somebody asks', async () => {
    const early = await opened(poolOf(1).pool);
    early.go(1);
    early.reveal();
    expect([early.hidden, early.answer]).toEqual([true, null]);

    const telling = await opened(poolOf().pool);
    telling.go(1);
    telling.openPoll();
    const { poll } = telling;
    expect(poll?.options).toEqual(['Higher under helped', 'No clear difference', 'Lower under helped']);
    poll?.set?.(0, 3);
    expect([telling.hidden, telling.answer]).toEqual([true, null]);
    telling.reveal();
    expect(telling.hidden).toBe(false);
    expect(telling.answer?.sentence).toMatch(
      /^Same schools, same luck: after 7 years, trust between schools/,
    );
    expect(poll?.isOpen).toBe(false);
    poll?.set?.(0, 9);
    expect(poll?.counts).toEqual([3, 0, 0]);
    telling.go(2);
    expect([telling.hidden, telling.poll]).toEqual([true, null]);
    telling.go(1);
    telling.hide();
    telling.openPoll();
    expect([telling.hidden, telling.answer, telling.poll?.counts]).toEqual([true, null, [0, 0, 0]]);
  });

  test('takes a curve until the answer is shown', async () => {
    const telling = await opened(poolOf().pool);
    telling.go(2);
    const start = telling.curve;
    const [one = [Number.NaN], other = [Number.NaN]] =
      telling.runs?.told.series(2, 'trustBetweenSchools') ?? [];
    expect(start?.[0]).toBe((one[0] + other[0]) / 2);
    expect([...(start ?? [])].slice(1).every(Number.isNaN)).toBe(true);
    if (start === null) throw new Error('no curve');
    telling.draw(withValue(start, 7, 0.5));
    expect(telling.curve?.[7]).toBe(0.5);
    telling.reveal();
    telling.draw(withValue(start, 7, 0.9));
    expect(telling.curve?.[7]).toBe(0.5);
  });

  test('asks whoever collects votes', async () => {
    const asked: string[] = [];
    const polls: Polls = {
      open: (question, options) => {
        asked.push(`${question} ${options.length}`);
        return byHand.open(question, options);
      },
    };
    const telling = await opened(poolOf(0).pool);
    telling.polls = polls;
    telling.openPoll();
    telling.go(1);
    telling.openPoll();
    telling.openPoll();
    expect(asked).toEqual([
      'After 7 years, is trust between schools higher or lower under helped than under alone? 3',
    ]);
  });
});

test('votes counted by hand are whole and within bounds', () => {
  const poll = byHand.open('Which?', ['this', 'that']);
  poll.set?.(0, 2.6);
  poll.set?.(1, -4);
  poll.set?.(2, 5);
  poll.set?.(0, Number.NaN);
  expect(poll.counts).toEqual([3, 0]);
  poll.set?.(1, 1e9);
  expect(poll.counts).toEqual([3, MOST_VOTES]);
});

test('answers are counts, guarded in their file, and kept only when asked', () => {
  const survey = new Survey(entry.story, 'small');
  survey.set('before', 0, 4, 3);
  survey.add('before', [4]);
  survey.add('after', [null]);
  survey.add('after', [1]);
  expect(survey.csv().split('\r\n')).toEqual([
    'story,when,question,answer,count',
    "Small,before,'=How sure?,1: not at all,0",
    "Small,before,'=How sure?,2,0",
    "Small,before,'=How sure?,3,0",
    "Small,before,'=How sure?,4,0",
    "Small,before,'=How sure?,5: wholly,4",
    'Small,after,Which?,this,0',
    'Small,after,Which?,that,1',
    '',
  ]);
  expect(new Survey(entry.story, 'small').counts.before).toEqual([[0, 0, 0, 0, 0]]);
  survey.keep(true);
  survey.add('after', [0]);
  const again = new Survey(entry.story, 'small');
  expect([again.kept, again.counts]).toEqual([true, survey.counts]);
  // Counts of another version of the story are not taken for its own.
  const other = new Survey({ ...entry.story, after: [] }, 'small');
  expect(other.counts).toEqual({ before: [[0, 0, 0, 0, 0]], after: [] });
  again.keep(false);
  expect(new Survey(entry.story, 'small').kept).toBe(false);
  survey.clear('before');
  expect(survey.counts.before).toEqual([[0, 0, 0, 0, 0]]);
});

test('a school is picked as it stands in a frame; closed ones and those without results are passed over', () => {
  const frame = {
    closed: Uint8Array.of(0, 0, 0, 1, 0),
    published: Float32Array.of(100, 0, 96, 90, 108),
    a: Uint16Array.of(0, 0, 1),
    b: Uint16Array.of(1, 2, 2),
    stage: Uint8Array.of(1, 1, 3),
  } as unknown as Frame;
  // Schools 0, 1 and 2 have two relations each; those of 1 and 2 have grown further than those of 0.
  expect(pickSchool('best connected', frame)).toBe(1);
  expect(pickSchool('least connected', frame)).toBe(4);
  expect(pickSchool('highest results', frame)).toBe(4);
  expect(pickSchool('lowest results', frame)).toBe(2);
});

test('an address names a story and a step', () => {
  expect(addressOf('stories/ladder/3')).toEqual({ view: 'stories', part: 'ladder/3' });
  expect(addressOf('stories')).toEqual({ view: 'stories', part: '' });
});
