/** Checks the scenarios that come with the page. Loaded by the one worker that is asked for them. */
import entries from 'virtual:library';
import { fingerprint } from '../../scenarios/fingerprint.ts';
import { checkScenario, plainScenario } from '../../sim/index.ts';
import type { Card } from './contract.ts';

export function readLibrary(): Card[] {
  return entries.flatMap(({ name, theme, plain }) => {
    const { scenario } = checkScenario(plain);
    return scenario === null ? [] : [{ name, theme, scenario, base: fingerprint(plainScenario(scenario)) }];
  });
}
