import { existsSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import QRCode from 'qrcode';
import { LIMITS, sayCode } from '../analysis/room/protocol.ts';
import { listen } from '../scripts/serving.mjs';
import { BadInput, RunFailed, reason } from './errors.ts';
import { packageRoot } from './files.ts';
import { RoomServer } from './host/server.ts';
import { print } from './output.ts';
import { writeWhole } from './whole-file.ts';

export interface HostOptions {
  readonly port?: number;
  readonly address?: string;
  readonly lan?: boolean;
  readonly origin?: readonly string[];
  readonly log?: string;
}

const DEFAULT_PORT = 4180;
const HERE = '127.0.0.1';
const EVERYWHERE = '0.0.0.0';

/** `collegium host`: serves the page and a live room until it is stopped. */
export async function host(options: HostOptions): Promise<void> {
  const page = join(packageRoot(), 'dist', 'page');
  if (!existsSync(join(page, 'index.html')))
    throw new BadInput(
      'the page is not built: npm run build builds it, and npx collegium host does so by itself',
    );
  const { address, others } = whereToListen(options);
  const origins = (options.origin ?? []).map(originOf);
  const { log } = options;
  if (log !== undefined && existsSync(log))
    throw new BadInput(`--log ${log}: is there already; name another file`);
  let wrong: unknown = null;
  const server = new RoomServer({
    page,
    ...(log === undefined ? {} : { keep: (text) => keep(log, text) }),
    onClosed: (error) => {
      wrong = error;
      print('The room is closed, and everything about it is deleted.');
    },
  });
  const port = await listen(server.http, {
    port: options.port ?? DEFAULT_PORT,
    host: address,
    orNext: options.port === undefined,
  }).catch((error) => {
    throw new BadInput(whyNot(error, options.port ?? DEFAULT_PORT, address));
  });
  const here = urlOf(address === EVERYWHERE ? HERE : address, port);
  const reached = [...new Set([here, ...others.map((other) => urlOf(other, port))])];
  const local = [HERE, 'localhost', '[::1]'].map((name) => `http://${name}:${port}`);
  server.reachedAs([...reached, ...local, ...origins], linksOf(reached, origins));
  await tell(server, options, { here: origins[0] ?? here, lan: others.length > 0 });
  await stopped();
  await server.stop();
  if (wrong !== null) throw new RunFailed([`--log ${log}: not written: ${reason(wrong)}`]);
}

function keep(file: string, log: string): void {
  writeWhole(file, log);
  print(`The log is in ${file}: a scenario, which "collegium run ${file}" plays again.`);
}

/** Phones are sent where they can come: to the address that is given from outside, else to the network's, else to this machine. */
function linksOf(reached: readonly string[], origins: readonly string[]): string[] {
  const [here, ...others] = reached;
  const from = origins.length > 0 ? origins : others.length > 0 ? others : [here];
  return from.map((origin) => `${origin}/`);
}

/** The address to listen at, and those at which phones find it. */
function whereToListen({ address, lan }: HostOptions): { address: string; others: readonly string[] } {
  if (address !== undefined && lan)
    throw new BadInput('--lan listens at every address: give --address or --lan');
  if (address !== undefined && address !== EVERYWHERE)
    return { address, others: address === HERE || address === 'localhost' ? [] : [address] };
  if (!lan && address === undefined) return { address: HERE, others: [] };
  const others = networkAddresses();
  if (others.length === 0)
    throw new BadInput(
      'this machine is in no network: join one, or host without --lan for this machine alone',
    );
  return { address: EVERYWHERE, others };
}

/** IPv4 addresses of this machine in its networks; those that are made up for want of one come last. */
function networkAddresses(): string[] {
  const found = Object.values(networkInterfaces())
    .flatMap((one) => one ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address);
  const madeUp = (address: string) => Number(address.startsWith('169.254.'));
  return found.sort((p, q) => madeUp(p) - madeUp(q));
}

const urlOf = (address: string, port: number) =>
  `http://${address.includes(':') ? `[${address}]` : address}:${port}`;

function originOf(given: string): string {
  try {
    const { origin, protocol, pathname, search } = new URL(given);
    if (/^https?:$/.test(protocol) && pathname === '/' && search === '') return origin;
  } catch {
    // no address at all
  }
  throw new BadInput(
    `--origin ${given}: expected the address of a page without a path, as in https://room.example.org`,
  );
}

function whyNot(error: unknown, port: number, address: string): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE')
    return `--port ${port}: another program listens there; leave --port out, and the next free one is taken`;
  if (code === 'EADDRNOTAVAIL') return `--address ${address}: this machine has no such address`;
  if (code === 'EACCES') return `--port ${port}: not allowed; ports from 1024 on are`;
  if (code === 'ENOTFOUND') return `--address ${address}: no such address; give one as in 192.168.1.20`;
  return `cannot listen at ${address}, port ${port}: ${reason(error)}`;
}

/** What the trainer has to know to begin. */
async function tell(
  server: RoomServer,
  { log }: HostOptions,
  { here, lan }: { here: string; lan: boolean },
): Promise<void> {
  const [link] = server.joinLinks();
  const lines = [
    'A room is open.',
    '',
    '1. Open the trainer’s page on this machine. The link holds the key of the room: show it to nobody.',
    `   ${here}/#room/${server.hostToken}`,
    '2. Let people in: they scan this, or open the link, or type the code.',
  ];
  if (process.stdout.isTTY) lines.push('', await QRCode.toString(link, { type: 'terminal', small: true }));
  for (const one of server.joinLinks()) lines.push(`   ${one}`);
  lines.push(`   Code: ${sayCode(server.door.code)}`, '');
  lines.push(
    ...(lan
      ? [
          'Phones have to be in the same network as this machine. Where the link does not open on a phone: allow Node through',
          'the firewall of this machine (it asks once, for private networks); guest networks often keep devices apart, and a',
          'phone’s hot spot does not. Traffic in the room’s network is not encrypted (http): docs/rooms.md says how to have https.',
        ]
      : [
          'Only this machine reaches the room. For phones stop it and start it with --lan: npx collegium host --lan',
        ]),
    `Up to ${LIMITS.participants} people. Nothing is written to the disk${log === undefined ? '' : ` but the log, to ${log}, when the room closes`}. Ctrl+C ends the room and this server.`,
  );
  print(lines.join('\n'));
}

/** When Ctrl-C or a polite kill comes. */
function stopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}
