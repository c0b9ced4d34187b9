import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Job, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { reason } from '../../errors.ts';
import { taskOf } from '../backend.ts';
import { Crew } from '../crew.ts';
import { failedPart } from '../execute.ts';
import { type PlannedRun, Runs, type Sweep } from '../folder.ts';
import { type Finished, finished, sweepElsewhere } from '../work.ts';
import { orAborted } from './abort.ts';
import { keysOf, needy, type Offer, PREFIX, readManifestOf, readOffer, readOffers } from './offer.ts';
import { Refused, readOrder } from './order.ts';
import { FULL, LARGEST_PART, pack } from './parcel.ts';
import { connectionOptions, type RedisAddress } from './redis.ts';
import type { Seal } from './seal.ts';

export interface ShiftOptions {
  readonly address: RedisAddress;
  readonly redis: Redis;
  readonly seal: Seal;
  /** Runs at a time. */
  readonly jobs: number;
  /** Seconds of silence after which a worker's runs are given to others. */
  readonly stall: number;
  /** Seconds that runs under way may still take when the program is to end. */
  readonly grace: number;
  /** Ends when nothing is left to do. */
  readonly once: boolean;
  readonly say: (line: string) => void;
  /** Aborted when this program is to end: what is under way is finished or given back. */
  readonly stop: AbortSignal;
}

/** What a worker did. */
export interface Tally {
  runs: number;
  readonly refused: { forged: number; oversized: number; replayed: number };
}

/** Seconds between two signs of life. */
const HEARTBEAT = 2;
/** Seconds that giving back may take. */
const GIVING_BACK = 5;
/** Times a job may be found without its worker. Far more than anybody's machines die: a stall blames no run. */
const STALLS = 1000;
/** A job found without its worker so often is done with care: every run is sent at once, and who dies of one is noted. */
const CAREFUL = 3;
/** So many workers died in the middle of a run done with care: it is recorded as failed. */
const DEADLY = 5;
/** Seconds without a job after which a worker looks whether another sweep needs it. */
const IDLE = 5;
/** Seconds without a job, although some wait, after which the queue is opened anew. */
const DEAF = 20;

/** One worker's part in one sweep: takes jobs from its queue until the sweep is over. */
export class Shift {
  readonly #options: ShiftOptions;
  readonly #offer: Offer;
  readonly #sweep: Sweep;
  readonly #runs: Runs;
  readonly #crew: Crew<Finished>;
  readonly #tally: Tally;
  /** Aborted when runs under way are to be given back. */
  readonly #halt = new AbortController();
  readonly #name: string;
  #from: number;
  #busy = 0;
  #idleSince = performance.now();
  #worker: Worker | undefined;

