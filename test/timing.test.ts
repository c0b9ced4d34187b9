/** The clock of a session, on times worked by hand: two steps of 5 and 10 minutes in a session of 20. */
import { expect, test } from 'vitest';
import type { Story } from '../analysis/stories/story.ts';
import {
  clockText,
  movedOn,
  paceText,
  pausedAt,
  startedAt,
  stopped,
  timesOf,
  timetable,
} from '../analysis/stories/timing.ts';

const story = { minutes: 20, steps: [{ minutes: 5 }, { minutes: 10 }] } as unknown as Story;
const MINUTE = 60_000;

test('time is counted for the step that is shown, back and forth, and stands while it is paused', () => {
  let timing = startedAt(stopped(story), 1000);
  timing = movedOn(timing, 0, 1000 + 2 * MINUTE); // 2 minutes on the first
  timing = movedOn(timing, 1, 1000 + 5 * MINUTE); // 3 on the second
  timing = pausedAt(timing, 0, 1000 + 6 * MINUTE); // 1 more on the first
  expect(timing).toEqual({ since: null, spent: [3 * MINUTE, 3 * MINUTE] });
  expect(movedOn(timing, 0, 1000 + 60 * MINUTE)).toEqual(timing);
  timing = startedAt(timing, 1000 + 100 * MINUTE);
  expect(startedAt(timing, 1000 + 105 * MINUTE)).toEqual(timing);
  expect(timesOf(timing, story, 1, 1000 + 104 * MINUTE)).toEqual({
    step: { spent: 7 * MINUTE, planned: 10 * MINUTE },
    all: { spent: 10 * MINUTE, planned: 20 * MINUTE },
    due: 15 * MINUTE,
  });
});

test('a clock that is set back takes no time away', () => {
  const timing = movedOn(startedAt(stopped(story), 10 * MINUTE), 0, 4 * MINUTE);
  expect(timing.spent).toEqual([0, 0]);
  expect(timesOf(timing, story, 0, 0).all.spent).toBe(0);
});

test.each([
  [0, '0:00'],
  [65_999, '1:05'],
  [3_599_999, '59:59'],
  [3_600_000, '1:00:00'],
  [3_725_000, '1:02:05'],
])('%d ms are %s', (time, text) => {
  expect(clockText(time)).toBe(text);
});

test.each([
  // minutes spent on the first and on the second step, the step that is shown
  [4, 0, 0, 'Within the plan.'],
  [5, 0, 0, 'The time of this step is up; the session is within its plan.'],
  [5.9, 0, 0, 'The time of this step is up; the session is within its plan.'],
  [6, 0, 0, 'Behind the plan by 1 minute.'],
  [1, 11, 1, 'The time of this step is over by 1 minute; the session is within its plan.'],
  [8, 9.5, 1, 'Behind the plan by 2 minutes.'],
  [5, 15, 1, 'The time of the session is up.'],
  [5, 18, 1, 'The session is over by 3 minutes.'],
])('%d and %d minutes spent, at step %d: %s', (first, second, step, text) => {
  const timing = { since: null, spent: [first * MINUTE, second * MINUTE] };
  expect(paceText(timesOf(timing, story, step, 0))).toBe(text);
});

test('the timetable follows the minutes of the steps', () => {
  expect(timetable(story)).toEqual([
    { from: 0, to: 5 },
    { from: 5, to: 15 },
  ]);
});
