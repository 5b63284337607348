import { cp, mkdir, readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { compileCacheFile } from '../../engine/cli/compile-cache-file.ts';
import { keptStateFiles } from '../../engine/cli/kept-state-files.ts';
import { compile, type Graph } from '../../engine/compile/index.ts';
import { ProblemError } from '../../engine/diagnostics/index.ts';
import { openSeal } from '../../engine/folders/seal.fixture.ts';
import { lineageStages } from '../../engine/inspect/index.ts';
import { digestOf } from '../../engine/lake/index.ts';
import { at } from '../../engine/presence/index.ts';
import { diskFiles, type KeptStates, overrideVars, readProject } from '../../engine/project/index.ts';
import { randomStream } from '../../engine/training/random.ts';
import { IN_PROCESS } from '../../engine/warehouse/index.ts';
import { apply, CHANGES, NO_CHANGES } from './changes.ts';
import { addFiles, copyProject, edit, SMALL_PROJECT, type TestProject } from './small-project.ts';

/** All that can be seen of a compiled project; of one that has errors, those. */
interface Seen {
  readonly definitions?: unknown;
  readonly graph?: unknown;
  readonly stages?: unknown;
  readonly recipes?: unknown;
  readonly problems: unknown;
}

interface Counted extends KeptStates {
  readonly found: string[];
}

function counted(kept: KeptStates): Counted {
  const found: string[] = [];
  const find: KeptStates['find'] = (kind, key) => {
    const state = kept.find(kind, key);
    if (state !== undefined) found.push(kind);
    return state;
  };
  return { engine: kept.engine, found, find, keep: kept.keep };
}

function keptOf({ root }: TestProject): Counted {
  const kept = keptStateFiles(path.join(root, '.ews', 'cache'), openSeal, 'this engine');
  kept.open();
  return counted(kept);
}

async function seen(project: TestProject, kept?: KeptStates, vars?: Readonly<Record<string, string>>): Promise<Seen> {
  const { root } = project;
  const read = await readProject(root, diskFiles(root), { kept });
  if (read.definitions === undefined) return { problems: read.problems };
  const definitions = vars === undefined ? read.definitions : overrideVars(read.definitions, vars).definitions;
  if (definitions === undefined) return { problems: read.problems };
  const compileCache = kept && compileCacheFile(path.join(root, '.ews', 'cache', 'compile'), openSeal);
  try {
    const graph = await compile(definitions, { warehouses: IN_PROCESS, kept, compileCache });
    return { ...seenOf(graph), problems: [...read.problems, ...graph.problems] };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { problems: error.problems };
  }
}

function seenOf(graph: Graph): Omit<Seen, 'problems'> {
  const nodes = [...graph.nodes.values()];
  return {
    definitions: plain(graph.definitions),
    graph: plain({ nodes, calendar: graph.calendar, shorter: [...graph.shorter] }),
    stages: plain(lineageStages(graph)),
    recipes: nodes.map(({ id, recipe }) => [id, digestOf(recipe)]),
  };
}

/** As JSON, with places in YAML as they are found. */
function plain(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, member: unknown) => (key === 'yaml' ? placesIn(member as Located) : member)),
  );
}

interface Located {
  readonly file: { readonly path: string; readonly text: string };
  readonly spanOf: (path: readonly (string | number)[]) => unknown;
}

function placesIn(yaml: Located): unknown {
  const paths = [
    [],
    ['columns'],
    ['series'],
    ['calendar', 'end'],
    ['window'],
    ['event'],
    ['store', 'path'],
    ['nothing'],
  ];
  return [yaml.file, paths.map((each) => yaml.spanOf(each))];
}

/** The small project with a function, a group that calls it, and a unit test of that. */
async function largerProject(): Promise<TestProject> {
  const project = await copyProject(onTestFinished);
  await mkdir(path.join(project.root, 'features/lib'));
  await addFiles(project, {
    'features/lib/own.sql': 'CREATE FUNCTION twice(x DOUBLE) AS x * 2;\n',
    'features/lib/own.yaml':
      'functions:\n  twice: { description: d, returns: { type: DOUBLE }, cases: [{ call: twice(2), is: 4 }] }\n',
    'features/doubled.sql': 'SELECT date, lib.twice(value) AS doubled FROM rates.short\n',
    'features/doubled.yaml':
      'feature: doubled\ndescription: twice the short rate\nttl: 95\n' +
      'columns:\n  doubled: { description: twice the short rate, unit: "%" }\n' +
      'unit_tests:\n  twice_as_much:\n    description: d\n    as_of: [2001-03-31]\n' +
      '    given:\n      rates.short:\n        - { date: 2001-01-01, value: 3 }\n' +
      '    expect:\n      - { as_of: 2001-03-31, doubled: 6 }\n',
  });
  return project;
}