  private constructor(
    options: ShiftOptions,
    offer: Offer,
    tally: Tally,
    content: Awaited<ReturnType<typeof readManifestOf>>,
  ) {
    this.#options = options;
    this.#offer = offer;
    this.#tally = tally;
    this.#from = offer.from;
    this.#sweep = sweepElsewhere(content.manifest, content.inputs);
    this.#runs = new Runs(this.#sweep);
    this.#crew = new Crew<Finished>({
      jobs: options.jobs,
      limits: offer.limits,
      work: content,
      left: () => null, // runs are handed out one by one: what was finished was told
      fail: (part) => finished(part, 0),
    });
    this.#name = `${options.jobs} ${hostname()} ${process.pid}`;
  }

  /** Takes jobs until the offer is withdrawn or changed, the program is to end, or, with `once`, nothing is left to do. */
  static async work(options: ShiftOptions, offer: Offer, tally: Tally): Promise<void> {
    const content = await readManifestOf(options.redis, offer);
    const shift = new Shift(options, offer, tally, content);
    try {
      await shift.#open();
      await shift.#untilOver();
    } finally {
      await shift.#close();
    }
  }

  async #open(): Promise<void> {
    const { address, jobs, stall } = this.#options;
    const { Worker } = await import('bullmq');
    this.#worker = new Worker(this.#offer.queue, (job, token) => this.#do(job, token), {
      connection: connectionOptions(address),
      prefix: PREFIX,
      concurrency: jobs,
      lockDuration: stall * 1000,
      stalledInterval: (stall * 1000) / 2,
      maxStalledCount: STALLS,
      drainDelay: 2,
      runRetryDelay: 500,
      removeOnFail: { count: 1000 },
    });
    this.#worker.on('error', () => {}); // connections are made again; jobs lost meanwhile come again
    this.#idleSince = performance.now();
  }

  async #untilOver(): Promise<void> {
    const { stop, once } = this.#options;
    while (!stop.aborted) {
      const idle = (performance.now() - this.#idleSince) / 1000;
      const ask = (question: Promise<boolean>) => orAborted(stop, question).catch(() => false); // later, then
      if (await ask(this.#look(idle))) return;
      if (once && this.#busy === 0 && idle > HEARTBEAT && (await ask(this.#isEmpty()))) return;
      await sleep(HEARTBEAT * 1000, undefined, { signal: stop }).catch(() => {});
    }
  }

  /** Gives a sign of life, and tells whether the sweep is over. */
  async #look(idle: number): Promise<boolean> {
    const { redis, seal } = this.#options;
    const { queue, limits, manifest } = this.#offer;
    const now = await readOffer(redis, seal, queue);
    if (now === null || now.manifest !== manifest) return true;
    if (now.limits.seconds !== limits.seconds || now.limits.memory !== limits.memory) return true;
    this.#from = now.from;
    const { workers, waiting } = keysOf(queue);
    const [time] = await redis.time();
    await redis.zadd(workers, Number(time), this.#name);
    if (this.#busy === 0 && idle > DEAF && (await redis.llen(waiting)) > 0) {
      await this.#closeQueue();
      await this.#open();
    }
    return this.#busy === 0 && idle > IDLE && this.#isNeededElsewhere();
  }

  async #isNeededElsewhere(): Promise<boolean> {
    const { redis, seal } = this.#options;
    const { queue, simulation } = this.#offer;
    const { offers } = await readOffers(redis, seal);
    const fit = offers.filter((offer) => offer.queue !== queue && offer.simulation === simulation);
    return (await needy(redis, fit)).length > 0;
  }

  async #isEmpty(): Promise<boolean> {
    const { waiting, active } = keysOf(this.#offer.queue);
    const { redis } = this.#options;
    return (await redis.llen(waiting)) + (await redis.llen(active)) === 0;
  }

  async #close(): Promise<void> {
    const grace = setTimeout(() => this.#halt.abort(), this.#options.grace * 1000);
    await this.#closeQueue();
    clearTimeout(grace);
    await this.#crew.close();
    const gone = this.#options.redis.zrem(keysOf(this.#offer.queue).workers, this.#name);
    await Promise.race([gone.catch(() => {}), sleep(1000, undefined, { ref: false })]);
  }

  /** Lets go of the queue once the jobs under way are done or given back, or Redis does not answer. */
  async #closeQueue(): Promise<void> {
    const worker = this.#worker;
    if (worker === undefined) return;
    this.#worker = undefined;
    const patience = sleep((this.#options.grace + GIVING_BACK) * 1000, 'late' as const, { ref: false });
    const closed = await Promise.race([worker.close().catch(() => {}), patience]);
    if (closed === 'late') await Promise.race([worker.disconnect().catch(() => {}), sleep(1000)]);
  }

  /** Does a job: its runs one by one, their parts sent to the coordinator before the job is done. */
  async #do(job: Job, token: string | undefined): Promise<void> {
    this.#busy++;
    try {
      await this.#doRuns(job, this.#read(job), token);
    } finally {
      this.#busy--;
      this.#idleSince = performance.now();
    }
  }

  #read(job: Job): readonly PlannedRun[] {
    const { seal, say } = this.#options;
    try {
      const place = {
        seal,
        queue: this.#offer.queue,
        sweep: this.#sweep,
        runs: this.#runs,
        from: this.#from,
      };
      return readOrder(job, place).runs;
    } catch (error) {
      if (error instanceof Refused) {
        this.#tally.refused[error.why]++;
        say(`refused a job that is ${error.why}`);
      }
      throw error;
    }
  }

  async #doRuns(job: Job, runs: readonly PlannedRun[], token: string | undefined): Promise<void> {
    const careful = job.stalledCounter >= CAREFUL;
    let unsent: Finished[] = [];
    let size = 0;
    for (const run of runs) {
      const done = careful ? await this.#doWithCare(run) : await this.#doOne(run);
      if (done === null) {
        await this.#send(unsent);
        return this.#giveBack(job, token);
      }
      unsent.push(done);
      size += done.text.length;
      if (!careful && size < FULL) continue;
      await this.#send(unsent);
      unsent = [];
      size = 0;
    }
    await this.#send(unsent);
  }

  /** Does a run; null when it was ended because the program is to end. */
  async #doOne(run: PlannedRun): Promise<Finished | null> {
    const done: Finished[] = [];
    const task = taskOf(run);
    await this.#crew.do([task], (one) => done.push(one), this.#halt.signal);
    if (done.length === 0) return null;
    const one = done[0];
    this.#tally.runs++;
    if (one.text.length > LARGEST_PART)
      return finished(failedPart(task, `its result is too large to be sent`), one.seconds);
    return one;
  }

  /** Does a run that workers may have died of: each that begins it is counted, and struck out when it lives to tell. */
  async #doWithCare(run: PlannedRun): Promise<Finished | null> {
    const { redis } = this.#options;
    const { deaths } = keysOf(this.#offer.queue);
    if ((await redis.hincrby(deaths, run.key, 1)) > DEADLY) {
      return finished(failedPart(taskOf(run), `${DEADLY} workers ended in the middle of it`), 0);
    }
    const done = await this.#doOne(run);
    await redis.hdel(deaths, run.key);
    return done;
  }

  /** Sends finished runs. A Redis that is away or full is waited for, unless the program is to end. */
  async #send(runs: readonly Finished[]): Promise<void> {
    if (runs.length === 0) return;
    const { redis, seal, say } = this.#options;
    const { queue } = this.#offer;
    const parcel = pack(seal, queue, runs);
    for (let complaint = ''; ; ) {
      try {
        await redis.rpush(keysOf(queue).results, parcel);
        break;
      } catch (error) {
        if (this.#halt.signal.aborted) throw error;
        if (reason(error) !== complaint) say(`Redis: ${reason(error)}; trying on`);
        complaint = reason(error);
        await sleep(1000);
      }
    }
  }

  async #giveBack(job: Job, token: string | undefined): Promise<never> {
    const { WaitingError } = await import('bullmq');
    await job.moveToWait(token);
    throw new WaitingError();
  }
}
