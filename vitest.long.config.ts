/** Tests that take minutes, or programs that few machines have; each has a command of its own in package.json. */
import { defineConfig } from 'vitest/config';
import { simulationSources } from './scripts/support.mjs';

const project = (name: string) => ({
  extends: true as const,
  test: { name, include: [`test/${name}/**/*.test.ts`] },
});

export default defineConfig({
  define: { SIMULATION_SOURCES: JSON.stringify(simulationSources()) },
  test: {
    pool: 'forks',
    maxWorkers: 1,
    fileParallelism: false,
    testTimeout: 3_600_000,
    hookTimeout: 600_000,
    reporters: ['default', './test/support/reporter.ts'],
    passWithNoTests: false,
    projects: [project('kill'), project('slurm'), project('network'), project('page'), project('crowd')],
  },
});
