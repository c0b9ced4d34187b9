/** What `npm run room` found with this simulation, kept in docs/room-record.json. */
import { expect, test } from 'vitest';
import { readRoomRecord } from '../support/room-record.ts';
import { simulationDigest } from '../support/simulation-digest.ts';

const { simulation, replays = [], fanOut, flood } = readRoomRecord();

test('is of this simulation', () => {
  expect(simulation, 'run `RECORD=1 npm run room` on a quiet machine').toBe(simulationDigest());
});

test('20 of 20 rooms of 40 people replayed to the digest that they had', () => {
  expect(replays).toHaveLength(20);
  expect(new Set(replays.map(({ reached }) => reached)).size).toBe(20);
  for (const { reached, again, decisions, drops, late, week } of replays) {
    expect(again).toBe(reached);
    expect(reached).toMatch(/^[0-9a-f]{32}$/);
    expect(decisions).toBeGreaterThan(100);
    expect(drops).toBeGreaterThan(10);
    expect(late).toBeGreaterThan(0);
    expect(week).toBeGreaterThanOrEqual(52);
  }
});

// Upper bounds: a machine that is busy with other things only makes them worse.
test('200 people had the news of a step within 100 ms, of 60 schools', () => {
  expect(fanOut?.participants).toBe(200);
  expect(fanOut?.p95).toBeLessThan(100);
});

test('harm done by some was not felt by others', () => {
  expect(flood?.p95).toBeLessThan(200);
  expect(flood?.grown).toBeLessThan(50);
});
