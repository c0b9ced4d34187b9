/** The house checks itself: who may import whom, the drawn tree, links, file lengths, words that must not appear. */
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../scripts/support.mjs';
import { deadLinks, drawnTree, type Import, importsOf, projectFiles, read } from './support/project.ts';

const SOURCE = /\.(ts|svelte|mjs|js|css)$/;
const MAX_LINES = 500;

/** What each folder may import besides itself. `sim` stands for its door, sim/index.ts. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  sim: [],
  analysis: ['sim'],
  scenarios: ['sim', 'analysis'],
  ui: ['sim', 'analysis', 'scenarios'],
  batch: ['sim', 'analysis', 'scenarios', 'scripts'],
  docs: ['sim', 'analysis', 'scenarios'],
  bench: ['sim', 'analysis', 'scenarios'],
  test: ['sim', 'analysis', 'scenarios', 'ui', 'batch', 'docs', 'bench', 'scripts', 'bin'],
  scripts: [],
  bin: ['scripts'],
  types: [],
};

/** Tests and benchmarks look behind the door. */
const MAY_ENTER_SIM = ['test', 'bench'];

/** Folders whose programs run in Node and may use what it brings. */
const RUNS_IN_NODE = ['batch', 'bench', 'docs', 'test', 'scripts', 'bin'];

const SIM_PACKAGES = ['seedrandom/lib/xor4096.js'];

/**
 * The floors of sim/: a file imports its own floor and those below it. The three folders that share a floor
 * with others know nothing of each other, and a mechanism knows no other mechanism: they meet in columns.
 */
const FLOORS: readonly (readonly string[])[] = [
  ['math', 'schema', 'version'],
  ['vocabulary', 'columns', 'state', 'draw', 'governance'],
  ['ties', 'relations', 'collaboratives', 'liaisons', 'staff', 'plan'],
  ['population', 'mechanisms', 'metrics'],
  ['parameters'],
  ['scenario'],
  ['model', 'size'],
  ['populate'],
  ['week'],
  ['simulate', 'recorder', 'report'],
  ['index'],
];
const CLOSED = ['population', 'mechanisms', 'metrics'];

const files = projectFiles();
const sources = files.filter((path) => SOURCE.test(path));
const imports = sources.flatMap((path) => importsOf(path));

const folderOf = (path: string) => (path.includes('/') ? path.slice(0, path.indexOf('/')) : '');
const partOf = (simPath: string) => simPath.split('/')[1]?.replace(/\.ts$/, '') ?? '';
const floorOf = (part: string) => FLOORS.findIndex((floor) => floor.includes(part));
const show = ({ from, to }: Import) => `${from} -> ${to}`;

/** Why an import is not allowed, or nothing. */
function objection({ from, to, own }: Import): string | undefined {
  const folder = folderOf(from);
  if (folder === '') return undefined; // configuration files at the top
  if (!own) {
    if (folder === 'sim') return SIM_PACKAGES.includes(to) ? undefined : 'a package in sim/';
    return to.startsWith('node:') && !RUNS_IN_NODE.includes(folder) ? 'runs in the page too' : undefined;
  }
  const target = folderOf(to);
  if (target === folder) return folder === 'sim' ? objectionInSim(from, to) : undefined;
  if (target === '') return undefined; // package.json and its like
  if (folder === 'batch' && target === 'scripts' && to !== 'scripts/serving.mjs')
    return 'of scripts only what servers share';
  if (!MAY_IMPORT[folder]?.includes(target)) return 'against the direction';
  if (target === 'sim' && to !== 'sim/index.ts' && !MAY_ENTER_SIM.includes(folder)) return 'not by the door';
  return undefined;
}

