/** What the page and the worker of a room on one screen say to one another: a room's own messages, as JSON. */
import type { Scenario } from '../../sim/index.ts';

export interface RoomWorker {
  /** Sets up the room; `tell` is given every message to its host. */
  begin(tell: (text: string) => void): void;
  /** Opens a run of the scenario; '' or what is wrong with it. */
  open(scenario: Scenario, seed: string): string;
  /** A message from the host. */
  hear(text: string): void;
  /** The log so far: a scenario as YAML. */
  log(): string;
}
