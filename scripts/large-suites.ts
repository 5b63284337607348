/** What runs for too long for `.ci/run`, which runs the smallest case of it each time. */
export interface LargeSuite {
  /** As docs/large-suite.md calls it. */
  readonly name: string;
  /** Run with EWS_LARGE=1. Its figures are the lines of what it prints that begin with `figures: `. */
  readonly command: readonly string[];
  /** Files and folders whose bytes it tells of; package-lock.json is always one of them. */
  readonly covers: readonly string[];
}

/** A test file of the integration suite, which knows its larger case by EWS_LARGE. */
function integration(name: string, file: string, covers: readonly string[]): LargeSuite {
  const test = `tests/integration/${file}.test.ts`;
  return { name, command: ['npx', 'vitest', 'run', '--project', 'integration', test], covers: [test, ...covers] };
}

const LIFTING = ['engine/compile', 'engine/feature-store', 'engine/warehouse', 'tests/lifting'];
const LINEAGE = ['engine/compile', 'engine/warehouse', 'lineage', 'tests/lineage'];
const BUILDING = [
  'engine/lake',
  'engine/plan',
  'engine/run',
  'engine/steps',
  'engine/inspect',
  'engine/ingest',
  'tests/build',
];
const HOSTILE = ['engine/compile', 'engine/jobs', 'engine/warehouse', 'tests/hostile', 'tests/projects/small'];
const DEFINITIONS = ['ews.config.yaml', 'sources', 'features', 'models', 'targets'];

/** To add a suite, add a line. */
export const LARGE_SUITES: readonly LargeSuite[] = [
  integration('generated queries, lifted and by the loop', 'lifting-generated', LIFTING),
  integration('generated queries and their lineage', 'lineage-oracle', LINEAGE),
  integration('whole projects, perturbed, and their lineage', 'lineage-projects', [
    ...LINEAGE,
    ...BUILDING,
    'engine/feature-store',
    'engine/training',
    'tests/lineage-projects',
    'tests/projects/crises',
    ...DEFINITIONS,
  ]),
  integration('hostile definitions', 'hostile-definitions', [...HOSTILE, 'engine/project', 'engine/limits']),
  integration('hostile queries and files, and signals', 'hostile-data', [...HOSTILE, 'engine/ingest', 'engine/run']),
  integration('the reference project, killed while it builds', 'build-reference', BUILDING),
];
