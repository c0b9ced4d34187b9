/** The room that this page leads, if it leads one: known to every view, whichever opened it. */
import type { Host } from './host.svelte.ts';
import { PhonePolls } from './phone-polls.svelte.ts';

class Live {
  host = $state.raw<Host | null>(null);
  /** Whether people are in it with phones of their own; else its trainer counts hands. */
  phones = $state(false);
  /** Who collects votes while phones are there to vote with; null where hands are counted. */
  readonly polls = $derived(this.phones && this.host?.standing === 'up' ? new PhonePolls(this.host) : null);
}

export const live = new Live();
