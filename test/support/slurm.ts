/** A Slurm of a test's own: the real munged, slurmctld and slurmd, two nodes on this machine, free ports, a temporary folder. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { freePort } from './redis.ts';

/** Where Debian puts daemons. */
const PATH = `${process.env.PATH}:/usr/sbin:/sbin`;
const NODES = ['n1', 'n2'];

export interface SlurmCluster {
  /** What programs of Slurm need in their environment. */
  readonly env: Record<string, string>;
  /** Runs one of them and gives what it says. */
  run(program: string, ...args: string[]): string;
  stop(): Promise<void>;
}

/** Starts a cluster. Throws where the programs are missing, or this is not root. */
export async function startSlurm(folder: string): Promise<SlurmCluster> {
  const missing = ['munged', 'slurmctld', 'slurmd', 'sbatch', 'squeue'].filter(
    (program) => !PATH.split(':').some((place) => existsSync(join(place, program))),
  );
  if (missing.length > 0) {
    throw new Error(`not here: ${missing.join(', ')} (apt-get install slurmctld slurmd slurm-client munge)`);
  }
  if (process.getuid?.() !== 0) throw new Error('slurmd starts jobs for users, and needs to be root for it');
  const conf = join(folder, 'slurm.conf');
  const env = { SLURM_CONF: conf, PATH };
  const children: ChildProcess[] = [];
  process.once('exit', () => {
    for (const child of children) child.kill('SIGKILL');
  });
  const daemon = (program: string, ...args: string[]) => {
    children.unshift(spawn(program, args, { stdio: 'ignore', env: { ...process.env, ...env } }));
  };
  const stop = async () => {
    for (const child of children) {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGTERM');
      setTimeout(() => child.kill('SIGKILL'), 5000).unref();
      await gone;
    }
  };
  const socket = join(folder, 'munge.socket');
  writeFileSync(join(folder, 'munge.key'), randomBytes(128), { mode: 0o400 });
  chmodSync(folder, 0o755);
  const file = (name: string) => join(folder, name);
  // --force: it minds that a temporary folder is not the system's.
  daemon(
    'munged',
    ...['--foreground', '--force', '--syslog', '--key-file', file('munge.key'), '--socket', socket],
    ...['--pid-file', file('munge.pid'), '--seed-file', file('munge.seed')],
  );
  for (let tries = 0; !existsSync(socket); tries++) {
    if (tries > 100) throw new Error('munged does not start');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const ports = await Promise.all(NODES.map(freePort));
  writeFileSync(conf, configuration(folder, socket, await freePort(), ports));
  for (const place of ['state', ...NODES]) mkdirSync(file(place));
  daemon('slurmctld', '-D', '-c', '-L', file('slurmctld.log'));
  for (const node of NODES) daemon('slurmd', '-D', '-N', node, '-L', file(`${node}.log`));
  const run = (program: string, ...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(program, args, {
      encoding: 'utf8',
      env: { ...process.env, ...env },
    });
    if (status !== 0) throw new Error(`${program}: ${stderr}`);
    return stdout;
  };
  for (let tries = 0; ; tries++) {
    try {
      const states = run('sinfo', '--noheader', '--Node', '--format', '%T').trim().split('\n');
      if (states.length === NODES.length && states.every((state) => state === 'idle')) {
        return { env, run, stop };
      }
    } catch (error) {
      if (tries > 150) {
        await stop();
        throw error;
      }
    }
    if (tries > 150) {
      await stop();
      throw new Error('the nodes do not become idle');
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

function configuration(folder: string, socket: string, port: number, nodes: number[]): string {
  const host = hostname();
  return `${[
    'ClusterName=test',
    `SlurmctldHost=${host}(127.0.0.1)`,
    `SlurmctldPort=${port}`,
    'SlurmUser=root',
    'SlurmdUser=root',
    'AuthType=auth/munge',
    `AuthInfo=socket=${socket}`,
    `StateSaveLocation=${join(folder, 'state')}`,
    `SlurmdSpoolDir=${join(folder, '%n')}`,
    `SlurmctldPidFile=${join(folder, 'slurmctld.pid')}`,
    `SlurmdPidFile=${join(folder, '%n.pid')}`,
    'ProctrackType=proctrack/linuxproc',
    'TaskPlugin=task/none',
    'AccountingStorageType=accounting_storage/none',
    'JobCompType=jobcomp/none',
    'MpiDefault=none',
    'ReturnToService=2',
    'SlurmdParameters=config_overrides',
    'SchedulerParameters=sched_min_interval=100000,bf_interval=1',
    'SelectType=select/cons_tres',
    'SelectTypeParameters=CR_Core_Memory',
    ...nodes.map(
      (node, i) =>
        `NodeName=${NODES[i]} NodeHostname=${host} NodeAddr=127.0.0.1 Port=${node} CPUs=1 RealMemory=8000 State=UNKNOWN`,
    ),
    `PartitionName=all Nodes=${NODES.join(',')} Default=YES MaxTime=INFINITE State=UP`,
  ].join('\n')}\n`;
}
