/** The programs for Node, one a mode: `cli` (the command line and its worker) and `bench`. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { simulationSources } from './scripts/support.mjs';

const entries: Record<string, string[]> = {
  cli: ['batch/main.ts', 'batch/worker.ts', 'batch/sweep-worker.ts', 'batch/room-worker.ts'],
  bench: ['bench/main.ts', 'bench/worker.ts', 'bench/sweeps.ts'],
};

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

export default defineConfig(({ mode }) => {
  const files = entries[mode];
  if (!files) throw new Error(`unknown program ${mode}: one of ${Object.keys(entries).join(', ')}`);
  return {
    root: path('.'),
    publicDir: false,
    // Results are filed under the sources that made them.
    define: { SIMULATION_SOURCES: JSON.stringify(simulationSources()) },
    build: {
      ssr: true,
      outDir: `dist/${mode}`,
      emptyOutDir: true,
      target: 'node20',
      minify: false,
      sourcemap: true,
      rolldownOptions: {
        // The folder's own files become one scope each entry; packages stay outside and come from node_modules.
        input: files.filter((file) => existsSync(path(file))).map(path),
        output: {
          entryFileNames: '[name].js',
          chunkFileNames: 'shared-[hash].js',
          // The engine takes a module's `const` for a constant, but not a `var`: a third more time for a contact.
          topLevelVar: false,
        },
      },
    },
  };
});
