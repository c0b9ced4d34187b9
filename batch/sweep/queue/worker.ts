import { setTimeout as sleep } from 'node:timers/promises';
import { BadInput, EXIT, reason } from '../../errors.ts';
import { count, printable, rate } from '../../text.ts';
import { SIMULATION } from '../key.ts';
import { orAborted } from './abort.ts';
import { needy, type Offer, readOffers } from './offer.ts';
import { DEFAULT_REDIS, openRedis, redisAddress } from './redis.ts';
import { checkedToken, Seal } from './seal.ts';
import { Shift, type ShiftOptions, type Tally } from './shift.ts';

export interface WorkerOptions {
  readonly redis?: string;
  readonly token?: string;
  readonly jobs: number;
  readonly stall: number;
  readonly grace: number;
  readonly once?: boolean;
  readonly plainRedis?: boolean;
}

/** Seconds between two looks for a sweep, and between two lines of progress. */
const LOOK = 1;
const LOG = 30;

/** `collegium worker`: does runs of the sweeps that coordinators with the same token offer on a Redis. */
export async function worker(options: WorkerOptions): Promise<void> {
  const token = options.token ?? (process.env.COLLEGIUM_TOKEN || undefined);
  if (token === undefined) {
    throw new BadInput(
      'a worker needs the token of its sweep, in COLLEGIUM_TOKEN or --token: `collegium sweep --backend bullmq` prints it',
    );
  }
  const seal = new Seal(checkedToken(token));
  const address = redisAddress(
    options.redis ?? process.env.REDIS_URL ?? DEFAULT_REDIS,
    options.plainRedis ?? false,
  );
  const stop = stopOnSignals();
  const redis = await openRedis(address);
  const { jobs, stall, grace, once = false } = options;
  say(`Worker with ${count(jobs, 'job')} on ${address.shown}.`);
  const tally: Tally = { runs: 0, refused: { forged: 0, oversized: 0, replayed: 0 } };
  const log = logProgress(tally);
  await serve({ address, redis, seal, jobs, stall, grace, once, say, stop }, tally);
  clearInterval(log);
  say(`Worker ends: ${told(tally)}.`);
  redis.disconnect();
  // A connection that is being made again would keep the program.
  setTimeout(() => process.exit(EXIT.done), 2000).unref();
}

async function serve(options: ShiftOptions, tally: Tally): Promise<void> {
  const { once, stop } = options;
  const unfit = new Set<string>();
  let told = '';
  const tell = (line: string) => {
    if (line !== told) options.say(line);
    told = line;
  };
  while (!stop.aborted) {
    try {
      const offer = await orAborted(stop, nextOffer(options, unfit, tell));
      if (offer !== null) {
        tell(`Works on: ${offer.title} (${offer.queue}).`);
        await Shift.work(options, offer, tally);
      }
      if (once) return;
      if (offer !== null) continue;
    } catch (error) {
      if (stop.aborted) return;
      tell(`Trying on: ${reason(error)}`);
    }
    await sleep(LOOK * 1000, undefined, { signal: stop }).catch(() => {});
  }
}

/** The sweep that most needs a worker: one with runs waiting, else any that may have some soon. */
async function nextOffer(
  { redis, seal, say }: ShiftOptions,
  unfit: Set<string>,
  tell: (line: string) => void,
): Promise<Offer | null> {
  const { offers, others } = await readOffers(redis, seal);
  const fit = offers.filter(({ simulation }) => simulation === SIMULATION);
  for (const { queue, title, simulation } of offers) {
    if (simulation === SIMULATION || unfit.has(queue)) continue;
    unfit.add(queue);
    say(
      `${title} (${queue}) needs simulation ${simulation}; this is ${SIMULATION}: install the same version.`,
    );
  }
  if (fit.length > 0) return (await needy(redis, fit))[0] ?? fit[0];
  const elsewhere = others > 0 ? ` (${count(others, 'sweep')} under other tokens)` : '';
  tell(`Waiting: no sweep is offered for this token and version${elsewhere}.`);
  return null;
}

/** The first signal ends the worker politely, the second at once. A worker that a coordinator started ends with it. */
function stopOnSignals(): AbortSignal {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted);
    controller.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  process.on('disconnect', () => controller.abort());
  process.channel?.unref();
  return controller.signal;
}

function logProgress(tally: Tally): NodeJS.Timeout {
  let { runs } = tally;
  return setInterval(() => {
    if (tally.runs === runs) return;
    say(`${told(tally)}, ${rate((tally.runs - runs) / LOG)} a second`);
    runs = tally.runs;
  }, LOG * 1000);
}

function told({ runs, refused }: Tally): string {
  const all = refused.forged + refused.oversized + refused.replayed;
  const jobs = `${count(all, 'job')} refused (${refused.forged} forged, ${refused.oversized} oversized, ${refused.replayed} replayed)`;
  return `${count(runs, 'run')} done${all > 0 ? `, ${jobs}` : ''}`;
}

function say(line: string): void {
  process.stderr.write(`${printable(line)}\n`);
}
