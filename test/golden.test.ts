import { expect, test } from 'vitest';
import { advance, digest, start, VERSION } from '../sim/index.ts';
import { library, schoolsOf } from './support/library.ts';

/** Two years of every scenario: past two turns of the year, every dated founding and most changes of policy. */
const WEEKS = 78;

test('every scenario ends as recorded; `npm run golden` records anew, on purpose', async () => {
  const digests: Record<string, string> = {};
  for (const { id, scenario } of library().sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const run = start(scenario, { schools: schoolsOf(scenario) });
    advance(run, WEEKS);
    digests[id] = digest(run);
  }
  const recorded = `${JSON.stringify({ version: VERSION, weeks: WEEKS, digests }, null, 2)}\n`;
  await expect(recorded).toMatchFileSnapshot('golden/digests.json');
}, 120_000);
