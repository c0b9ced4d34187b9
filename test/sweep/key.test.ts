/** The key of a run changes with all that decides its result, and with nothing else: a wrong hit would be a wrong result. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeFolder, Runs, readSweep } from '../../batch/sweep/folder.ts';
import { type CellContent, cellKey, SIMULATION } from '../../batch/sweep/key.ts';
import { useFolder } from '../support/cli.ts';

const folder = useFolder();
let folders = 0;

const SCENARIO = 'title: Tiny\nyears: 1\ndistrict:\n  schools: 3\nmarket:\n  choice: 0.4\n';
const PLAN =
  'title: Keys\nscenarios: [tiny.yaml]\nseed: keys\nreplicates: 2\noutcomes: [attainment]\nset: { trust.gain: 0.02 }\n';

/** Key of the first run of a plan. */
function keyOf(plan = PLAN, scenario = SCENARIO, into = 'sweep'): string {
  folder.write('tiny.yaml', scenario);
  const file = folder.write('plan.yaml', plan);
  const sweep = makeFolder(join(folder.path, `${into}${folders++}`), readSweep(file, false), false);
  return new Runs(sweep).run(sweep.cells[0], 1).key;
}

const first = keyOf();

test.each([
  ['a setting of the plan', PLAN.replace('0.02', '0.020001'), SCENARIO],
  ['a value of the scenario', PLAN, SCENARIO.replace('0.4', '0.5')],
  ['a key of the scenario', PLAN, SCENARIO.replace('choice', 'leaving')],
  ['the number of schools', PLAN, SCENARIO.replace('schools: 3', 'schools: 4')],
  ['the length', `${PLAN}years: 2\n`, SCENARIO],
  ['the seed', PLAN.replace('seed: keys', 'seed: others'), SCENARIO],
  ['a dated change', PLAN, `${SCENARIO}timeline:\n  - { week: 3, set: { market: { choice: 0.9 } } }\n`],
  ['which outcomes are kept', PLAN.replace('[attainment]', '[attainment, overload]'), SCENARIO],
  ['whether events are kept', `${PLAN}events: true\n`, SCENARIO],
])('%s changes the key', (_, plan, scenario) => {
  expect(keyOf(plan, scenario)).not.toBe(first);
});

test.each([
  ['a comment', `# why\n${PLAN}`, `# why\n${SCENARIO}`],
  ['the order of keys', PLAN, 'market: { choice: 0.4 }\ndistrict: { schools: 3 }\nyears: 1\ntitle: Tiny\n'],
  ['how a number is written', PLAN, SCENARIO.replace('0.4', '0.40')],
  ['a default that is spelt out', PLAN, `${SCENARIO}seed: mine\n`],
  ['titles and sources', PLAN.replace('Keys', 'Other'), `${SCENARIO.replace('Tiny', 'Small')}source: B 3\n`],
  ['the number of replicates', PLAN.replace('replicates: 2', 'replicates: 9'), SCENARIO],
])('%s does not', (_, plan, scenario) => {
  expect(keyOf(plan, scenario)).toBe(first);
});

test('where the folder lies does not', () => {
  expect(keyOf(PLAN, SCENARIO, 'elsewhere')).toBe(first);
});

test('version, sources of the simulation and records of schools change it', () => {
  const content: CellContent = {
    simulation: SIMULATION,
    scenario: { title: 'x', years: 1 },
    schools: null,
    keep: { outcomes: ['attainment'], series: [], schools: false, events: false },
  };
  const keys = [
    cellKey(content),
    cellKey({ ...content, simulation: SIMULATION.replace('0.1.0', '0.1.1') }),
    cellKey({ ...content, simulation: `${SIMULATION}0` }),
    cellKey({ ...content, schools: 'a' }),
    cellKey({ ...content, schools: 'b' }),
  ];
  expect(new Set(keys).size).toBe(keys.length);
  expect(SIMULATION).toMatch(/^\d+\.\d+\.\d+ [0-9a-f]{16}$/);
});
