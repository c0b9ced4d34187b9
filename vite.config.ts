/** The page: ui/index.html with its workers and ui/join.html, built to dist/page. The programs for Node: vite.node.config.ts. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { build, defineConfig, type Plugin, type Rolldown } from 'vite';
import { buildLedger } from './scenarios/experiments.ts';
import { buildLibrary } from './scenarios/library.ts';
import { formatProblem, type PlacedProblem } from './scenarios/problem.ts';
import { readRegister } from './scenarios/register.ts';
import { buildStories } from './scenarios/stories.ts';
import { constantsOnDemand, declaredWithout, jstatInPieces, textsLeftOut } from './scripts/lean.mjs';
import { serviceWorker } from './scripts/offline.mjs';
import { POLICY_IN_PAGE } from './scripts/serving.mjs';
import { about, decision, founding, groups, type Parameters, plainScenario, shock } from './sim/index.ts';
import { FIRST_SIDES } from './ui/state/first.ts';
import { claimCard } from './ui/state/ledger.ts';
import { type Reading, readingKey } from './ui/worker/contract.ts';
import { readSchools } from './ui/worker/reading.ts';

const scenarios = fileURLToPath(new URL('scenarios', import.meta.url));

/** Texts of the YAML files of a folder by path. */
function textsOf(folder: string): Record<string, string> {
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  return Object.fromEntries(names.sort().map((name) => [join(folder, name), readText(join(folder, name))]));
}

const readText = (file: string) => readFileSync(file, 'utf8');

function entries() {
  const { entries, problems } = buildLibrary(textsOf(scenarios));
  refuse(problems);
  return entries;
}

function library() {
  return entries().map(({ id, theme, scenario }) => ({ name: id, theme, plain: plainScenario(scenario) }));
}

function firstOfLibrary() {
  return library().filter(({ name }) => FIRST_SIDES.some((first) => first === name));
}

/** Schools in each register that a scenario of the library names, read as a run reads it. */
function registers(): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { scenario } of entries()) {
    const name = scenario.files?.register;
    if (name === undefined || name in counts) continue;
    const { schools, problems } = readRegister(readText(join(scenarios, 'data', name)), name);
    refuse(problems);
    counts[name] = schools?.length ?? 0;
  }
  return counts;
}

/** The sentence of every parameter, by path. */
function docs(): Record<string, string> {
  const lists: [string, Parameters][] = [
    ['foundings', founding],
    ['shocks', shock],
    ['decisions', decision],
    ['about', about],
  ];
  for (const [group, { params }] of Object.entries(groups)) lists.push([group, params]);
  const paths = lists.flatMap(([list, declared]) =>
    Object.entries(declared).map(([name, { doc }]) => [`${list}.${name}`, doc]),
  );
  return Object.fromEntries(paths);
}

function ledger() {
  const { entries, problems } = buildLedger(textsOf(join(scenarios, 'evidence')));
  refuse(problems);
  return { claims: entries.map(claimCard), record: recordIn('evidence') };
}

/** The recorded result that lies in a folder, if there is one. */
function recordIn(folder: string): unknown {
  const file = join(scenarios, folder, 'record.json');
  return existsSync(file) ? JSON.parse(readText(file)) : null;
}

function stories() {
  const scenariosById = Object.fromEntries(entries().map(({ id, scenario }) => [id, scenario]));
  const { entries: told, problems } = buildStories(textsOf(join(scenarios, 'stories')), scenariosById);
  refuse(problems);
  return told;
}

function refuse(problems: readonly PlacedProblem[]): void {
  if (problems.length > 0) throw new Error(problems.map(formatProblem).join('\n'));
}

/** The schools of every pair of files that a scenario of the library asks for, by key. */
function readings(): Map<string, Reading> {
  const found = new Map<string, Reading>();
  for (const { files } of entries().map(({ scenario }) => scenario)) {
    if (files === null || found.has(readingKey(files))) continue;
    found.set(
      readingKey(files),
      readSchools(files, (name) => readText(join(scenarios, 'data', name))),
    );
  }
  return found;
}

/**
 * Scenarios, schools and experiments are read here, so that no page needs a reader of YAML or CSV before its first
 * chart. Schools become files of their own, for workers to fetch; the development server, which cannot make any, puts
 * them into their addresses.
 */
function readAhead(building: boolean): Plugin {
  const made: Record<string, (context: Rolldown.PluginContext) => string> = {
    'virtual:library': () => JSON.stringify(library()),
    'virtual:library/first': () => JSON.stringify(firstOfLibrary()),
    'virtual:ledger': () => JSON.stringify(ledger()),
    'virtual:influence': () => JSON.stringify(recordIn('influence')),
    'virtual:stories': () => JSON.stringify(stories()),
    'virtual:docs': () => JSON.stringify(docs()),
    'virtual:registers': () => JSON.stringify(registers()),
    'virtual:accessibility': () =>
      JSON.stringify(readText(fileURLToPath(new URL('docs/accessibility.md', import.meta.url)))),
    'virtual:readings': (context) => {
      const address = (source: string) =>
        building
          ? `import.meta.ROLLUP_FILE_URL_${context.emitFile({ type: 'asset', name: 'schools.json', source })}`
          : JSON.stringify(`data:application/json,${encodeURIComponent(source)}`);
      const all = [...readings()].map(
        ([key, reading]) => `${JSON.stringify(key)}: ${address(JSON.stringify(reading))}`,
      );
      return `{ ${all.join(', ')} }`;
    },
  };
  return {
    name: 'read-ahead',
    resolveId: (id) => (id in made ? `\0${id}` : undefined),
    load(id) {
      const make = id.startsWith('\0') ? made[id.slice(1)] : undefined;
      return make && `export default ${make(this)};`;
    },
  };
}

