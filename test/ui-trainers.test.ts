/** The guide for trainers keeps to what the page does: its keys, the minutes of its stories, and their scripts. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Story } from '../analysis/stories/story.ts';
import { timetable } from '../analysis/stories/timing.ts';
import { root } from '../scripts/support.mjs';
import { SESSION_KEYS } from '../ui/state/session-keys.ts';

const guide = readFileSync(join(root, 'docs', 'trainers.md'), 'utf8');

/** Rows of the table under a heading, without its head. */
function rowsUnder(heading: string): string[][] {
  const section = guide.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  return section
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(2)
    .map((line) =>
      line
        .slice(2, -2)
        .split('|')
        .map((cell) => cell.trim()),
    );
}

const story = (id: string): Story =>
  parse(readFileSync(join(root, 'scenarios', 'stories', `${id}.yaml`), 'utf8'));

test('the keys are those of the page', () => {
  expect(rowsUnder('Running a story')).toEqual(SESSION_KEYS.map(({ named, does }) => [named, does]));
});

test('the plan of 45 minutes is that of the story', () => {
  const told = story('money-stops');
  const times = timetable(told);
  const room = ({ ask }: Story['steps'][number]) =>
    ask?.kind === undefined
      ? 'looks and talks'
      : ask.kind === 'curve'
        ? 'draws, then sees'
        : 'votes, then sees';
  expect(told.minutes).toBe(45);
  expect(rowsUnder('A session of 45 minutes')).toEqual(
    told.steps.map((step, i) => [`${times[i].from} to ${times[i].to}`, step.title, room(step)]),
  );
});

test('the plan of two hours leaves no gap, and gives stories the time that they take', () => {
  const rows = rowsUnder('A session of two hours').map(([span, what]) => {
    const [from, to] = (span ?? '').split(' to ').map(Number);
    return { from, to, what };
  });
  expect([rows[0]?.from, rows.at(-1)?.to]).toEqual([0, 120]);
  for (let i = 1; i < rows.length; i++) expect(rows[i].from).toBe(rows[i - 1].to);
  const minutes = Object.fromEntries(rows.map(({ from, to, what }) => [what, to - from]));
  for (const id of ['money-stops', 'outsider']) {
    const { title, minutes: taken } = story(id);
    expect(minutes[title], title).toBe(taken);
  }
});
