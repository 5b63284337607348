import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../engine/lake/temporary-folder.fixture.ts';
import { importsOf, ROOT, type SourceFile, sourceFiles } from './source-files.ts';

const MAX_LINES = 300;

/** `engine/lake`, `lineage`; a folder in a room belongs to the room. */
function roomOf(file: string): string {
  const [first = '', second = ''] = file.split('/');
  return first === 'engine' ? `${first}/${second}` : first;
}

it(`no source file is longer than ${MAX_LINES} lines`, async () => {
  const files = await sourceFiles('engine', 'lineage', 'tests', 'bench', 'scripts');
  expect(files.length).toBeGreaterThan(200);
  const long = files.flatMap(({ path: file, text }) => {
    const lines = text.replace(/\n$/, '').split('\n').length;
    return lines > MAX_LINES ? [`${file}: ${lines}`] : [];
  });
  expect(long).toEqual([]);
});

/**
 * Faces inside rooms, for those who may not have the whole: what is declared of estimators and of formats of files, and
 * the colours of a terminal, without the pages that `report` draws.
 */
const INNER_FACES: ReadonlySet<string> = new Set([
  'engine/ingest/formats/index.ts',
  'engine/report/paint/index.ts',
  'engine/training/estimators/index.ts',
]);

/** A worker loads a room's jobs without the room: its whole index would cost each worker half a second. */
function isJobOfWorker(from: string, to: string): boolean {
  return roomOf(from) === 'engine/worker' && to === `${roomOf(to)}/job.ts`;
}

interface RoomImport {
  readonly from: string;
  readonly to: string;
}

function importsBetweenRooms(files: readonly SourceFile[]): readonly RoomImport[] {
  const imports = files.flatMap((file) => importsOf(file).map((to) => ({ from: file.path, to })));
  return imports.filter(({ from, to }) => roomOf(from) !== roomOf(to));
}

/** Imports that enter a room otherwise than through a face of it. */
function importsAround(files: readonly SourceFile[]): readonly string[] {
  const around = importsBetweenRooms(files).filter(
    ({ from, to }) => to !== `${roomOf(to)}/index.ts` && !INNER_FACES.has(to) && !isJobOfWorker(from, to),
  );
  return around.map(({ from, to }) => `${from} imports ${to}`);
}

it('a room is entered through its index.ts', async () => {
  const files = (await sourceFiles('engine', 'lineage')).filter(
    ({ path: file }) => !/\.(test|fixture)\.ts$/.test(file),
  );
  expect(importsBetweenRooms(files).length).toBeGreaterThan(100);
  expect(importsAround(files)).toEqual([]);
  const planted = [
    { path: 'engine/worker/sound.ts', text: "export const load = () => import('../warehouse/job.ts');\n" },
    { path: 'engine/worker/planted.ts', text: "export const load = () => import('../warehouse/connection.ts');\n" },
    { path: 'engine/run/planted.ts', text: "export { open } from '../warehouse/job.ts';\n" },
    { path: 'engine/plan/planted.ts', text: "import type { Store } from '../lake/store.ts';\n" },
  ];
  expect(importsAround(planted)).toEqual([
    'engine/worker/planted.ts imports engine/warehouse/connection.ts',
    'engine/run/planted.ts imports engine/warehouse/job.ts',
    'engine/plan/planted.ts imports engine/lake/store.ts',
  ]);
});

