import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { reason } from '../../errors.ts';
import { type Backend, batchesOf, type Limits, type Report, taskOf } from '../backend.ts';
import { failedPart } from '../execute.ts';
import { manifestText, type PlannedRun, Runs, type Sweep } from '../folder.ts';
import { readPart, readPartText, writePart, writePartText } from '../part.ts';
import { noteOf } from '../rounds.ts';
import { orAborted } from './abort.ts';
import { keysOf, PREFIX, putContent, putOffer, withdrawOffer } from './offer.ts';
import { type OrderData, orderId, readOrder, writeOrder } from './order.ts';
import { unpack } from './parcel.ts';
import { connectionOptions, openRedis, type RedisAddress } from './redis.ts';
import { type Credentials, Seal } from './seal.ts';

export interface QueuedOptions {
  readonly address: RedisAddress;
  readonly credentials: Credentials;
  readonly limits: Limits;
  /** Jobs of a worker on this machine that comes and goes with the coordinator; 0 for none. */
  readonly jobs: number;
  readonly plainRedis: boolean;
  /** Tells the user what the queue is waiting for. */
  readonly say: (line: string) => void;
}

/** Jobs in the queue at a time: enough for hundreds of workers, and no burden to a Redis. */
const WINDOW = 1000;
/** Parcels taken from Redis at a time. */
const PARCELS = 8;
/** Between two looks for results, in milliseconds, and between two comparisons of the queue with what it should hold. */
const POLL = 50;
const COMPARE = 3000;
/** Seconds without any worker before the user is told, and told again. */
const LONELY = 10;
const STILL_LONELY = 120;
/** Seconds since a worker was last heard of after which it no longer counts. */
const SILENT = 15;
/** A run whose job, with nothing else in it, failed this often is recorded as failed. Stalled jobs do not count. */
const HOPELESS = 3;

/** What `complete` was asked for, as far as it has come. */
interface Round {
  readonly wanted: Map<string, PlannedRun>;
  /** What is to be put on the queue, one job each. */
  readonly unsent: PlannedRun[][];
  readonly report: Report;
}

/**
 * Machines that take runs from a queue on Redis. The queue is a way to hand out work and no place to keep it: what is finished
 * is what is on disk, a result leaves Redis when its part is written, and what Redis, a worker or this program lost is put
 * on the queue again.
 */
export class Queued implements Backend {
  batch = 1;
  /** What the queue is called. */
  readonly queue: string;
  readonly #sweep: Sweep;
  readonly #runs: Runs;
  readonly #options: QueuedOptions;
  readonly #seal: Seal;
  readonly #redis: Redis;
  readonly #jobs: Queue;
  readonly #content: ReadonlyMap<string, string>;
  /** What is on the queue as far as is known: by job its number, and its runs that are not done. */
  readonly #sent = new Map<string, { readonly number: number; readonly keys: Set<string> }>();
  readonly #jobOf = new Map<string, string>();
  readonly #failures = new Map<string, number>();
  #number = Date.now();
  #compareAt = 0;
  #lonelySince: number | null = null;
  #closing = false;
  #helper: ChildProcess | undefined;

  private constructor(sweep: Sweep, options: QueuedOptions, seal: Seal, redis: Redis, jobs: Queue) {
    this.#sweep = sweep;
    this.#runs = new Runs(sweep);
    this.#options = options;
    this.#seal = seal;
    this.#redis = redis;
    this.#jobs = jobs;
    this.queue = jobs.name;
    this.#content = new Map([[sweep.id, manifestText(sweep.manifest)], ...inputsOf(sweep)]);
  }

  /** Opens the queue of a sweep, and fetches what finished while no coordinator was there. Refusals are BadInput. */
  static async open(sweep: Sweep, options: QueuedOptions): Promise<Queued> {
    const { address, credentials } = options;
    const redis = await openRedis(address);
    const { Queue } = await import('bullmq');
    const jobs = new Queue(`${sweep.id.slice(0, 12)}-${credentials.session}`, {
      connection: connectionOptions(address),
      prefix: PREFIX,
      streams: { events: { maxLen: 100 } },
    });
    jobs.on('error', () => {}); // the connection is made again
    const queued = new Queued(sweep, options, new Seal(credentials.token), redis, jobs);
    await queued.#takeUp();
    if (options.jobs > 0) queued.#helper = startWorker(options);
    return queued;
  }

