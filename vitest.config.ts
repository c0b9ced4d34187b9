import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { simulationSources } from './scripts/support.mjs';

export default defineConfig({
  plugins: [svelte({ configFile: false })],
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
          exclude: ['test/browser/**', 'test/kill/**', 'test/slurm/**', 'test/network/**', 'test/page/**'], // vitest.long.config.ts
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
