/** The page: ui/index.html and its workers, built to dist/page. The programs for Node: vite.node.config.ts. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';
import { buildLedger } from './scenarios/experiments.ts';
import { buildLibrary } from './scenarios/library.ts';
import { formatProblem, type PlacedProblem } from './scenarios/problem.ts';
import { readRegister } from './scenarios/register.ts';
import { plainScenario } from './sim/index.ts';
import { claimCard } from './ui/state/ledger.ts';

const scenarios = fileURLToPath(new URL('scenarios', import.meta.url));

/** Texts of the YAML files of a folder by path. */
function textsOf(folder: string): Record<string, string> {
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  return Object.fromEntries(names.sort().map((name) => [join(folder, name), readText(join(folder, name))]));
}

const readText = (file: string) => readFileSync(file, 'utf8');

function library() {
  const { entries, problems } = buildLibrary(textsOf(scenarios));
  refuse(problems);
  return entries.map(({ id, theme, scenario }) => ({ name: id, theme, plain: plainScenario(scenario) }));
}

/** Schools in each register that a scenario of the library names, read as a run reads it. */
function registers(): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { scenario } of buildLibrary(textsOf(scenarios)).entries) {
    const name = scenario.files?.register;
    if (name === undefined || name in counts) continue;
    const { schools, problems } = readRegister(readText(join(scenarios, 'data', name)), name);
    refuse(problems);
    counts[name] = schools?.length ?? 0;
  }
  return counts;
}

function ledger() {
  const { entries, problems } = buildLedger(textsOf(join(scenarios, 'evidence')));
  refuse(problems);
  const record = join(scenarios, 'evidence', 'record.json');
  return {
    claims: entries.map(claimCard),
    record: existsSync(record) ? JSON.parse(readText(record)) : null,
  };
}

function refuse(problems: readonly PlacedProblem[]): void {
  if (problems.length > 0) throw new Error(problems.map(formatProblem).join('\n'));
}

/** Scenarios and experiments are read here, so that no page loads a reader of YAML before its first chart. */
function readAhead(): Plugin {
  const made: Record<string, () => unknown> = {
    'virtual:library': library,
    'virtual:ledger': ledger,
    'virtual:registers': registers,
  };
  return {
    name: 'read-ahead',
    resolveId: (id) => (id in made ? `\0${id}` : undefined),
    load: (id) => {
      const make = id.startsWith('\0') ? made[id.slice(1)] : undefined;
      return make && `export default ${JSON.stringify(make())};`;
    },
  };
}

export default defineConfig({
  root: fileURLToPath(new URL('ui', import.meta.url)),
  // The built page works below any path, or opened by any static server.
  base: './',
  plugins: [svelte({ configFile: false }), readAhead()],
  // The engine takes a module's `const` for a constant, but not a `var`: a third more time for a contact.
  worker: {
    format: 'es',
    plugins: () => [readAhead()],
    rolldownOptions: { output: { topLevelVar: false } },
  },
  build: {
    outDir: '../dist/page',
    emptyOutDir: true,
    target: 'es2022',
    // The content security policy allows no data: scripts or fonts; images may stay inline.
    assetsInlineLimit: (file) => (/\.(svg|png|ico)$/.test(file) ? undefined : false),
  },
  server: {
    host: '127.0.0.1',
    // sim/, analysis/ and scenarios/ lie beside ui/.
    fs: { allow: ['..'] },
  },
});
