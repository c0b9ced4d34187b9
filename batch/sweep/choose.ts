import { availableParallelism } from 'node:os';
import { BadInput } from '../errors.ts';
import type { Backend, Limits } from './backend.ts';
import type { Sweep } from './folder.ts';
import { Local } from './local.ts';
import { Queued } from './queue/queued.ts';
import { DEFAULT_REDIS, redisAddress } from './queue/redis.ts';
import { credentials } from './queue/seal.ts';
import { Slurm } from './slurm.ts';

export const BACKENDS = ['local', 'bullmq', 'slurm'] as const;

export interface BackendOptions {
  readonly backend: (typeof BACKENDS)[number];
  /** Runs at a time on this machine; where nothing is said, as many as it has cores, or none where others do them. */
  readonly jobs?: number;
  readonly shard?: unknown;
  readonly redis?: string;
  readonly token?: string;
  readonly plainRedis?: boolean;
  readonly tasks?: number;
  readonly sbatch?: string;
  readonly submit?: boolean;
  readonly batch?: number;
  readonly allowLarge?: boolean;
  readonly continueOnError?: boolean;
}

/** Opens what does the runs of a sweep. */
export async function openBackend(
  sweep: Sweep,
  planFile: string,
  options: BackendOptions,
  limits: Limits,
  say: (...lines: string[]) => void,
): Promise<Backend> {
  const { backend, jobs, shard } = options;
  if (backend === 'local') return new Local(sweep, { jobs: jobs ?? availableParallelism(), limits });
  if (shard !== undefined) throw new BadInput(`--shard: goes with --backend local only, not ${backend}`);
  if (backend === 'bullmq') return openQueue(sweep, options, limits, say);
  const { tasks, sbatch = '', submit = true } = options;
  const flags = flagsOf(options);
  return new Slurm(sweep, { planFile, jobs: jobs ?? 1, limits, tasks, sbatch, submit, flags, say });
}

/** What the tasks of an array have to be told of the command that submits them. */
function flagsOf({ batch, allowLarge, continueOnError }: BackendOptions): string[] {
  return [
    ...(batch === undefined ? [] : ['--batch', String(batch)]),
    ...(allowLarge ? ['--allow-large'] : []),
    ...(continueOnError ? ['--continue-on-error'] : []),
  ];
}

async function openQueue(
  sweep: Sweep,
  { jobs = 0, redis, token, plainRedis = false }: BackendOptions,
  limits: Limits,
  say: (...lines: string[]) => void,
): Promise<Queued> {
  const address = redisAddress(redis ?? process.env.REDIS_URL ?? DEFAULT_REDIS, plainRedis);
  const own = credentials(sweep.folder, token ?? (process.env.COLLEGIUM_TOKEN || undefined));
  const queued = await Queued.open(sweep, { address, credentials: own, limits, jobs, plainRedis, say });
  const known = own.fresh
    ? own.token
    : own.kept
      ? `$(the token in ${sweep.folder}/queue.json)`
      : '$COLLEGIUM_TOKEN';
  say(
    `Queue ${queued.queue} on ${address.shown}. Workers on any machine join with`,
    `  COLLEGIUM_TOKEN=${known} npx collegium worker --redis ${address.shown}${plainRedis && !address.local ? ' --plain-redis' : ''}`,
  );
  return queued;
}