function objectionInSim(from: string, to: string): string | undefined {
  const [lower, upper] = [partOf(to), partOf(from)];
  if (floorOf(upper) < 0) return undefined; // has no rule yet, and that is a finding of its own
  if (floorOf(lower) > floorOf(upper)) return 'from a floor above';
  if (upper === 'mechanisms' && lower === 'mechanisms') return 'mechanisms meet in columns';
  return lower !== upper && CLOSED.includes(lower) && CLOSED.includes(upper) ? 'across a floor' : undefined;
}

/** The first ring among these imports, as the files on it, if there is one. */
function ring(edges: readonly Import[]): string[] {
  const next = new Map<string, string[]>();
  for (const { from, to } of edges) next.set(from, [...(next.get(from) ?? []), to]);
  const done = new Set<string>();
  const walk = (path: string, trail: readonly string[]): string[] => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (done.has(path)) return [];
    done.add(path);
    return firstRing(next.get(path) ?? [], [...trail, path]);
  };
  const firstRing = (paths: Iterable<string>, trail: readonly string[]): string[] => {
    for (const path of paths) {
      const found = walk(path, trail);
      if (found.length > 0) return found;
    }
    return [];
  };
  return firstRing(next.keys(), []);
}

describe('imports', () => {
  test('point one way', () => {
    const refused = imports.flatMap((one) => {
      const why = objection(one);
      return why ? [`${show(one)}: ${why}`] : [];
    });
    expect(refused).toEqual([]);
  });

  test('of each folder and each part of sim/ have a rule', () => {
    const folders = new Set(sources.map(folderOf).filter((folder) => folder !== ''));
    expect([...folders].filter((folder) => !(folder in MAY_IMPORT))).toEqual([]);
    const parts = new Set(sources.filter((path) => folderOf(path) === 'sim').map(partOf));
    expect([...parts].filter((part) => floorOf(part) < 0)).toEqual([]);
  });

  test('run in no ring inside sim/ and analysis/, types aside', () => {
    const inside = imports.filter(
      ({ from, own, typeOnly }) => own && !typeOnly && /^(sim|analysis)\//.test(from),
    );
    expect(ring(inside)).toEqual([]);
  });

  test('against a rule are noticed', () => {
    const from = (path: string, text: string) => importsOf(path, text).map(objection);
    expect(from('sim/week.ts', "import { a } from '../analysis/index.ts'")).toEqual([
      'against the direction',
    ]);
    expect(from('sim/state.ts', "export * from './week.ts'")).toEqual(['from a floor above']);
    expect(from('sim/mechanisms/trust.ts', "import type { A } from './anomie.ts'")).toEqual([
      'mechanisms meet in columns',
    ]);
    expect(from('sim/mechanisms/trust.ts', "import './anomie.ts'")).toEqual(['mechanisms meet in columns']);
    expect(from('sim/metrics/a.ts', "import '../population/index.ts'")).toEqual(['across a floor']);
    expect(from('sim/draw.ts', "import seedrandom from 'seedrandom'")).toEqual(['a package in sim/']);
    expect(from('ui/App.svelte', "<script>import '../batch/main.ts'</script>")).toEqual([
      'against the direction',
    ]);
    expect(from('ui/worker/client.ts', "new URL('../../batch/worker.ts', import.meta.url)")).toEqual([
      'against the direction',
    ]);
    expect(from('batch/main.ts', "await import('../ui/main.ts')")).toEqual(['against the direction']);
    expect(from('batch/run.ts', "import { a } from '../sim/state.ts'")).toEqual(['not by the door']);
    expect(from('batch/main.ts', "import '../scripts/setup.mjs'")).toEqual([
      'of scripts only what servers share',
    ]);
    expect(from('batch/main.ts', "import '../scripts/serving.mjs'")).toEqual([undefined]);
    expect(from('analysis/a.ts', "import 'node:fs'")).toEqual(['runs in the page too']);
    expect(from('test/a.test.ts', "import { a } from '../sim/state.ts'")).toEqual([undefined]);
    expect(from('sim/draw.ts', "import xor from 'seedrandom/lib/xor4096.js'")).toEqual([undefined]);
    expect(ring(importsOf('a.ts', "import './b.ts'").concat(importsOf('b.ts', "import './a.ts'")))).toEqual([
      'a.ts',
      'b.ts',
      'a.ts',
    ]);
  });
});

