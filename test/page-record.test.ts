/** What `npm run page` found with this simulation, kept in docs/page-record.json. */
import { expect, test } from 'vitest';
import { readPageRecord } from './support/page-record.ts';
import { simulationDigest } from './support/simulation-digest.ts';

const record = readPageRecord();

test('is of this simulation', () => {
  expect(record.simulation, 'run `RECORD=1 npm run page` on a quiet machine').toBe(simulationDigest());
});

test('50 comparisons left the memory as it was', () => {
  const { comparisons, heapBefore, heapAfter, residentBefore, residentAfter } =
    record.memory ?? never('memory');
  expect(comparisons).toBeGreaterThanOrEqual(50);
  expect(heapAfter).toBeLessThan(heapBefore + 1);
  expect(residentAfter).toBeLessThan(residentBefore * 1.3);
});

// Timed on a quiet machine, or not at all.
test.runIf(record.pairs !== undefined)(
  'two workers did twice the work of one, as far as the machine let them',
  () => {
    const { pairs, times, machineLimit, longestTask } = record.pairs ?? never('pairs');
    expect(pairs).toBeGreaterThanOrEqual(40);
    expect(times).toBeGreaterThan(0.95 * Math.min(2, machineLimit));
    expect(longestTask).toBeLessThan(50);
  },
);

function never(what: string): never {
  throw new Error(`no ${what} in the record`);
}
