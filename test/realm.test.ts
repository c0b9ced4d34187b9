import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { build } from 'vite';
import { expect, test } from 'vitest';
import { root } from '../scripts/support.mjs';
import { advance, digest, start } from '../sim/index.ts';
import { BUSY, scenarioOf } from './support/runs.ts';

/** What the language leaves to the engine, the clock, chance or the surroundings: in the realm, a call throws. */
const FORBIDDEN = `
  const deny = (owner, name) => {
    Object.defineProperty(owner, name, { get() { throw new Error('forbidden: ' + name); }, configurable: true });
  };
  for (const name of [
    'random', 'acos', 'acosh', 'asin', 'asinh', 'atan', 'atanh', 'atan2', 'cbrt', 'cos', 'cosh', 'exp', 'expm1', 'hypot',
    'log', 'log1p', 'log2', 'log10', 'pow', 'sin', 'sinh', 'tan', 'tanh',
  ]) deny(Math, name);
  for (const name of ['Date', 'Intl', 'Promise', 'Atomics', 'SharedArrayBuffer', 'WebAssembly', 'eval', 'WeakRef']) deny(globalThis, name);
  deny(String.prototype, 'localeCompare');
  deny(Number.prototype, 'toLocaleString');
`;

async function bundle(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      minify: false,
      lib: { entry: join(root, 'sim/index.ts'), name: 'sim', formats: ['iife'] },
    },
  });
  const output = Array.isArray(built) ? built[0] : built;
  if (!('output' in output)) throw new Error('nothing was built');
  return output.output[0].code;
}

test('a run needs nothing that differs between engines or moments', async () => {
  const realm = createContext({});
  runInContext(FORBIDDEN, realm);
  expect(() => runInContext('Math.exp(1)', realm)).toThrow('forbidden: exp');
  expect(() => runInContext('new Date()', realm)).toThrow('forbidden: Date');
  const plain = { title: 'realm', ...BUSY };
  const inside = runInContext(
    `${await bundle()}
     const { scenario } = sim.checkScenario(${JSON.stringify(plain)});
     const run = sim.start(scenario, { seed: 'realm' });
     sim.advance(run, run.weeks);
     sim.digest(run);`,
    realm,
  );
  const outside = start(scenarioOf(plain), { seed: 'realm' });
  advance(outside, outside.weeks);
  expect(inside).toBe(digest(outside));
}, 60_000);
