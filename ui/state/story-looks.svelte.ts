/** Single schools and relations that a story looks into: found in the first run of a side, in a worker of their own. */
import type { Inspection, Subject } from '../../analysis/inspect/inspect.ts';
import { COMPARISON_SEED, replicateSeeds } from '../../analysis/seeds.ts';
import type { SchoolPick, Show, Story } from '../../analysis/stories/story.ts';
import type { Scenario } from '../../sim/index.ts';
import type { Frame } from '../worker/contract.ts';
import { Watcher } from '../worker/watcher.ts';
import { filesFor } from './files.ts';

type Look = Extract<Show, { kind: 'school' | 'relation' }>;

/** The run that the worker holds. */
interface Open {
  readonly side: number;
  readonly id: number;
  reached: number;
}

export class StoryLooks {
  /** By place of the step; null where there is nothing to look into in that week. */
  found = $state.raw<ReadonlyMap<number, Inspection | null>>(new Map());
  failure = $state('');

  readonly #story: Story;
  readonly #scenarios: readonly Scenario[];
  readonly #watcher = new Watcher();
  #turn = 0;

  constructor(story: Story, scenarios: readonly Scenario[]) {
    this.#story = story;
    this.#scenarios = scenarios;
  }

  /** Looks for what the steps from `step` on need first. */
  async start(step: number): Promise<void> {
    const turn = ++this.#turn;
    this.failure = '';
    const wanted = looksOf(this.#story, step).filter(({ place }) => !this.found.has(place));
    let open: Open | null = null;
    try {
      for (const { place, show } of wanted) {
        if (open?.side !== show.side) open = await this.#open(show.side);
        const { id } = open;
        while (open.reached < show.week && turn === this.#turn)
          open.reached = (await this.#watcher.ask((worker) => worker.goOn(id))).week;
        if (turn !== this.#turn) return;
        const answer = await this.#look(id, show);
        if (turn !== this.#turn) return;
        this.found = new Map(this.found).set(place, answer);
      }
    } catch (error) {
      if (turn !== this.#turn) return;
      this.failure = error instanceof Error ? error.message : String(error);
    }
    if (turn === this.#turn) this.#watcher.end();
  }

  /** Begins the first run of a side. */
  async #open(side: number): Promise<Open> {
    const scenario = this.#scenarios[side];
    for (const [name, text] of Object.entries(await filesFor([scenario])))
      await this.#watcher.ask((worker) => worker.provide(name, text));
    const [seed] = replicateSeeds(COMPARISON_SEED, 1);
    const { id } = await this.#watcher.ask((worker) => worker.open(scenario, seed));
    return { side, id, reached: 0 };
  }

  async #look(id: number, show: Look): Promise<Inspection | null> {
    const frame = await this.#watcher.ask((worker) => worker.frame(id, show.week));
    const subject = subjectOf(show, frame);
    return subject === null
      ? null
      : await this.#watcher.ask((worker) => worker.inspect(id, show.week, subject));
  }

  cancel(): void {
    this.#turn++;
    this.#watcher.end();
  }
}

function looksOf({ steps }: Story, from: number): { place: number; show: Look }[] {
  const all = steps.flatMap(({ show }, place) =>
    show.kind === 'school' || show.kind === 'relation' ? [{ place, show }] : [],
  );
  return [...all.filter(({ place }) => place >= from), ...all.filter(({ place }) => place < from)];
}

function subjectOf(show: Look, frame: Frame): Subject | null {
  if (show.kind === 'relation') return furthest(frame);
  const school = pickSchool(show.pick, frame);
  return school === null ? null : { kind: 'school', school };
}

/** The relation of the highest stage, of those the one of most trust; null without any. */
export function furthest({ a, b, stage, trust }: Frame): Subject | null {
  let best = -1;
  for (let r = 0; r < a.length; r++) {
    if (best < 0 || stage[r] > stage[best] || (stage[r] === stage[best] && trust[r] > trust[best])) best = r;
  }
  return best < 0 ? null : { kind: 'relation', a: Math.min(a[best], b[best]), b: Math.max(a[best], b[best]) };
}

/**
 * The school with the most or fewest relations, of those alike the one whose relations have grown furthest or least; or
 * with the highest or lowest published result. Closed schools and those without a result yet are not looked at.
 */
export function pickSchool(pick: SchoolPick, frame: Frame): number | null {
  const { closed, published, a, b, stage } = frame;
  const links = new Float64Array(closed.length);
  for (let r = 0; r < a.length; r++) {
    // Stages are few: a relation more always counts for more.
    for (const school of [a[r], b[r]]) links[school] += 1 + stage[r] / 1000;
  }
  const byResults = pick.endsWith('results');
  const sign = pick === 'best connected' || pick === 'highest results' ? 1 : -1;
  let best: number | null = null;
  for (let school = 0; school < closed.length; school++) {
    if (closed[school] === 1 || (byResults && published[school] === 0)) continue;
    const value = (i: number) => sign * (byResults ? published[i] : links[i]);
    if (best === null || value(school) > value(best)) best = school;
  }
  return best;
}
