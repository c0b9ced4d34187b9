/** The thread of a room's run: the room's sockets never wait for a week. */
import { parentPort } from 'node:worker_threads';
import { type Answer, type Ask, type Ground, Play, tooLarge } from '../analysis/room/play.ts';
import { readScenario } from '../scenarios/yaml.ts';
import { InputError } from '../sim/index.ts';
import { BadInput, reason } from './errors.ts';
import {
  accepted,
  findData,
  guessInLibrary,
  isInLibrary,
  type Loaded,
  libraryData,
  load,
  readTables,
} from './scenarios.ts';

/** A scenario of the library by its name, or the text of one. */
export type Wanted = { readonly library: string } | { readonly scenario: string };

/** What the thread is asked, and what it says to it; `done` ends what it says to one asking. */
export type ToThread = { readonly open: Wanted; readonly seed: string | null } | Ask;
export type FromThread =
  | { readonly opened: Ground }
  | { readonly refused: readonly string[] }
  | { readonly failed: string }
  | { readonly answer: Answer }
  | { readonly done: true };

/** Seats shown in one message: a long one would take the receiver long to take apart. */
const SHOWN = 25;

let play: Play | null = null;

/** Does one thing that it is asked. */
function work(asked: ToThread, say: (said: FromThread) => void): void {
  if ('open' in asked) {
    const { scenario, schools } = loaded(asked.open);
    const why = tooLarge(scenario, schools);
    if (why !== null) throw new BadInput(why);
    play = new Play(scenario, asked.seed, schools);
    say({ opened: play.ground() });
    return;
  }
  if (play === null) throw new Error('no run is open');
  for (const ask of pieces(asked)) {
    say({ answer: play.answer(ask, (week) => say({ answer: { answer: 'at', week } })) });
  }
}

function pieces(ask: Ask): Ask[] {
  if (ask.ask !== 'see') return [ask];
  const found: Ask[] = [];
  for (let i = 0; i < ask.seats.length; i += SHOWN)
    found.push({ ask: 'see', seats: ask.seats.slice(i, i + SHOWN) });
  return found;
}

/** The scenario that a host has asked for, with its schools. Files of schools are the library's alone: a host names no paths. */
function loaded(wanted: Wanted): Pick<Loaded, 'scenario' | 'schools'> {
  if ('library' in wanted) {
    const { library } = wanted;
    if (!isInLibrary(library)) throw new BadInput(`unknown scenario '${library}'${guessInLibrary(library)}`);
    return load(library, {});
  }
  const scenario = accepted(readScenario(wanted.scenario, 'scenario'));
  if (scenario.files === null) return { scenario, schools: null };
  const file = (name: string) =>
    findData(
      name,
      [libraryData()],
      `scenario: no file of schools '${name}' in the library; a room takes no others`,
    );
  const { register, results } = scenario.files;
  return {
    scenario,
    ...readTables({ register: file(register), results: results === null ? null : file(results) }),
  };
}

parentPort?.on('message', (asked: ToThread) => {
  const say = (said: FromThread) => parentPort?.postMessage(said);
  try {
    work(asked, say);
  } catch (error) {
    if (error instanceof BadInput) say({ refused: error.lines });
    else if (error instanceof InputError) say({ refused: [error.message] });
    else say({ failed: reason(error) });
  }
  say({ done: true });
});
