/** What is shown as a link, and back: opening one sets everything and runs nothing. */
import { decodeLink, encodeLink, type Link, type LinkFile, type LinkView } from '../../scenarios/link.ts';
import { WEEKS_A_TERM } from '../../sim/index.ts';
import { indexOf } from './metrics.ts';
import { listed, SIDE_KEYS } from './sides.ts';
import type { Workspace } from './workspace.svelte.ts';

/** What a link needs to bring back all that is set and looked at. */
export function linkOf({ comparison, screen, watch }: Workspace, view: LinkView): Link {
  const { sides, seed, seeds, years, settled } = comparison;
  const files = new Map<string, LinkFile>();
  for (const { scenario } of settled) {
    for (const name of [scenario?.files?.register, scenario?.files?.results]) {
      const fingerprint = name && printIn(name);
      if (name && fingerprint) files.set(name, { name, fingerprint });
    }
  }
  return {
    sides: sides.map(({ card, changes }) => ({ name: card.name, base: card.base, set: changes })),
    seed,
    seeds,
    years,
    view,
    metric: screen.metric,
    week: view === 'watch' ? watch.week : Math.min(screen.term, years * 3) * WEEKS_A_TERM,
    watch: {
      side: Math.max(
        0,
        sides.findIndex(({ key }) => key === watch.side),
      ),
      replicate: Math.min(watch.replicate, seeds - 1),
    },
    files: [...files.values()],
  };
}

/** Files of one's own carry the fingerprint of their content at the end of their names; those of the page do not. */
function printIn(name: string): string | undefined {
  return /-([0-9a-f]{8})\.csv$/.exec(name)?.[1];
}

/** The whole address; null where there are too many changes for a link. */
export function addressWith(link: Link): string | null {
  const fragment = encodeLink(link);
  return fragment === null ? null : `${location.href.replace(/#.*$/, '')}#${fragment}`;
}

export type Opening = { refused: string } | { view: LinkView; summary: string };

/**
 * Takes over what the fragment of a link holds, without running it, and says in a sentence what that is; null when it is
 * no longer wanted by the time that it could be. Throws when the scenarios cannot be loaded.
 */
export async function openLink(
  workspace: Workspace,
  fragment: string,
  loadLibrary: () => Promise<unknown>,
  wanted: () => boolean,
): Promise<Opening | null> {
  if (!wanted()) return null;
  const { link, refused } = decodeLink(fragment);
  if (link === null) return { refused };
  await loadLibrary();
  if (!wanted()) return null;
  const { comparison, screen, watch } = workspace;
  const restored = comparison.restore(link);
  if ('refused' in restored) return restored;
  if (indexOf(link.metric) >= 0) screen.metric = link.metric;
  screen.term = Math.round(link.week / WEEKS_A_TERM);
  watch.side = SIDE_KEYS[link.watch.side];
  watch.replicate = link.watch.replicate;
  watch.week = link.week;
  watch.waits = true;
  return { view: link.view, summary: summaryOf(workspace, link, restored.notes) };
}

function summaryOf({ comparison }: Workspace, { sides, seeds, years, files }: Link, notes: string[]): string {
  const titles = comparison.sides.map(({ card }) => `“${card.scenario.title}”`);
  const changed = sides.reduce((sum, { set }) => sum + set.size, 0);
  const said = [...notes];
  for (const { name } of files)
    said.push(`it needs the file of schools ${name}, which a link cannot hold: open it under Build`);
  return (
    `This link compares ${listed(titles)}` +
    ` (${changed === 0 ? 'no' : changed} changed ${changed === 1 ? 'setting' : 'settings'}),` +
    ` ${seeds} ${seeds === 1 ? 'pair' : titles.length === 2 ? 'pairs' : 'sets'} of runs of ${years} ${years === 1 ? 'year' : 'years'}. Press Run to see it.` +
    (said.length === 0 ? '' : ` Note: ${said.join('; ')}.`)
  );
}
