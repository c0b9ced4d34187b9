/** Reads the scenarios that come with the page. Loaded by the one worker that is asked for them. */
import { buildLibrary } from '../../scenarios/library.ts';
import type { LibraryCard } from './contract.ts';

const texts = import.meta.glob<string>('../../scenarios/*.yaml', {
  query: '?raw',
  import: 'default',
  eager: true,
});

export function readLibrary(): LibraryCard[] {
  const { entries, problems } = buildLibrary(texts);
  if (problems.length > 0) console.warn('Scenarios left out of the library:', problems);
  return entries.map(({ id, theme, scenario }) => ({ name: id, theme, scenario }));
}
