/** The worker for watching: one seeded run and its branches, any week of which can be visited. */
import { expose, transfer } from 'comlink';
import { frameOf, placeOf, sampleOf } from '../../analysis/frames.ts';
import { inspect } from '../../analysis/inspect/inspect.ts';
import { KEYFRAME_BYTES, Replay } from '../../analysis/replay.ts';
import { type Chronicle, chronicleOf, type Log, logOf } from '../../analysis/why/chronicle.ts';
import { why } from '../../analysis/why/why.ts';
import { COUNTER, digest, WEEKS_A_TERM } from '../../sim/index.ts';
import { buffersOf } from './buffers.ts';
import { beginning, provide } from './registers.ts';
import type { Future, Reached, WatchWorker } from './watch-contract.ts';

interface Held {
  replay: Replay;
  seed: string;
  /** Samples and events that have been handed over. */
  samples: number;
  events: number;
  chronicle?: Chronicle;
}

/** Half of what the trunk may take: a branch has fewer weeks of its own. */
const BRANCH_BYTES = KEYFRAME_BYTES / 2;
/** Running ahead pauses so often for what else the page asks. */
const SLICE_MS = 24;

const held = new Map<number, Held>();
let lastId = 0;

function keep(replay: Replay, seed: string): Future {
  lastId++;
  held.set(lastId, { replay, seed, samples: 0, events: 0 });
  const place = placeOf(replay.run);
  const { weeks, from, every } = replay;
  return transfer({ id: lastId, weeks, from, every, place }, buffersOf(place));
}

function of(id: number): Held {
  const found = held.get(id);
  if (found === undefined) throw new Error(`The worker holds no run ${id}.`);
  return found;
}

/** The log in words as far as the run has come; made once as long as nothing is added. */
function chronicle(one: Held): Chronicle {
  const { run } = one.replay;
  if (one.chronicle?.events.length !== run.state.counter[COUNTER.events]) one.chronicle = chronicleOf(run);
  return one.chronicle;
}

/** The events of the log from place `from` up to `to`. */
function part(log: Log, from: number, to: number): Log {
  const cut = (column: ArrayLike<number>) => (column as Int32Array).slice(from, to);
  return {
    week: cut(log.week),
    kind: cut(log.kind),
    a: cut(log.a),
    b: cut(log.b),
    value: cut(log.value),
  };
}

const worker: WatchWorker = {
  provide,

  async open(scenario, seed) {
    const begin = await beginning(scenario, seed);
    held.clear();
    return keep(new Replay(begin), seed);
  },

  async branch(parent, week, scenario) {
    const { replay, seed } = of(parent);
    return keep(replay.branch(await beginning(scenario, seed), week, BRANCH_BYTES), seed);
  },

  close(id) {
    held.delete(id);
  },

  goOn(id): Reached {
    const one = of(id);
    const { replay } = one;
    const until = performance.now() + SLICE_MS;
    do replay.goOn(1);
    while (!replay.done && performance.now() < until);
    const { run } = replay;
    const samples: Float64Array[] = [];
    for (; one.samples <= run.week / WEEKS_A_TERM; one.samples++) samples.push(sampleOf(run, one.samples));
    const last = run.state.counter[COUNTER.events];
    const events = part(logOf(run.state), one.events, last);
    const reached: Reached = {
      week: run.week,
      samples,
      events,
      count: last - one.events,
      lost: run.state.counter[COUNTER.eventsLost],
      digest: replay.done ? digest(run) : null,
    };
    one.events = last;
    return transfer(reached, [...buffersOf(events), ...samples.flatMap((sample) => buffersOf(sample))]);
  },

  frame(id, week) {
    const frame = frameOf(of(id).replay.at(week));
    return transfer(frame, buffersOf(frame));
  },

  inspect(id, week, subject) {
    const one = of(id);
    return inspect(one.replay.at(week), chronicle(one), subject);
  },

  why(id, index) {
    const one = of(id);
    return why(chronicle(one), index, one.replay);
  },

  digestAt(id, week) {
    return digest(of(id).replay.at(week));
  },
};

expose(worker);
