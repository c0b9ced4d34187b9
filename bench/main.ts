/** `npm run bench`: how fast the simulation is. Figures come as text, with `--json` as one JSON object. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { VERSION } from '../sim/index.ts';
import type { ContactFigures } from './contact.ts';
import { root } from './setting.ts';
import { report } from './text.ts';
import type { CountyFigures, HeapFigures, WeekFigures } from './weeks.ts';
import type { Task } from './worker.ts';

export interface Figures {
  version: string;
  machine: { processor: string; cores: number; node: string; gcc: string | null; load: [number, number] };
  contact: ContactFigures[];
  weeks: WeekFigures[];
  regimes: WeekFigures[];
  shares: Record<string, Record<string, number>>;
  heap: HeapFigures;
  county: CountyFigures;
  seconds: number;
}

const began = performance.now();
const quiet = process.argv.includes('--json');
const folder = mkdtempSync(join(tmpdir(), 'collegium-bench-'));

function say(text: string): void {
  if (!quiet && process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}

/** Builds the C program; says so and goes on without it where there is no gcc. */
function compile(): { program: string; gcc: string | null } {
  const program = join(folder, 'contact');
  const source = join(root(), 'bench', 'contact.c');
  try {
    const gcc = execFileSync('gcc', ['-dumpfullversion'], { encoding: 'utf8', stdio: 'pipe' }).trim();
    execFileSync('gcc', ['-O3', '-ffp-contract=off', source, '-lm', '-o', program], { stdio: 'inherit' });
    return { program, gcc };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return { program: '', gcc: null };
  }
}

function measure<T>(task: Task): T {
  say(`measuring: ${Object.values(task).slice(0, 3).join(' ')}`);
  const beside = fileURLToPath(new URL('worker.js', import.meta.url));
  const worker = existsSync(beside) ? beside : fileURLToPath(new URL('worker.ts', import.meta.url));
  const text = execFileSync(process.execPath, ['--expose-gc', worker, JSON.stringify(task)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(text) as T;
}

try {
  const loadBefore = loadavg()[0];
  const { program, gcc } = compile();
  const contact = (size: number, weeks: number, rounds: number) =>
    measure<ContactFigures>({ what: 'contact', size, weeks, rounds, program, folder });
  const week = (size: number, regime: WeekFigures['regime'], years: number) =>
    measure<WeekFigures>({ what: 'week', size, regime, years });
  const share = (regime: WeekFigures['regime']) =>
    measure<Record<string, number>>({ what: 'share', size: 20000, regime, years: 8 });
  const figures: Figures = {
    version: VERSION,
    machine: {
      processor: cpus()[0]?.model ?? 'unknown',
      cores: cpus().length,
      node: process.versions.node,
      gcc,
      load: [loadBefore, 0],
    },
    contact: [contact(2000, 300, 15), contact(20000, 80, 9), contact(200000, 20, 5)],
    weeks: [week(2000, 'default', 48), week(20000, 'default', 12), week(200000, 'default', 4)],
    regimes: [week(20000, 'partnership', 12), week(20000, 'federations', 12)],
    shares: { default: share('default'), partnership: share('partnership') },
    heap: measure<HeapFigures>({ what: 'heap', size: 2000, weeks: 1000 }),
    county: measure<CountyFigures>({ what: 'county', name: 'hampshire', rounds: 3 }),
    seconds: 0,
  };
  figures.machine.load[1] = loadavg()[0];
  figures.seconds = (performance.now() - began) / 1000;
  say('');
  console.log(quiet ? JSON.stringify(figures) : report(figures));
  if (figures.contact.some(({ same }) => same === false)) {
    console.error(
      'The C program and the simulation ended in different bits: they are not the same algorithm.',
    );
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
