import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          // Rooms keep no state in their modules, so files may share a worker: a quarter of the time was importing.
          isolate: false,
          // On two cores the default is one worker, and much of a test's time is waiting for DuckDB and the disk.
          maxWorkers: 2,
          include: ['engine/**/*.test.ts', 'lineage/**/*.test.ts', 'tests/**/*.test.ts'],
          exclude: ['tests/integration/**', 'tests/projects/**'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
