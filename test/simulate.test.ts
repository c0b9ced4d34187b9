import { describe, expect, test } from 'vitest';
import packageFile from '../package.json' with { type: 'json' };
import {
  advance,
  COUNTER,
  columns,
  digest,
  metrics,
  pupils,
  type Run,
  restore,
  type SchoolRecord,
  snapshot,
  start,
  VERSION,
} from '../sim/index.ts';
import { columnNames } from '../sim/state.ts';
import { library, schoolsOf } from './support/library.ts';
import { BUSY, busyRun, scenarioOf } from './support/runs.ts';

/** The run's last week. */
function finish(run: Run): Run {
  advance(run, run.weeks);
  return run;
}

describe('a run', () => {
  const straight = finish(busyRun());

  test('is the same again, and another under another seed', () => {
    expect(digest(finish(busyRun()))).toBe(digest(straight));
    const seeds = Array.from({ length: 12 }, (_, i) => {
      const run = busyRun(`seed ${i}`);
      advance(run, 13);
      return digest(run);
    });
    expect(new Set(seeds).size).toBe(seeds.length);
  });

  test('is the same in whatever portions it is advanced', () => {
    for (const portion of [1, 7, 13, 50]) {
      const run = busyRun();
      while (run.week < run.weeks) advance(run, portion);
      expect(digest(run)).toBe(digest(straight));
      expect(run.series).toEqual(straight.series);
    }
  });

  test('comes back to any week and goes on from there to the same end', () => {
    for (const week of [0, 1, 12, 13, 38, 39, 59, 60, 61, 100]) {
      const run = busyRun();
      advance(run, week);
      const saved = snapshot(run);
      const then = digest(run);
      finish(run);
      restore(run, saved);
      expect(run.week).toBe(week);
      expect(digest(run)).toBe(then);
      expect(digest(finish(run))).toBe(digest(straight));
      // and in a run that has never been there
      const fresh = busyRun();
      restore(fresh, saved);
      expect(digest(finish(fresh))).toBe(digest(straight));
      expect(fresh.series).toEqual(straight.series);
    }
  });

  test('is not changed by being looked at', () => {
    const run = busyRun();
    while (run.week < run.weeks) {
      advance(run, 1);
      digest(run);
      if (run.week % 10 === 0) snapshot(run);
      for (const metric of metrics) metric.measure(run.state, run.week);
    }
    expect(digest(run)).toBe(digest(straight));
  });

  test('does not stand in the way of another in the same process', () => {
    const [a, b] = [busyRun('a'), busyRun('b')];
    while (a.week < a.weeks) {
      advance(a, 13);
      advance(b, 26);
    }
    expect(digest(a)).toBe(digest(finish(busyRun('a'))));
    expect(digest(b)).toBe(digest(finish(busyRun('b'))));
  });

  test('does not depend on the order of the schools in its file', () => {
    const records: SchoolRecord[] = Array.from({ length: 12 }, (_, i) => ({
      id: 1000 + ((i * 7) % 12),
      name: `School ${i}`,
      phase: 'primary',
      lowAge: 4,
      highAge: 11,
      x: (i * 13) % 9,
      y: (i * 5) % 7,
      roll: 120 + 30 * (i % 5),
      places: 150 + 30 * (i % 5),
      deprivation: 0.1 + 0.02 * i,
      denomination: i % 3 === 0 ? 'Church of England' : '',
      grade: 1 + (i % 3),
      attainment: i % 4 === 0 ? null : 100 + i,
      bonds: i < 2 ? [{ name: 'The Pair', form: 'hard federation' }] : [],
    }));
    const scenario = scenarioOf({ schools: { register: 'twelve.csv' }, years: 2 });
    const of = (schools: readonly SchoolRecord[]) => digest(finish(start(scenario, { schools })));
    expect(of([...records].reverse())).toBe(of(records));
    expect(of([...records.slice(5), ...records.slice(0, 5)])).toBe(of(records));
  });

  test('keeps the number of pupils', () => {
    const sum = (run: Run) => run.state.schoolPupils.reduce((total, pupils) => total + pupils, 0);
    expect(sum(straight)).toBeCloseTo(sum(busyRun()), 6);
  });

  test('keeps every column inside the range it declares, at every term', () => {
    const run = busyRun();
    while (run.week < run.weeks) {
      advance(run, 13);
      for (const name of columnNames) {
        const { min, max, transient } = columns[name];
        if (transient) continue;
        const array = run.state[name];
        let low = Number.POSITIVE_INFINITY;
        let high = Number.NEGATIVE_INFINITY;
        for (const value of array) {
          if (value < low) low = value;
          if (value > high) high = value;
        }
        expect([name, low >= min, high <= max, Number.isFinite(low - high)]).toEqual([
          name,
          true,
          true,
          true,
        ]);
      }
    }
  });

  test('loses no event, no innovation and no contact to lack of room', () => {
    for (const counter of [COUNTER.eventsLost, COUNTER.innovationsLost, COUNTER.contactsWithoutRoom]) {
      expect(straight.state.counter[counter]).toBe(0);
    }
  });

  test('hands out the very pupils it has examined', () => {
    let sum = 0;
    let count = 0;
    for (const pupil of pupils(straight)) {
      sum += (pupil.results[0] + pupil.results[1]) / 2;
      count++;
    }
    expect(sum / count).toBeCloseTo(straight.series.attainment[straight.sampleWeeks.length - 1], 9);
  });
});

describe('a change of scenario', () => {
  test('that changes nothing leaves every bit as it was', () => {
    const plain = { ...BUSY, timeline: [...BUSY.timeline, { week: 20, set: { trust: { gain: 0.06 } } }] };
    const events = (run: Run) => run.state.counter[COUNTER.events];
    const [a, b] = [finish(busyRun()), finish(start(scenarioOf(plain), { seed: 'busy' }))];
    // The change itself is on record; all else is the same.
    expect(events(b)).toBe(events(a) + 1);
    for (const name of columnNames) {
      if (columns[name].transient || name.startsWith('event') || name === 'counter') continue;
      expect(
        Buffer.from(b.state[name].buffer, b.state[name].byteOffset, b.state[name].byteLength).equals(
          Buffer.from(a.state[name].buffer, a.state[name].byteOffset, a.state[name].byteLength),
        ),
      ).toBe(true);
    }
  });

  test('does nothing before its week, and the same luck falls on both', () => {
    const [a, b] = [
      busyRun(),
      busyRun('busy', { timeline: [{ week: 70, set: { market: { choice: 1 } } }, ...BUSY.timeline] }),
    ];
    advance(a, 70);
    advance(b, 70);
    expect(digest(b)).toBe(digest(a));
    finish(a);
    finish(b);
    expect(digest(b)).not.toBe(digest(a));
  });
});

describe('every scenario of the library', () => {
  test.each(library().map((entry) => [entry.id, entry] as const))(
    '%s: metrics are finite and in range',
    (_, entry) => {
      const run = start(entry.scenario, { schools: schoolsOf(entry.scenario) });
      advance(run, 78);
      const samples = 78 / 13 + 1;
      for (const metric of metrics) {
        for (const value of run.series[metric.key].subarray(0, samples)) {
          const fits = value >= metric.min && value <= metric.max;
          expect([metric.key, value, fits]).toEqual([metric.key, value, true]);
        }
      }
    },
  );
});

test('the version of the simulation is that of the package', () => {
  expect(VERSION).toBe(packageFile.version);
});