/** Imports of rooms from the tests of everything, also by tests and fixtures that lie beside the code. */
function importsFromTests(files: readonly SourceFile[]): readonly string[] {
  const rooms = files.filter(({ path: file }) => /^(engine|lineage)\//.test(file));
  return rooms.flatMap((file) =>
    importsOf(file)
      .filter((to) => to.startsWith('tests/'))
      .map((to) => `${file.path} imports ${to}`),
  );
}

it('no file of a room imports from tests/', async () => {
  expect(importsFromTests(await sourceFiles('engine', 'lineage'))).toEqual([]);
  const planted = [
    { path: 'engine/lake/planted.test.ts', text: "import { edit } from '../../tests/build/small-project.ts';\n" },
    { path: 'lineage/planted.ts', text: "import type { Roll } from '../tests/lifting/roll.ts';\n" },
    { path: 'engine/lake/sound.test.ts', text: "import { temporaryFolder } from './temporary-folder.fixture.ts';\n" },
    { path: 'tests/build/sound.test.ts', text: "import { edit } from './small-project.ts';\n" },
  ];
  expect(importsFromTests(planted)).toEqual([
    'engine/lake/planted.test.ts imports tests/build/small-project.ts',
    'lineage/planted.ts imports tests/lifting/roll.ts',
  ]);
});

it('every room has its arrows in biome.json', async () => {
  const { overrides } = JSON.parse(await readFile(path.join(ROOT, 'biome.json'), 'utf8')) as {
    readonly overrides: readonly { readonly includes: readonly string[] }[];
  };
  const rooms = await readdir(path.join(ROOT, 'engine'));
  const covered = new Set(overrides.flatMap(({ includes }) => includes));
  expect(rooms.filter((room) => !covered.has(`engine/${room}/**`))).toEqual([]);
});

it('DuckDB has one importer', async () => {
  const files = await sourceFiles('engine', 'lineage', 'bench');
  const importers = files.filter(({ text }) => /from '@duckdb\//.test(text)).map(({ path: file }) => roomOf(file));
  expect([...new Set(importers)]).toEqual(['engine/warehouse']);
});

describe('npm run lint refuses', () => {
  const PLANTED: readonly (readonly [string, Readonly<Record<string, string>>, string])[] = [
    [
      'an import against the arrows',
      { 'engine/lake/planted.ts': "export { build } from '../run/index.ts';\n" },
      'engine/lake may not import this room',
    ],
    [
      'the same from a folder inside the room',
      { 'engine/training/estimators/planted.ts': "export { readProject } from '../../project/index.ts';\n" },
      'engine/training may not import this room',
    ],
    [
      'what fits, where only declarations of estimators may be had',
      { 'engine/project/planted.ts': "export { ESTIMATORS } from '../training/estimators/registry.ts';\n" },
      'engine/project may not import this room',
    ],
    [
      'an importer of the command line',
      { 'engine/run/planted.ts': "export { main } from '../cli/main.ts';\n" },
      'engine/run may not import this room',
    ],
    [
      'building that reads back through the room above it',
      { 'engine/run/planted.ts': "export { showNode } from '../inspect/index.ts';\n" },
      'engine/run may not import this room',
    ],
    [
      'what both need when it asks one of the two',
      { 'engine/steps/planted.ts': "export { prepare } from '../run/index.ts';\n" },
      'engine/steps may not import this room',
    ],
    [
      'a command that goes past the rooms that build and read',
      { 'engine/cli/planted.ts': "export { openSources } from '../steps/index.ts';\n" },
      'engine/cli may not import this room',
    ],
    [
      'reading back that builds',
      { 'engine/inspect/planted.ts': "export { build } from '../run/index.ts';\n" },
      'engine/inspect takes prepare',
    ],
    [
      'the same with a name that it may take beside it',
      {
        'engine/inspect/planted.ts':
          "import { build, prepare } from '../run/index.ts';\nexport const planted = [build, prepare];\n",
      },
      'engine/inspect takes prepare',
    ],
    [
      'a type taken against the arrows',
      {
        'engine/warehouse/planted.ts':
          "import type { Graph } from '../compile/index.ts';\nexport type Planted = Graph;\n",
      },
      'engine/warehouse may not import this room',
    ],
    [
      'an import against the arrows that waits until it runs',
      { 'engine/plan/planted.ts': "export const planted = (): Promise<unknown> => import('../run/index.ts');\n" },
      'engine/plan may not import this room',
    ],
    [
      'a second importer of DuckDB',
      { 'engine/compile/planted.ts': "export { version } from '@duckdb/node-api';\n" },
      'Only engine/warehouse imports DuckDB',
    ],
    [
      'an engine room in a leaf',
      { 'engine/calendar/planted.ts': "export { problem } from '../diagnostics/index.ts';\n" },
      'a leaf may not import a room',
    ],
    [
      'a room in the leaf that all rooms import',
      { 'engine/diagnostics/planted.ts': "export { isDay } from '../calendar/index.ts';\n" },
      'a leaf may not import a room',
    ],
    [
      'file access in lineage',
      { 'lineage/planted.ts': "export { readFileSync } from 'node:fs';\n" },
      'lineage is pure',
    ],
    [
      'an engine room in lineage',
      { 'lineage/planted.ts': "export { sha256 } from '../engine/lake/index.ts';\n" },
      'lineage is pure',
    ],
    [
      'an import cycle',
      {
        'engine/lake/one.ts': "import { two } from './two.ts';\nexport const one = (): unknown => two;\n",
        'engine/lake/two.ts': "import { one } from './one.ts';\nexport const two = (): unknown => one;\n",
      },
      'noImportCycles',
    ],
    [
      'an empty text for what is missing',
      { 'engine/training/planted.ts': "export const dayOf = (row?: { day?: string }): string => row?.day ?? '';\n" },
      "Nobody gave this '' or 0",
    ],
    [
      'a zero for what is missing',
      { 'lineage/planted.ts': 'export const weightOf = (list: readonly number[]): number => list[3] || 0;\n' },
      "Nobody gave this '' or 0",
    ],
    [
      'the same in an expectation',
      { 'tests/planted.test.ts': "expect(rows[0]?.name ?? '').toBe('');\n" },
      "Nobody gave this '' or 0",
    ],
    [
      'a choice inside a choice',
      {
        'engine/cards/planted.ts':
          "export const sign = (x: number): string => (x > 0 ? 'rises' : x < 0 ? 'falls' : 'stays');\n",
      },
      'noNestedTernary',
    ],
    [
      'a function of five parameters',
      {
        'engine/run/planted.ts':
          'export const sum = (a: number, b: number, c: number, d: number, e: number): number => a + b + c + d + e;\n',
      },
      'useMaxParams',
    ],
    ['any', { 'engine/lake/planted.ts': 'export const planted = (value: any): unknown => value;\n' }, 'noExplicitAny'],
  ];

  it.each(PLANTED)('%s', async (_what, files, message) => {
    const printed = await lint(files);
    expect(printed).toContain(message);
  });

  it('nothing in files that keep to the rules', async () => {
    const sound = {
      'engine/run/planted.ts': "export { openLocalStore } from '../lake/index.ts';\n",
      'engine/inspect/planted.ts':
        "import type { Prepared } from '../run/index.ts';\nexport type Planted = Prepared;\n",
      'engine/training/values/planted.ts': "export { monthIndex } from '../../calendar/index.ts';\n",
      'engine/calendar/planted.ts': "export { isDay } from './day.ts';\n",
      'engine/calendar/day.ts': 'export const isDay = (): boolean => true;\n',
      'engine/ids/planted.ts':
        "export const name = (given: string | null, a: number, b: number): string => (given ?? 'none') + (a || b);\n",
    };
    expect(await lint(sound)).toBe('');
  });
});

/** What the linter says, with the repository's own rules, of a repository that holds these files; '' if nothing. */
async function lint(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await temporaryFolder(onTestFinished);
  await writeFile(path.join(folder, 'biome.json'), await readFile(path.join(ROOT, 'biome.json')));
  await cp(path.join(ROOT, 'scripts/lint'), path.join(folder, 'scripts/lint'), { recursive: true });
  for (const [file, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), text);
  }
  const biome = path.join(ROOT, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
  const flags = ['lint', '--error-on-warnings', '--vcs-enabled=false', '--colors=off', '.'];
  return promisify(execFile)(process.execPath, [biome, ...flags], { cwd: folder }).then(
    () => '',
    (error: { readonly stdout: string; readonly stderr: string }) => error.stdout + error.stderr,
  );
}
