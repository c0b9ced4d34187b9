/** What is done with the log of a room: it is replayed, and held against the same schools without anybody's decisions. */
import { readHead } from '../../../analysis/room/log.ts';
import type { Scenario } from '../../../sim/index.ts';
import { Watcher } from '../../worker/watcher.ts';
import { Side } from '../comparison.svelte.ts';
import { nearestCard } from '../draft-base.ts';
import { differences } from '../settings.ts';
import type { Workspace } from '../workspace.svelte.ts';

/** A room's log replayed from its text alone; rejects where it does not come to the digest that it states. */
export async function replays(
  text: string,
  reader: Workspace['reader'],
): Promise<{ week: number; digest: string }> {
  const head = readHead(text);
  if (head === null) throw new Error('the log does not state what the room came to');
  const scenario = await scenarioOf(text, reader);
  const watcher = new Watcher();
  try {
    const { id } = await watcher.ask((worker) => worker.open(scenario, scenario.seed));
    for (let week = 0; week < head.week; ) week = (await watcher.ask((worker) => worker.goOn(id))).week;
    const digest = await watcher.ask((worker) => worker.digestAt(id, head.week));
    if (digest !== head.reached)
      throw new Error(`after week ${head.week} the digest is ${digest}, and the room’s was ${head.reached}`);
    return { week: head.week, digest };
  } finally {
    watcher.end();
  }
}

/**
 * Keeps the room among the scenarios of one's own and opens Compare: the same schools left to themselves first, then the
 * room. Resolves when the comparison runs.
 */
export async function keepAndCompare(workspace: Workspace, text: string): Promise<void> {
  const { reader, store, comparison } = workspace;
  const room = await scenarioOf(text, reader);
  const card = nearestCard(room);
  const changes = differences(card.scenario, room);
  const alone = new Map(changes);
  alone.delete('decisions');
  alone.set('title', `${room.title.replace(/: the room$/, '')}: left to themselves`.slice(0, 80));
  await store.save({
    id: `room-${crypto.getRandomValues(new Uint32Array(2)).join('')}`,
    title: room.title,
    about: room.about,
    card: card.name,
    base: card.base,
    changes: [...changes],
    text,
    files: [],
  });
  comparison.cancel();
  comparison.sides = [new Side('a', card, alone), new Side('b', card, changes)];
  comparison.years = Math.max(room.years, comparison.fewestYears);
  comparison.seed = room.seed;
  location.hash = '#compare';
  void comparison.run();
}

async function scenarioOf(text: string, reader: Workspace['reader']): Promise<Scenario> {
  const { scenario, problems } = await reader.read(text, 'room.yaml');
  if (scenario === null)
    throw new Error(problems.map(({ path, message }) => `${path}: ${message}`).join('; '));
  return scenario;
}
