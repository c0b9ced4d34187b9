import type { PlannedRun, Runs, Sweep } from '../folder.ts';
import { sha256 } from '../key.ts';
import type { Seal } from './seal.ts';

/** A job of the queue as Redis holds it: some runs of a sweep, sealed. */
export interface OrderData {
  /** JSON of an `Order`. */
  readonly body: string;
  /** Hexadecimal. */
  readonly seal: string;
}

interface Order {
  readonly queue: string;
  /** Counts the orders of a coordinator upwards. */
  readonly number: number;
  /** Number of cell and of replicate: with the manifest that tells a run in full. */
  readonly runs: readonly (readonly [cell: number, replicate: number])[];
}

/** Characters of an order; ten thousand runs take less than a fifth. */
const LARGEST = 1024 * 1024;

/** Named by its runs, so that the same order is in the queue once. */
export function orderId(queue: string, runs: readonly PlannedRun[]): string {
  return `runs-${sha256([queue, ...runs.map(({ key }) => key)].join(' ')).slice(0, 32)}`;
}

export function writeOrder(
  seal: Seal,
  queue: string,
  number: number,
  runs: readonly PlannedRun[],
): OrderData {
  const order: Order = { queue, number, runs: runs.map(({ cell, replicate }) => [cell.cell, replicate]) };
  const body = JSON.stringify(order);
  return { body, seal: seal.of('order', body).toString('hex') };
}

/** Why a job was not taken on. */
export class Refused extends Error {
  readonly why: 'forged' | 'oversized' | 'replayed';

  constructor(why: Refused['why']) {
    super(`refused: ${why}`);
    this.name = 'Refused';
    this.why = why;
  }
}

/** The number and runs of an order. Throws Refused for one that was not given by the sweep's coordinator, or before `from`. */
export function readOrder(
  { id, data }: { readonly id?: string | undefined; readonly data: unknown },
  { seal, queue, sweep, runs, from }: { seal: Seal; queue: string; sweep: Sweep; runs: Runs; from: number },
): { number: number; runs: PlannedRun[] } {
  const { body, seal: given } = (data ?? {}) as Partial<Record<keyof OrderData, unknown>>;
  if (typeof body !== 'string' || typeof given !== 'string' || given.length !== 64)
    throw new Refused('forged');
  if (body.length > LARGEST) throw new Refused('oversized');
  if (!seal.isOf(Buffer.from(given, 'hex'), 'order', body)) throw new Refused('forged');
  const order = JSON.parse(body) as Order;
  if (order.queue !== queue) throw new Refused('replayed');
  const planned = order.runs.map(([cell, replicate]) => runs.run(sweep.cells[cell], replicate));
  // The seal is genuine, but given to another job.
  if (orderId(queue, planned) !== id || order.number < from) throw new Refused('replayed');
  return { number: order.number, runs: planned };
}
