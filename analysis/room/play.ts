import {
  advance,
  COUNTER,
  type Decision,
  decide,
  digest,
  estimate,
  played,
  ROLES,
  type Run,
  type Scenario,
  type SchoolRecord,
  start,
  WEEKS_A_TERM,
} from '../../sim/index.ts';
import { formatNumber } from '../format.ts';
import { frameOf, placeOf, sampleOf } from '../frames.ts';
import { type Chronicle, chronicleOf } from '../why/chronicle.ts';
import { plainFrame } from './frame.ts';
import type { SchoolSeats } from './people.ts';
import { LIMITS, type PlainFrame, type PlainPlace, type SeriesSample } from './protocol.ts';
import { type Sight, sightOf, workOf } from './view.ts';

/** What a room asks of its run; answered one after the other. */
export type Ask =
  | { readonly ask: 'step'; readonly decisions: readonly Decision[]; readonly weeks: number }
  | { readonly ask: 'see'; readonly seats: readonly { readonly school: number; readonly post: number }[] }
  | { readonly ask: 'check' };

export type Answer =
  | { readonly answer: 'at'; readonly week: number }
  | {
      readonly answer: 'stepped';
      readonly week: number;
      readonly frame: PlainFrame;
      readonly samples: SeriesSample[];
    }
  | { readonly answer: 'seen'; readonly sights: readonly Sight[] }
  | { readonly answer: 'checked'; readonly checked: Checked };

/** The run as a scenario, and what it comes to when it is done once more from the beginning. */
export interface Checked {
  readonly scenario: Scenario;
  /** How many of its decisions the room has taken: the last ones. */
  readonly decided: number;
  readonly week: number;
  readonly weeks: number;
  readonly reached: string;
  readonly end: string;
}

/** What the room has to know of a run that is opened. */
export interface Ground {
  readonly title: string;
  readonly seed: string;
  readonly weeks: number;
  readonly schools: readonly SchoolSeats[];
  readonly place: PlainPlace;
  readonly frame: PlainFrame;
  readonly samples: SeriesSample[];
}

/** Why a run is too large to be played while people watch; null where it is not. */
export function tooLarge(scenario: Scenario, schools: readonly SchoolRecord[] | null): string | null {
  const size = estimate(scenario, schools);
  if (size.schools <= LIMITS.schools && size.staff <= LIMITS.staff) return null;
  return `too large for a room: ${size.schools} schools and about ${formatNumber(size.staff, 0)} posts; allowed: up to ${LIMITS.schools} schools and ${LIMITS.staff} posts, so that a week is done while people watch`;
}

/** The run of a room: its weeks, and what is seen of it. Throws InputError as the run's start does. */
export class Play {
  readonly #begin: (scenario: Scenario) => Run;
  readonly #run: Run;
  #chronicle: Chronicle | null = null;
  #decided = 0;
  readonly #alike = new Map<number, Omit<Sight, 'post' | 'work'>>();

  constructor(scenario: Scenario, seed: string | null, schools: readonly SchoolRecord[] | null) {
    const options = { ...(seed === null ? {} : { seed }), ...(schools === null ? {} : { schools }) };
    this.#begin = (from) => start(from, options);
    this.#run = this.#begin(scenario);
  }

  ground(): Ground {
    const run = this.#run;
    const { names, ids, phases, x, y } = placeOf(run);
    return {
      title: run.scenario.title,
      seed: run.seed,
      weeks: run.weeks,
      schools: seatsOf(run),
      place: { names, ids: [...ids], phases: [...phases], x: [...x], y: [...y] },
      frame: plainFrame(frameOf(run)),
      samples: this.#samples(),
    };
  }

  /** Does what the room asks; `told` hears of every week done before the answer. */
  answer(ask: Ask, told: (week: number) => void): Answer {
    if (ask.ask === 'step') {
      for (const decision of ask.decisions) decide(this.#run, decision);
      this.#decided += ask.decisions.length;
      for (let done = 0; done < ask.weeks && this.#run.week < this.#run.weeks; done++) {
        advance(this.#run, 1);
        told(this.#run.week);
      }
      const { week } = this.#run;
      return { answer: 'stepped', week, frame: plainFrame(frameOf(this.#run)), samples: this.#samples() };
    }
    if (ask.ask === 'see') return { answer: 'seen', sights: ask.seats.flatMap((seat) => this.#see(seat)) };
    return { answer: 'checked', checked: this.#check() };
  }

  /** What a seat sees; what those at one school see alike is looked up once a week. */
  #see({ school, post }: { school: number; post: number }): Sight[] {
    const a = this.#run.state.schoolId.indexOf(school);
    const known = this.#alike.get(a);
    const alike = known?.week === this.#run.week ? known : sightOf(this.#run, this.#told(), a);
    if (alike === null) return [];
    this.#alike.set(a, alike);
    return [{ ...alike, post, work: workOf(this.#run, a, post) }];
  }

  /** The log in words, made anew only where something was added. */
  #told(): Chronicle {
    if (this.#chronicle?.events.length !== this.#run.state.counter[COUNTER.events])
      this.#chronicle = chronicleOf(this.#run);
    return this.#chronicle;
  }

  #samples(): SeriesSample[] {
    const samples: SeriesSample[] = [];
    for (let sample = 0; sample * WEEKS_A_TERM <= this.#run.week; sample++)
      samples.push({ week: sample * WEEKS_A_TERM, values: [...sampleOf(this.#run, sample)] });
    return samples;
  }

  /** Runs the log from its beginning, to the week that the room has reached and on to the end. */
  #check(): Checked {
    const scenario = played(this.#run);
    const again = this.#begin(scenario);
    const { week, weeks } = this.#run;
    advance(again, week);
    const reached = digest(again);
    if (reached !== digest(this.#run))
      throw new Error(
        `the log does not replay: after week ${week} it comes to another state than the room did`,
      );
    advance(again, weeks - week);
    return { scenario, decided: this.#decided, week, weeks, reached, end: digest(again) };
  }
}

/** The seats of a run at its start: every head's, and those of the teachers. */
function seatsOf({ state, names }: Run): SchoolSeats[] {
  return names.map((name, a) => {
    const first = state.schoolFirst[a];
    const places = Array.from({ length: state.schoolPosts[a] }, (_, place) => place);
    return {
      school: state.schoolId[a],
      name,
      teachers: places.filter((place) => ROLES[state.staffRole[first + place]] === 'teacher'),
    };
  });
}