/** Makes all files look as if they had not been changed just now. */
async function settle({ root }: TestProject): Promise<void> {
  for (const name of await readdir(root, { recursive: true })) {
    if (/\.(yaml|sql)$/.test(name)) await utimes(path.join(root, name), 1e9, 1e9);
  }
}

it('what was kept is what is read and compiled, and nothing is asked of DuckDB', async () => {
  const project = await largerProject();
  const first = keptOf(project);
  const fresh = await seen(project);
  expect(await seen(project, first)).toEqual(fresh);
  expect(first.found).toEqual([]);
  const second = keptOf(project);
  expect(await seen(project, second)).toEqual(fresh);
  expect(second.found).toEqual(['definitions', 'graph']);
});

it.each([...NO_CHANGES, ...CHANGES.filter(({ build }) => build === undefined)])(
  '$what: what is kept of before is not taken for what is now',
  async (change) => {
    const project = await largerProject();
    await seen(project, keptOf(project));
    await apply(project, change);
    const fresh = await seen(project);
    expect(await seen(project, keptOf(project))).toEqual(fresh);
    expect(await seen(project, keptOf(project))).toEqual(fresh);
  },
);

it('variables of the command line have graphs of their own', async () => {
  const project = await largerProject();
  const plainly = await seen(project, keptOf(project));
  const vars = { trend_months: '9' };
  const changed = await seen(project, undefined, vars);
  expect(changed).not.toEqual(plainly);
  for (const found of [['definitions'], ['definitions', 'graph']]) {
    const kept = keptOf(project);
    expect(await seen(project, kept, vars)).toEqual(changed);
    expect(kept.found).toEqual(found);
  }
  const others = { trend_months: '12' };
  expect(await seen(project, keptOf(project), others)).toEqual(await seen(project, undefined, others));
  expect(await seen(project, keptOf(project))).toEqual(plainly);
});

it('a file that was only touched is compared, and one with its old time and size is not believed', async () => {
  const project = await largerProject();
  const fresh = await seen(project, keptOf(project));
  await settle(project);
  const touched = keptOf(project);
  expect(await seen(project, touched)).toEqual(fresh);
  expect(touched.found).toEqual(['definitions', 'graph']);
  await rm(path.join(project.root, '.ews'), { recursive: true });
  await seen(project, keptOf(project));
  await edit(project, 'features/slope.sql', 'long.value - short.value', 'short.value - long.value');
  await settle(project);
  const changed = await seen(project);
  expect(changed).not.toEqual(fresh);
  expect(await seen(project, keptOf(project))).toEqual(changed);
});

it('a file that defines nothing and is too long to be read is no hindrance', async () => {
  const project = await largerProject();
  await mkdir(path.join(project.root, 'scripts'));
  await writeFile(path.join(project.root, 'scripts/dump.sql'), '-'.repeat(2_000_000));
  await settle(project);
  // While its name is news, it may have changed again.
  await new Promise((resolve) => setTimeout(resolve, 2100));
  await seen(project, keptOf(project));
  const kept = keptOf(project);
  await seen(project, kept);
  expect(kept.found).toEqual(['definitions', 'graph']);
});

type Edit = (project: TestProject, draw: (below: number) => number) => Promise<void>;

async function rewritten({ root }: TestProject, file: string, change: (text: string) => string): Promise<void> {
  const at = path.join(root, file);
  const text = await readFile(at, 'utf8').catch(() => undefined);
  if (text !== undefined) await writeFile(at, change(text));
}

const FILES = ['features/slope', 'features/credit', 'features/crisis', 'features/strain', 'models/labels/crisis_ahead'];

