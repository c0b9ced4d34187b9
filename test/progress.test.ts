/** Progress as a log shows it, and the words and tables of the command line. */
import { describe, expect, test } from 'vitest';
import { startProgress } from '../batch/progress.ts';
import { count, duration, figure, printable, rate, table, word } from '../batch/text.ts';

/** A log that is no terminal, with a clock that is set by hand. */
function log(quiet: boolean) {
  const lines: string[] = [];
  const clock = { seconds: 100 };
  const stream = { isTTY: false, write: (text: string) => lines.push(text) } as unknown as NodeJS.WriteStream;
  const progress = startProgress({ total: 100, unit: 'runs', quiet, stream, now: () => clock.seconds });
  return { lines, clock, progress };
}

describe('progress in a log', () => {
  test('is a line every five seconds at most, with rate and time left', () => {
    const { lines, clock, progress } = log(false);
    for (let done = 1; done <= 100; done++) {
      clock.seconds += 0.25; // four runs a second, 25 seconds in all
      progress.update(done);
    }
    progress.stop();
    expect(lines).toEqual([
      '20 of 100 runs, 4.00 a second, 20 s left\n',
      '40 of 100 runs, 4.00 a second, 15 s left\n',
      '60 of 100 runs, 4.00 a second, 10 s left\n',
      '80 of 100 runs, 4.00 a second, 5 s left\n',
    ]);
  });

  test('is silent when another program reads the result', () => {
    const { lines, clock, progress } = log(true);
    clock.seconds += 60;
    progress.update(50);
    progress.stop();
    expect(lines).toEqual([]);
  });
});

describe('text for people', () => {
  test('has columns of one width, figures to the right', () => {
    const rows = [
      [word('Outcome'), figure('Value')],
      [word('Trust'), figure('0.5')],
    ];
    expect(table(rows)).toBe('Outcome  Value\nTrust      0.5');
  });

  test('has times, counts and rates as people say them', () => {
    expect([0.4, 59.6, 200, 7500].map(duration)).toEqual(['0 s', '1 min 0 s', '3 min 20 s', '2 h 5 min']);
    expect([count(1, 'year'), count(2, 'year'), count(0, 'run')]).toEqual(['1 year', '2 years', '0 runs']);
    expect([214.4, 21.44, 2.144, Number.POSITIVE_INFINITY].map(rate)).toEqual(['214', '21.4', '2.14', '-']);
  });

  test('shows what would move the cursor or turn the writing, and leaves the rest', () => {
    expect(printable('a\u001b[2Jb\u202ec\r\u0007')).toBe('a\\u{1b}[2Jb\\u{202e}c\\u{d}\\u{7}');
    expect(printable('School\tSt Mary’s é\n')).toBe('School\tSt Mary’s é\n');
  });
});
