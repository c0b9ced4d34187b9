/** The scenarios that a room can be opened on: those whose weeks are done while people watch. */
import { LIMITS } from '../../../analysis/room/protocol.ts';
import type { Scenario } from '../../../sim/index.ts';
import { library } from '../library.svelte.ts';
import { settle } from '../settings.ts';
import { OWN_THEME } from '../shelf.ts';
import type { Workspace } from '../workspace.svelte.ts';
import type { Choice } from './server.ts';

/** What is offered first: eighteen schools, five years; everybody can be somebody, and there are partners to choose from. */
export const FIRST_ROOM = 'cameo-small-city';

const fits = ({ files, parameters }: Scenario) =>
  files === null && parameters.district.schools <= LIMITS.schools;

/** Under the headings of the library, those of one's own first. */
export function choicesOf(workspace: Workspace): { theme: string; choices: Choice[] }[] {
  const own = workspace.own.flatMap(({ id, card, changes }): Choice[] => {
    const kept = workspace.store.scenarioOf(id);
    const { scenario } = settle(card.scenario, changes);
    return kept === undefined || scenario === null || !fits(scenario)
      ? []
      : [{ id, title: kept.title, scenario, text: kept.text }];
  });
  const shelves = library.themes.map(({ theme, cards }) => ({
    theme,
    choices: cards
      .filter(({ scenario }) => fits(scenario))
      .map(({ name, scenario }): Choice => ({ id: name, title: scenario.title, scenario, text: null })),
  }));
  return [{ theme: OWN_THEME, choices: own }, ...shelves].filter(({ choices }) => choices.length > 0);
}
