import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { compileCacheFile } from '../../engine/cli/compile-cache-file.ts';
import { type CompileCache, compile, type Graph } from '../../engine/compile/index.ts';
import { openSeal } from '../../engine/folders/seal.fixture.ts';
import { lineageStages } from '../../engine/inspect/index.ts';
import { present } from '../../engine/presence/index.ts';
import { IN_PROCESS } from '../../engine/warehouse/index.ts';
import type { Stage } from '../../lineage/index.ts';
import { apply, CHANGES, NO_CHANGES } from './changes.ts';
import { buildProject, copyProject, definitionsOf, edit, type TestProject } from './small-project.ts';

/** A cache that counts what it had and what it had not. */
function counting(cache: CompileCache): CompileCache & { readonly had: string[]; readonly kept: string[] } {
  const had: string[] = [];
  const kept: string[] = [];
  return {
    had,
    kept,
    find: (key) => {
      const value = cache.find(key);
      if (value !== undefined) had.push(key);
      return value;
    },
    keep: (key, value) => {
      kept.push(key);
      cache.keep(key, value);
    },
    save: () => cache.save(),
  };
}

const fileOf = (project: TestProject): string => path.join(project.root, '.ews', 'cache', 'compile');

async function compiled(
  project: TestProject,
): Promise<{ graph: Graph; had: readonly string[]; kept: readonly string[] }> {
  const cache = counting(compileCacheFile(fileOf(project), openSeal));
  return {
    graph: await compile(await definitionsOf(project), { warehouses: IN_PROCESS, compileCache: cache }),
    had: cache.had,
    kept: cache.kept,
  };
}

let warm: TestProject;
beforeAll(async () => {
  const cleanups: (() => Promise<void>)[] = [];
  warm = await copyProject((clean) => cleanups.push(clean));
  await compiled(warm);
  return async () => {
    for (const clean of cleanups) await clean();
  };
});

/** A project whose cache holds all that compiling it asks. */
function warmed(): Promise<TestProject> {
  return copyProject(onTestFinished, warm.root);
}

async function uncached(project: TestProject): Promise<Graph> {
  return compile(await definitionsOf(project), { warehouses: IN_PROCESS });
}

const plain = (graph: Graph): unknown => JSON.parse(JSON.stringify([...graph.nodes.values()]));

it('what was bound once is not bound again, and the outcome is the same', async () => {
  const project = await copyProject(onTestFinished);
  const first = await compiled(project);
  expect(first.had).toEqual([]);
  expect(first.kept.length).toBeGreaterThan(5);
  const second = await compiled(project);
  expect(second.kept).toEqual([]);
  expect(second.had.toSorted()).toEqual(first.kept.toSorted());
  expect(plain(second.graph)).toEqual(plain(await uncached(project)));
});

it.each(NO_CHANGES)('$what: nothing is bound again, whatever lines moved', async (change) => {
  const project = await warmed();
  await apply(project, change);
  const { graph, kept } = await compiled(project);
  expect(kept).toEqual([]);
  expect(plain(graph)).toEqual(plain(await uncached(project)));
});

it.each(CHANGES.filter(({ build }) => build === undefined))(
  '$what: the outcome is that of a compile without',
  async (change) => {
    const project = await warmed();
    await apply(project, change);
    expect(plain((await compiled(project)).graph)).toEqual(plain(await uncached(project)));
  },
);

/** Places of a stage's expressions and clauses: line numbers alone. */
function linesOf(stages: readonly Stage[], id: string): readonly number[] {
  const { rows, columns } = present(stages.find((stage) => stage.id === id));
  const edges = [...rows, ...columns.flatMap((column) => column.edges)];
  const expressions = columns.flatMap(({ evidence }) => evidence?.line ?? []);
  return [...expressions, ...edges.flatMap(({ clauses = [] }) => clauses.map(({ line }) => line))];
}

it('edges are reused, places are always those of the file as it is', async () => {
  const project = await warmed();
  const before = linesOf(lineageStages((await compiled(project)).graph), 'features.slope');
  await edit(project, 'features/slope.sql', '-- Both', '-- One\n-- two\n-- three\n-- Both');
  const { graph, kept } = await compiled(project);
  expect(kept).toEqual([]);
  expect(before.length).toBeGreaterThan(5);
  // What the whole query decides is said of the whole file, which begins with its comment.
  const after = before.map((line) => (line === 1 ? 1 : line + 3));
  expect(linesOf(lineageStages(graph), 'features.slope')).toEqual(after);
});

it('another type of an input is another question', async () => {
  const project = await warmed();
  await edit(project, 'sources/bank.yaml', 'amount: { type: DOUBLE', 'amount: { type: INTEGER');
  const { graph, kept } = await compiled(project);
  expect(kept.length).toBeGreaterThan(0);
  expect(plain(graph)).toEqual(plain(await uncached(project)));
});

it('a mistake is found again each time, and told the same', async () => {
  const project = await warmed();
  await edit(project, 'features/slope.sql', 'long.value - short.value', 'long.valeu - short.value');
  for (const _time of [1, 2]) {
    await expect(compiled(project)).rejects.toMatchObject({
      problems: [{ code: 'EWS2105', span: { file: 'features/slope.sql', line: 4 } }],
    });
  }
});

it('a damaged entry is bound again', async () => {
  const project = await warmed();
  const text = await readFile(fileOf(project), 'utf8');
  await writeFile(fileOf(project), text.replaceAll('"masking":false', '"masking":true '));
  const { graph, had, kept } = await compiled(project);
  expect(kept.length).toBeGreaterThan(0);
  expect(had.length).toBeGreaterThan(0);
  expect(plain(graph)).toEqual(plain(await uncached(project)));
  expect((await compiled(project)).kept).toEqual([]);
});

it('a full refresh does not believe it', async () => {
  const project = await warmed();
  const cache = counting(compileCacheFile(fileOf(project), openSeal));
  expect((await buildProject(project, { fullRefresh: true }, { compileCache: cache })).result.ok).toBe(true);
  expect(cache.had).toEqual([]);
  expect((await buildProject(project, {}, { compileCache: cache })).result.ok).toBe(true);
  expect(cache.had.length).toBeGreaterThan(0);
});
