/** Checks the scenarios that come with the page. Loaded by the one worker that is asked for them. */
import entries from 'virtual:library';
import { checkScenario } from '../../sim/index.ts';
import type { LibraryCard } from './contract.ts';

export function readLibrary(): LibraryCard[] {
  return entries.flatMap(({ name, theme, plain }) => {
    const { scenario } = checkScenario(plain);
    return scenario === null ? [] : [{ name, theme, scenario }];
  });
}