/** What the page says of metrics is declared; how they are measured is the workers' business. */
const withoutMeasures = declaredWithout({
  where: /\/sim\/metrics\/\w+\.ts$/,
  makers: ['metric'],
  properties: ['measure'],
});

/** What parameters are in words is for forms, which come after the first chart: `virtual:docs` brings it. */
const withoutDocs = declaredWithout({
  where: /\/sim\/((mechanisms|population)\/[\w-]+|plan|scenario)\.ts$/,
  makers: ['number', 'choice', 'flag'],
  properties: ['doc'],
});

/** Workers measure; the page says what it is. */
const withoutMeanings = declaredWithout({
  where: /\/sim\/metrics\/\w+\.ts$/,
  makers: ['metric'],
  properties: ['doc', 'source', 'high'],
});

/** Runs have no use for what their columns mean; other workers tell it. */
const columnsWithoutMeanings = () =>
  textsLeftOut({
    entry: /\/run\.worker\.ts/,
    where: /\/sim\/columns\.ts$/,
    makers: ['column', 'share'],
    argument: 2,
  });

/** The built page carries its policy itself too, for servers that send no headers of their own. */
const policyInPage: Plugin = {
  name: 'policy-in-page',
  apply: 'build',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: { 'http-equiv': 'Content-Security-Policy', content: POLICY_IN_PAGE },
      injectTo: 'head-prepend',
    },
  ],
};

/** Where a build spends its seconds is nothing to those who only want the page. */
const checks = { pluginTimings: false };

/** Modules of the simulation do nothing when they are loaded: what nobody asks of them can go. */
const treeshake = { moduleSideEffects: (id: string) => !/\/(sim|analysis|scenarios)\//.test(id) };

const ui = fileURLToPath(new URL('ui', import.meta.url));
const target = 'es2022';
/** The content security policy allows no data: scripts or fonts; images may stay inline. */
const assetsInlineLimit = (file: string) => (/\.(svg|png|ico)$/.test(file) ? undefined : false);

/**
 * The page for phones is built by itself into the same folder: it shares no file with the large one, so that neither loads
 * what only the other needs.
 */
function buildPhonePage(outDir: string) {
  return build({
    configFile: false,
    root: ui,
    base: './',
    logLevel: 'warn',
    // What goes into the build as it is, the large page has put there.
    publicDir: false,
    plugins: [svelte({ configFile: false }), policyInPage, constantsOnDemand(/\/sim\/[\w/-]+\.ts$/)],
    build: {
      outDir,
      emptyOutDir: false,
      target,
      assetsInlineLimit,
      rolldownOptions: { treeshake, checks, input: join(ui, 'join.html') },
    },
  });
}

export default defineConfig(({ command }) => ({
  root: ui,
  // The built page works below any path, or opened by any static server.
  base: './',
  plugins: [
    svelte({ configFile: false }),
    readAhead(command === 'build'),
    policyInPage,
    serviceWorker(join(ui, 'worker', 'offline.sw.ts'), buildPhonePage),
    jstatInPieces(),
    withoutMeasures,
    withoutDocs,
    constantsOnDemand(/\/sim\/[\w/-]+\.ts$/),
  ],
  // The engine takes a module's `const` for a constant, but not a `var`: a third more time for a contact.
  worker: {
    format: 'es',
    plugins: () => [
      readAhead(command === 'build'),
      jstatInPieces(),
      withoutDocs,
      withoutMeanings,
      columnsWithoutMeanings(),
    ],
    rolldownOptions: { treeshake, checks, output: { topLevelVar: false } },
  },
  build: {
    outDir: '../dist/page',
    emptyOutDir: true,
    target,
    rolldownOptions: {
      treeshake,
      checks,
      // What the first chart needs is one file, whatever the parts fetched later share of it: in pieces it packs worse.
      // The service worker, another entry, stands alone.
      output: {
        codeSplitting: { groups: [{ name: 'first', tags: ['$initial'], test: /^(?!.*\.sw\.ts$)/ }] },
      },
    },
    // Names of what a view shares with others would be code before the first chart; a view finds them by itself.
    modulePreload: { resolveDependencies: (_, files, { hostType }) => (hostType === 'html' ? files : []) },
    assetsInlineLimit,
  },
  server: {
    host: '127.0.0.1',
    // sim/, analysis/ and scenarios/ lie beside ui/.
    fs: { allow: ['..'] },
  },
}));
