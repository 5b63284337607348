import path from 'node:path';
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { keptStateFiles } from '../../engine/cli/kept-state-files.ts';
import type { FeatureNode, Graph, LabelNode } from '../../engine/compile/graph.ts';
import { compile, edgesOf } from '../../engine/compile/index.ts';
import { locateLineage } from '../../engine/compile/locate-lineage.ts';
import { openSeal } from '../../engine/folders/seal.fixture.ts';
import { diskFiles, readProject } from '../../engine/project/index.ts';
import { IN_PROCESS } from '../../engine/warehouse/index.ts';
import { addLarger } from '../build/edits.ts';
import { copyProject, type TestProject } from '../build/small-project.ts';

// Here, because only this suite loads modules anew for each file: elsewhere others may have loaded them unwatched.
vi.mock('../../engine/compile/locate-lineage.ts', { spy: true });
const looked = vi.mocked(locateLineage);
beforeEach(() => {
  looked.mockClear();
});

async function compiled({ root }: TestProject): Promise<Graph> {
  const kept = keptStateFiles(path.join(root, '.ews', 'cache'), openSeal, 'this engine');
  kept.open();
  const { definitions } = await readProject(root, diskFiles(root), { kept });
  if (definitions === undefined) throw new Error('the project does not read');
  return compile(definitions, { warehouses: IN_PROCESS, kept });
}

function queriesOf({ nodes }: Graph): readonly (FeatureNode | LabelNode)[] {
  return [...nodes.values()].filter((node) => node.kind === 'feature' || node.kind === 'label');
}

it('nobody looks for the places of a query that is compiled and kept until somebody asks for them', async () => {
  const project = await copyProject(onTestFinished);
  await addLarger(project);
  const first = await compiled(project);
  // Of a text with functions parts stand in other files; a custom test tells its place with its problems.
  const withOthers = [...first.nodes.values()].filter(
    (node) => (node.kind === 'test' && node.testKind === 'custom') || ('query' in node && node.query.functions),
  );
  expect(looked.mock.calls.length).toBeLessThanOrEqual(withOthers.length);
  const again = await compiled(project);
  const before = looked.mock.calls.length;
  const queries = queriesOf(again);
  expect(queries.length).toBeGreaterThan(withOthers.length);
  for (const { query } of queries) {
    const { rows, columns } = edgesOf(query);
    expect(
      [...rows, ...columns.flatMap(({ edges }) => edges)].filter(({ clauses }) => clauses && !query.functions),
    ).toEqual([]);
  }
  expect(looked.mock.calls.length).toBe(before);
  let clauses = 0;
  for (const [index, { query, recipe }] of queries.entries()) {
    const made = queriesOf(first)[index];
    expect(query.lineage).toEqual(made?.query.lineage);
    expect([query.spans, query.whole, recipe]).toEqual([made?.query.spans, made?.query.whole, made?.recipe]);
    clauses += query.lineage.rows.filter((edge) => edge.clauses).length;
  }
  expect(looked.mock.calls.length).toBeGreaterThan(before);
  expect(clauses).toBeGreaterThan(0);
});
