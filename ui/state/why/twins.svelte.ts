/** The twins of one seed, taken forward side by side in a worker of their own. */
import type { Parting } from '../../../analysis/explain/parting.ts';
import type { TwinsOpened } from '../../worker/explain-contract.ts';
import { Explainer } from '../../worker/explainer.ts';
import { filesFor } from '../files.ts';
import type { Subject } from './subject.ts';
import type { TrialStatus } from './trials.svelte.ts';

/** Weeks between two looks of the page: a term. */
const STRIDE = 13;

export class TwinsPanel {
  status = $state<TrialStatus>('idle');
  failure = $state('');
  subject = $state.raw<Subject | null>(null);
  seed = $state('');
  opened = $state.raw<TwinsOpened | null>(null);
  parting = $state.raw<Parting | null>(null);
  readonly running = $derived(this.status === 'running');

  #explainer: Explainer | undefined;

  async run(subject: Subject, seed: string): Promise<void> {
    this.cancel();
    const explainer = new Explainer();
    this.#explainer = explainer;
    this.status = 'running';
    this.failure = '';
    this.opened = null;
    this.parting = null;
    this.subject = subject;
    this.seed = seed;
    try {
      const [a, b] = [subject.a.scenario, subject.b.scenario];
      for (const [name, text] of Object.entries(await filesFor([a, b])))
        await explainer.ask((worker) => worker.provide(name, text));
      const opened = await explainer.ask((worker) => worker.open(a, b, seed));
      if (this.#explainer !== explainer) return;
      this.opened = opened;
      this.parting = opened.parting;
      for (let week = 0; week < opened.parting.weeks; week += STRIDE) {
        const parting = await explainer.ask((worker) => worker.advance(STRIDE));
        if (this.#explainer !== explainer) return;
        this.parting = parting;
      }
      this.status = 'done';
    } catch (error) {
      if (this.#explainer !== explainer) return;
      this.status = 'failed';
      this.failure = error instanceof Error ? error.message : String(error);
    } finally {
      explainer.end();
    }
  }

  /** What has been found stays. */
  cancel(): void {
    if (!this.running) return;
    this.#explainer?.end();
    this.#explainer = undefined;
    this.status = 'cancelled';
  }
}
