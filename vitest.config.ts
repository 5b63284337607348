import { defineConfig } from 'vitest/config';

/** Tests that build whole projects, with processes, lakes and servers of their own. */
const BUILDS = ['build', 'cli', 'fred-server', 'golden-project', 'ingest', 'isolation'].map(
  (room) => `tests/${room}/**/*.test.ts`,
);

/** What both suites of `npm test` need: nothing but Node. */
const offline = {
  // Rooms keep no state in their modules, so files may share a worker: a quarter of the time was importing.
  isolate: false,
  // On two cores the default is one worker, and much of a test's time is waiting for DuckDB and the disk.
  maxWorkers: 2,
  testTimeout: 120_000,
  hookTimeout: 120_000,
};

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...offline,
          name: 'unit',
          include: ['engine/**/*.test.ts', 'lineage/**/*.test.ts', 'tests/**/*.test.ts'],
          exclude: ['tests/integration/**', 'tests/projects/**', ...BUILDS],
        },
      },
      { test: { ...offline, name: 'builds', include: BUILDS, globalSetup: 'tests/build/shared-folder.ts' } },
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