/** What people do to a project, some of which breaks it. */
const EDITS: readonly Edit[] = [
  (project, draw) => rewritten(project, `${at(FILES, draw(5))}.sql`, (text) => `-- ${draw(9)}\n${text}`),
  (project, draw) =>
    rewritten(project, `${at(FILES, draw(5))}.sql`, (text) => text.replace(' - ', draw(2) === 0 ? ' + ' : ' * ')),
  (project, draw) =>
    rewritten(project, 'features/slope.sql', (text) =>
      text.replace(/value( \+ \d+)? AS slope/, `value + ${draw(3)} AS slope`),
    ),
  (project, draw) =>
    rewritten(project, 'features/slope.sql', (text) =>
      text.replace(/AS (slope|steep)\b/, draw(2) === 0 ? 'AS slope' : 'AS steep'),
    ),
  (project, draw) =>
    rewritten(project, `${at(FILES, draw(4))}.yaml`, (text) =>
      text.replace(/^description: .*$/m, `description: Words ${draw(9)}`),
    ),
  (project, draw) =>
    rewritten(project, 'features/slope.yaml', (text) => text.replace(/ttl: \d+/, `ttl: ${90 + draw(4)}`)),
  (project, draw) =>
    rewritten(project, 'features/slope.yaml', (text) => text.replace(/min: -\d+/, `min: -${3 + draw(3)}`)),
  (project, draw) =>
    rewritten(project, 'ews.config.yaml', (text) => text.replace(/value: \d+/, `value: ${2 + draw(3)}`)),
  (project, draw) =>
    rewritten(project, 'ews.config.yaml', (text) =>
      text.replace(/end: 2009-\d\d-\d\d/, `end: 2009-${10 + draw(3)}-28`),
    ),
  (project, draw) =>
    rewritten(project, 'models/crisis_probit.yaml', (text) => text.replace(/^(seed: \d+\n)?/, `seed: ${draw(4)}\n`)),
  (project, draw) =>
    rewritten(project, 'sources/bank.yaml', (text) =>
      text.replace(/type: (DOUBLE|INTEGER)/, draw(2) === 0 ? 'type: DOUBLE' : 'type: INTEGER'),
    ),
  async ({ root }, draw) => {
    const name = `more_${draw(3)}`;
    const sql = `SELECT date, long.value * ${draw(4)} AS more FROM rates.long AS long`;
    await writeFile(path.join(root, `features/${name}.sql`), sql);
    await writeFile(
      path.join(root, `features/${name}.yaml`),
      `feature: ${name}\ndescription: More\ncolumns:\n  more: { description: More }\n`,
    );
  },
  async ({ root }, draw) => {
    for (const end of ['sql', 'yaml']) await rm(path.join(root, `features/more_${draw(3)}.${end}`), { force: true });
  },
  async ({ root }, draw) => {
    await mkdir(path.join(root, 'features/deep'), { recursive: true });
    const [from, to] = draw(2) === 0 ? ['features', 'features/deep'] : ['features/deep', 'features'];
    for (const end of ['sql', 'yaml']) {
      await rename(path.join(root, `${from}/crisis.${end}`), path.join(root, `${to}/crisis.${end}`)).catch(
        () => undefined,
      );
    }
  },
  async ({ root }, draw) => {
    const data = path.join(root, 'sources/data/turns.csv');
    const away = `${data}.away`;
    await (draw(2) === 0 ? rename(data, away) : rename(away, data)).catch(() => undefined);
  },
];

async function restored({ root }: TestProject): Promise<void> {
  for (const name of await readdir(root)) if (name !== '.ews') await rm(path.join(root, name), { recursive: true });
  await cp(SMALL_PROJECT, root, { recursive: true });
}

const ROUNDS = process.env['EWS_LARGE'] === '1' ? 300 : 100;

it(`after ${ROUNDS} edits in a row what is kept is what is read and compiled anew`, { timeout: 600_000 }, async () => {
  const project = await largerProject();
  const random = randomStream(Number(process.env['EWS_SEED'] ?? 43));
  const draw = (below: number): number => random.below(below);
  const outcomes = { sound: 0, broken: 0, kept: 0 };
  for (let round = 0; round < ROUNDS; round += 1) {
    // Somebody takes back what they did.
    if (draw(4) === 0) await restored(project);
    for (let edits = draw(3); edits >= 0; edits -= 1) await at(EDITS, draw(EDITS.length))(project, draw);
    const kept = keptOf(project);
    const fresh = await seen(project);
    expect(await seen(project, kept), `round ${round}`).toEqual(fresh);
    const again = keptOf(project);
    expect(await seen(project, again), `round ${round}, again`).toEqual(fresh);
    outcomes[fresh.graph === undefined ? 'broken' : 'sound'] += 1;
    if (fresh.graph !== undefined && again.found.includes('graph')) outcomes.kept += 1;
  }
  // Edits that always broke the project, or never, would compare little.
  expect(outcomes.sound).toBeGreaterThan(ROUNDS / 5);
  expect(outcomes.broken).toBeGreaterThan(0);
  expect(outcomes.kept).toBe(outcomes.sound);
});