  async lanes(): Promise<number> {
    const unknown = sleep(2000, 0, { ref: false }); // a Redis that is away tells later
    return Promise.race([this.#jobsOfWorkers(), unknown]);
  }

  async #jobsOfWorkers(): Promise<number> {
    const [now] = await this.#redis.time();
    const workers = await this.#redis.zrangebyscore(keysOf(this.queue).workers, Number(now) - SILENT, '+inf');
    return workers.reduce((sum, name) => sum + (Number.parseInt(name, 10) || 0), 0);
  }

  async complete(runs: readonly PlannedRun[], report: Report, signal: AbortSignal): Promise<void> {
    const round: Round = {
      wanted: new Map(runs.map((run) => [run.key, run])),
      unsent: [
        ...batchesOf(
          runs.filter(({ key }) => !this.#jobOf.has(key)),
          this.batch,
        ),
      ],
      report,
    };
    await orAborted(signal, this.#work(round, signal)).catch((error) => {
      if (!signal.aborted) throw error;
    });
  }

  /** Ends the queue: all of it where nothing is under way, else only what no worker has begun. Results stay. */
  async close(): Promise<void> {
    if (this.#closing) return;
    this.#closing = true;
    const { results, workers, deaths, content } = keysOf(this.queue);
    const tidy = async () => {
      await withdrawOffer(this.#redis, this.queue);
      await this.#jobs.drain(true);
      if (this.#sent.size > 0) return;
      // A worker tells its results before it ends its job, and would leave crumbs behind the broom.
      for (let tries = 0; tries < 40 && (await this.#jobs.getActiveCount()) > 0; tries++) await sleep(POLL);
      await this.#jobs.obliterate({ force: true });
      await this.#redis.del(results, workers, deaths, ...[...this.#content.keys()].map(content));
    };
    await Promise.race([tidy().catch(() => {}), sleep(5000, undefined, { ref: false })]);
    this.#helper?.kill('SIGTERM');
    this.#redis.disconnect();
    await Promise.race([this.#jobs.close().catch(() => {}), sleep(1000, undefined, { ref: false })]);
    await this.#jobs.disconnect().catch(() => {});
  }

  /** Takes up a queue as an earlier coordinator left it. */
  async #takeUp(): Promise<void> {
    const everything: Round = { wanted: new Map(), unsent: [], report: () => {} };
    while ((await this.#collect(everything)) > 0);
    // What waits may no longer be wanted, or in other batches.
    await this.#jobs.drain(true);
    for (const job of await this.#jobs.getActive()) {
      try {
        const order = readOrder(job, {
          seal: this.#seal,
          queue: this.queue,
          sweep: this.#sweep,
          runs: this.#runs,
          from: 0,
        });
        this.#remember(String(job.id), order.number, order.runs);
      } catch {
        // Nobody's, or another token's: workers refuse it too.
      }
    }
    await this.#announce();
  }

  #remember(id: string, number: number, runs: readonly PlannedRun[]): void {
    this.#sent.set(id, { number, keys: new Set(runs.map(({ key }) => key)) });
    for (const { key } of runs) this.#jobOf.set(key, id);
  }

  async #work(round: Round, signal: AbortSignal): Promise<void> {
    let complaint = '';
    while (round.wanted.size > 0 && !signal.aborted) {
      try {
        await this.#send(round);
        const taken = await this.#collect(round);
        if (performance.now() >= this.#compareAt) {
          await this.#compare(round);
          this.#compareAt = performance.now() + COMPARE;
        }
        complaint = '';
        if (taken === 0) await sleep(POLL);
      } catch (error) {
        if (isOurs(error)) throw error;
        // A Redis that is full, loading or read-only says so; what was not taken is asked for again.
        if (reason(error) !== complaint) this.#options.say(`Redis: ${reason(error)}; trying on`);
        complaint = reason(error);
        await sleep(1000);
      }
    }
  }

  async #send({ unsent }: Round): Promise<void> {
    while (unsent.length > 0 && this.#sent.size < WINDOW) {
      const jobs = unsent.splice(0, Math.min(100, WINDOW - this.#sent.size)).map((runs) => {
        const id = orderId(this.queue, runs);
        const number = this.#number++;
        this.#remember(id, number, runs);
        const data: OrderData = writeOrder(this.#seal, this.queue, number, runs);
        return { name: 'runs', data, opts: { jobId: id, removeOnComplete: true } };
      });
      await this.#jobs.addBulk(jobs);
    }
  }

  /** Writes the parts that workers have sent, and gives the number of parcels. A parcel leaves Redis when its parts are on disk. */
  async #collect(round: Round): Promise<number> {
    const { results } = keysOf(this.queue);
    const parcels = await this.#redis.lrangeBuffer(results, 0, PARCELS - 1);
    if (this.#closing) return 0;
    for (const parcel of parcels) this.#open(parcel, round);
    if (parcels.length > 0) await this.#redis.ltrim(results, parcels.length, -1);
    return parcels.length;
  }

  #open(parcel: Buffer, round: Round): void {
    const finished = unpack(this.#seal, this.queue, parcel);
    if (finished === null) {
      this.#options.say('a result that no worker of this sweep sent was thrown away');
      return;
    }
    const { folder, plan } = this.#sweep;
    for (const { key, text, seconds } of finished) {
      const part = readPartText(text, key);
      if (part === null) continue; // damaged on its way: done again
      // Whoever was first has it; the same run gives the same part.
      const there = readPart(folder, key);
      if (there === null) writePartText(folder, key, text);
      if (there === null || round.wanted.has(key)) {
        round.report(noteOf(there ?? part, plan.replicates, text.length, seconds));
      }
      this.#settle(key, round);
    }
  }

  /** Strikes out a run that is on disk. */
  #settle(key: string, { wanted }: Round): void {
    wanted.delete(key);
    const id = this.#jobOf.get(key);
    if (id === undefined) return;
    this.#jobOf.delete(key);
    const keys = this.#sent.get(id)?.keys;
    keys?.delete(key);
    if (keys?.size === 0) this.#sent.delete(id);
  }

  /** Compares what the queue holds with what it should: what was lost or has failed is put on it again. */
  async #compare(round: Round): Promise<void> {
    await this.#announce();
    const ids = [...this.#sent.keys()];
    const { job } = keysOf(this.queue);
    const there = await Promise.all(ids.map((id) => this.#redis.exists(job(id))));
    const failed = await this.#jobs.getFailed(0, WINDOW);
    // A worker sends its results before its job goes: what is gone and has sent nothing by now is lost.
    while ((await this.#collect(round)) > 0);
    ids.forEach((id, i) => {
      if (there[i] === 0) this.#again(id, round, null);
    });
    for (const one of failed) {
      await one.remove().catch(() => {}); // locked by a worker again: another time
      this.#again(String(one.id), round, one.failedReason);
    }
  }

  /** Puts the runs of a job on the queue again, one by one where it failed; what fails alone again and again is recorded so. */
  #again(id: string, round: Round, failure: string | null): void {
    const keys = this.#sent.get(id)?.keys;
    if (keys === undefined) return;
    const { folder, plan } = this.#sweep;
    this.#sent.delete(id);
    const again: PlannedRun[] = [];
    for (const key of keys) {
      this.#jobOf.delete(key);
      const run = round.wanted.get(key);
      if (run === undefined) continue;
      let part = readPart(folder, key); // another coordinator may have written it
      if (part === null && failure !== null && keys.size === 1 && this.#isHopeless(key, failure)) {
        part = failedPart(taskOf(run), `no worker could do it: ${failure}`);
        writePart(folder, part);
      }
      if (part === null) again.push(run);
      else {
        round.report(noteOf(part, plan.replicates, 0, 0));
        round.wanted.delete(key);
      }
    }
    const { batch } = this;
    round.unsent.push(...batchesOf(again, failure === null ? batch : 1));
  }

  #isHopeless(key: string, failure: string): boolean {
    if (failure.startsWith('refused')) return false; // somebody changed the job: nothing the run is to blame for
    const failures = (this.#failures.get(key) ?? 0) + 1;
    this.#failures.set(key, failures);
    this.#options.say(`a worker failed: ${reason(new Error(failure))}`);
    return failures >= HOPELESS;
  }

  /** Tells workers of the sweep, again and again: a Redis may have forgotten it. */
  async #announce(): Promise<void> {
    const { manifest, id, plan } = this.#sweep;
    await putContent(this.#redis, this.queue, this.#content);
    await putOffer(this.#redis, this.#seal, {
      queue: this.queue,
      title: plan.title,
      simulation: manifest.simulation,
      manifest: id,
      inputs: [...this.#content.keys()].filter((name) => name !== id),
      limits: this.#options.limits,
      from: Math.min(this.#number, ...[...this.#sent.values()].map(({ number }) => number)),
    });
    await this.#mindWorkers();
  }

  async #mindWorkers(): Promise<void> {
    const now = performance.now() / 1000;
    if ((await this.lanes()) > 0) this.#lonelySince = null;
    else if (this.#lonelySince === null) this.#lonelySince = now - STILL_LONELY + LONELY;
    else if (now - this.#lonelySince > STILL_LONELY) {
      this.#lonelySince = now;
      this.#options.say('Waiting for workers: none is connected.');
    }
  }
}

/** A worker of this machine in a program of its own; it ends when this one does, however that ends. */
function startWorker({ address, credentials, jobs, plainRedis }: QueuedOptions): ChildProcess {
  const program = join(dirname(fileURLToPath(import.meta.url)), 'main.js'); // they lie side by side once built
  const flags = ['--jobs', String(jobs), ...(plainRedis ? ['--plain-redis'] : [])];
  const child = spawn(process.execPath, [program, 'worker', ...flags], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, REDIS_URL: address.url, COLLEGIUM_TOKEN: credentials.token },
  });
  child.unref();
  child.channel?.unref();
  return child;
}

/** Whether an error is this program's or its disk's, not Redis's. */
function isOurs(error: unknown): boolean {
  return (
    error instanceof TypeError || error instanceof RangeError || (error instanceof Error && 'path' in error)
  );
}

function inputsOf({ folder, bases }: Sweep): [string, string][] {
  return bases.flatMap(({ schoolsKey }): [string, string][] =>
    schoolsKey === null
      ? []
      : [[schoolsKey, readFileSync(join(folder, 'inputs', `${schoolsKey}.json`), 'utf8')]],
  );
}