describe('ARCHITECTURE.md', () => {
  const tree = () => drawnTree(read('ARCHITECTURE.md'));

  test('draws a tree of things that are there', () => {
    expect(tree().length).toBeGreaterThan(10);
    expect(tree().filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  test('draws every folder, and all of sim/', () => {
    const folders = new Set(files.map(folderOf).filter((name) => name !== '' && !name.startsWith('.')));
    const inSim = readdirSync(join(root, 'sim'), { withFileTypes: true }).map(
      (entry) => `sim/${entry.name}${entry.isDirectory() ? '/' : ''}`,
    );
    const drawn = new Set(tree());
    expect([...[...folders].map((name) => `${name}/`), ...inSim].filter((path) => !drawn.has(path))).toEqual(
      [],
    );
  });

  test('is read as it is drawn', () => {
    const text = [
      '```',
      'README.md           what it is',
      'package.json  tsconfig.json  vite.config.ts',
      'sim/                the science',
      '  index.ts          the only door',
      '  ties.ts relations.ts   two structures',
      '  mechanisms/       trust.ts anomie.ts ...',
      'ui/                 the page; worker/ holds the contract',
      '  worker/',
      '```',
    ].join('\n');
    expect(drawnTree(text)).toEqual([
      'README.md',
      'package.json',
      'tsconfig.json',
      'vite.config.ts',
      'sim/',
      'sim/index.ts',
      'sim/ties.ts',
      'sim/relations.ts',
      'sim/mechanisms/',
      'sim/mechanisms/trust.ts',
      'sim/mechanisms/anomie.ts',
      'ui/',
      'ui/worker/',
    ]);
  });
});

describe('documents', () => {
  test('hold no dead relative link', () => {
    const documents = files.filter((path) => /^(\w+|docs\/.+)\.md$/.test(path));
    expect(documents.flatMap((path) => deadLinks(path).map((link) => `${path}: ${link}`))).toEqual([]);
  });

  test('with a dead link are noticed', () => {
    const text =
      '# One\n[a](#one) [b](#two) [c](package.json) [d](gone.md) <img src="gone.png"> [e](https://x.y)';
    expect(deadLinks('README.md', text)).toEqual(['#two', 'gone.md', 'gone.png']);
  });
});

describe('files', () => {
  test(`of source have at most ${MAX_LINES} lines`, () => {
    const long = sources.filter(
      (path) => !/generated/.test(path) && read(path).split('\n').length > MAX_LINES + 1,
    );
    expect(long).toEqual([]);
  });

  test('name no folder of a machine and no package registry', () => {
    // Put together here, so that this file does not contain what it looks for.
    const folders = [
      ['', 'home', '[a-z]'],
      ['', 'Users', '[A-Za-z]'],
      ['', 'root', ''],
      ['C:', 'Users'],
    ];
    const patterns = folders.map((parts) => new RegExp(`(?<![\\w.:/])${parts.join(String.raw`[\/\\]+`)}`));
    patterns.push(new RegExp(['registry', '(npm|yarn)'].join(String.raw`\.`)));
    const above = dirname(root);
    const shared = ['/', '/tmp', '/var/tmp', '/srv', '/opt', '/usr/src', '/mnt'].includes(above);
    const texts = files.filter(
      (path) => path !== 'package-lock.json' && !/\.(png|ico|jpg|woff2|parquet)$/.test(path),
    );
    const found = texts.flatMap((path) =>
      read(path)
        .split('\n')
        .flatMap((line, index) =>
          patterns.some((pattern) => pattern.test(line)) || (!shared && line.includes(`${above}/`))
            ? [`${path}:${index + 1}`]
            : [],
        ),
    );
    expect(found).toEqual([]);
  });
});
