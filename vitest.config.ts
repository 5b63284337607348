import { existsSync, statfsSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const MEMORY = '/dev/shm';
const ROOM = 2 ** 31;

/**
 * Where tests have their temporary folders, unless told: in memory, if there is room. They write and delete tens of
 * thousands of small files, which on ext4 costs a tenth of a suite's processor time.
 */
function temporaryFolder(): { readonly TMPDIR?: string } {
  if (process.env['TMPDIR'] !== undefined || !existsSync(MEMORY)) return {};
  const { bavail, bsize } = statfsSync(MEMORY);
  return bavail * bsize < ROOM ? {} : { TMPDIR: MEMORY };
}

/** Makes the folder of the projects that tests share, and watches that none changes them. */
const SHARED = 'tests/build/shared-folder.ts';

/** Tests that build whole projects, with processes, lakes and servers of their own. */
const BUILDS = ['build', 'cli', 'golden-project', 'ingest', 'isolation', 'jobs'].map(
  (room) => `tests/${room}/**/*.test.ts`,
);

/**
 * Tests that need nothing but Node either, and so many seconds that `npm test` would take longer than two minutes with
 * them: the integration suite runs them. `npx vitest run --project long` is the way to run them alone.
 */
const LONG = [
  'tests/lineage/bound-plan-oracle.test.ts',
  'tests/cli/init.test.ts',
  'tests/asof/shapes.test.ts',
  'tests/compile/decision-dates.test.ts',
  'tests/compile/outcome-window.test.ts',
  'tests/compile/planted-faults.test.ts',
  'tests/functions/many-generated.test.ts',
  'tests/functions/written-by-hand.test.ts',
  'tests/build/diff-words.test.ts',
  'engine/training/validation/validate.test.ts',
  'tests/cli/output-schemas.test.ts',
  'tests/ingest/ingest-beside-gc.test.ts',
  'tests/ingest/raw-replay.test.ts',
  'tests/isolation/training-isolation.test.ts',
  'tests/jobs/hostile-files.test.ts',
  'tests/jobs/hostile-sql.test.ts',
  'tests/jobs/killed-workers.test.ts',
  'tests/safety/**/*.test.ts',
  ...[
    'calibration',
    'column-reuse-oracle',
    'comparisons',
    'compile-cache',
    'damaged-record',
    'decision-dates',
    'diff-oracle',
    'gaps-oracle',
    'gc-histories',
    'interference',
    'kept-states',
    'lineage-diff',
    'lineage-diff-runs',
    'lineage-edges',
    'named-files-kept',
    'open-lineage',
    'open-lineage-told',
    'panel-keys',
    'tampering',
    'tuning',
    'usrec',
    'value-models',
    'value-origin',
    'warm-build',
    'ways-out',
    'whose-numbers',
  ].map((name) => `tests/build/${name}.test.ts`),
];

/** What both suites of `npm test` need: nothing but Node. */
const offline = {
  setupFiles: 'tests/property-seed.ts',
  env: temporaryFolder(),
  // Rooms keep no state in their modules, so files may share a worker: a quarter of the time was importing.
  isolate: false,
  // On two cores the default is one worker, and much of a test's time is waiting for DuckDB and the disk.
  maxWorkers: 2,
  testTimeout: 120_000,
  hookTimeout: 120_000,
};

/** Tests of both long suites that take minutes: begun last, one of them would run alone in the end. */
const LONGEST = [
  'hostile-data',
  'hostile-definitions',
  'build-reference',
  'lifting-generated',
  'build-crash',
  'docs-examples',
  'worked-examples',
  's3-build',
  'lineage-oracle',
  'lineage-projects',
  'hostile-projects',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const found = LONGEST.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
      return found < 0 ? LONGEST.length : found;
    };
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b));
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          ...offline,
          name: 'unit',
          include: ['engine/**/*.test.ts', 'lineage/**/*.test.ts', 'tests/**/*.test.ts'],
          exclude: ['tests/integration/**', 'tests/projects/**', ...BUILDS, ...LONG],
        },
      },
      { test: { ...offline, name: 'builds', include: BUILDS, exclude: LONG, globalSetup: SHARED } },
      { test: { ...offline, name: 'long', include: LONG, globalSetup: SHARED } },
      {
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          // A build computes on one thread for most of its time, also where it may use two.
          maxWorkers: 2,
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
