import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vitest/config';
import { simulationSources } from './scripts/support.mjs';

/**
 * Vitest turns every use of an imported name into a look-up in a table of getters, which makes the simulation several times
 * slower than the program that is built of it. Here each module of `sim/` and `analysis/` takes what it imports into constants
 * of its own first. Nothing else changes: no module there exports a variable, and none imports in a circle.
 */
const importsAsConstants: Plugin = {
  name: 'imports-as-constants',
  enforce: 'pre',
  transform(code, id) {
    if (!/\/(sim|analysis)\/[\w/-]+\.ts$/.test(id)) return null;
    const constants: string[] = [];
    const take = (name: string) => {
      constants.push(`const ${name} = imported_${name};`);
      return `imported_${name}`;
    };
    const changed = code.replace(
      /^import (?!type\b)(?:\* as (\w+)|\{([^}]*)\})( from '[^']+';)$/gm,
      (_, space: string | undefined, names: string | undefined, from: string) => {
        if (space !== undefined) return `import * as ${take(space)}${from}`;
        const parts = (names ?? '')
          .split(',')
          .map((part) => part.trim())
          .filter((part) => part !== '');
        const taken = parts.map((part) => {
          if (part.startsWith('type ')) return part;
          const [name, alias = name] = part.split(' as ');
          return `${name} as ${take(alias)}`;
        });
        return `import { ${taken.join(', ')} }${from}`;
      },
    );
    const last = changed.lastIndexOf('\nimport ') + 1;
    const end = changed.indexOf(';\n', last) + 1;
    return { code: changed.slice(0, end) + constants.join(' ') + changed.slice(end), map: null };
  },
};

export default defineConfig({
  plugins: [svelte({ configFile: false }), importsAsConstants],
  define: { SIMULATION_SOURCES: JSON.stringify(simulationSources()) },
  test: {
    pool: 'forks',
    maxWorkers: 2,
    reporters: ['default', './test/support/reporter.ts'],
    passWithNoTests: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          include: ['test/**/*.test.ts'],
          exclude: [
            'test/browser/**',
            'test/kill/**',
            'test/slurm/**',
            'test/network/**',
            'test/page/**',
            'test/crowd/**',
          ], // vitest.long.config.ts
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          // These run in Node too, and drive a real Chromium over the built page, one file at a time.
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
