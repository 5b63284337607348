import { rm } from 'node:fs/promises';
import { diffLineage } from '../../../lineage/index.ts';
import type { NodeId } from '../../compile/index.ts';
import { makeScratch } from '../../steps/index.ts';
import { Causes } from './causes.ts';
import { diffData } from './diff-data.ts';
import { diffDefinitions } from './diff-definitions.ts';
import { type DiffedResults, diffResults, type ResultsMeans } from './diff-results.ts';
import type { ProjectDiff, Rerun, ResultsDiff, TestDiff } from './project-diff.ts';
import type { ComparedState } from './project-state.ts';
import { isMadeOtherwise, relationsWithOtherData, rerunsOf } from './reruns.ts';

export interface DiffRequest {
  readonly project: string;
  readonly from: ComparedState;
  readonly to: ComparedState;
  /** Whether every cell that differs is written to a file in the scratch folder. */
  readonly keepCells: boolean;
}

export interface DiffedProjects extends Pick<DiffedResults, 'cells'> {
  readonly diff: ProjectDiff;
}

/**
 * Compares two states of a project, and hands the answer on while its files are there: its scratch folder goes when
 * `use` has ended. Throws as `diffProjects`.
 */
export async function withDiff<T>(
  request: DiffRequest,
  means: ResultsMeans,
  use: (diffed: DiffedProjects) => Promise<T>,
): Promise<T> {
  makeScratch(means.scratch);
  try {
    return await use(await diffProjects(request, means));
  } finally {
    await rm(means.scratch, { recursive: true, force: true });
  }
}

/**
 * Two states of a project, compared: definitions, columns, data, what is made otherwise and why, and where both sides
 * hold the rows, in what these differ. Computes no node and stores nothing. Throws as `compareTables`.
 */
async function diffProjects(request: DiffRequest, means: ResultsMeans): Promise<DiffedProjects> {
  const { project, from, to, keepCells } = request;
  const columns = diffLineage(from.lineage, to.lineage);
  const definitions = diffDefinitions(from, to);
  const data = await diffData({ from, to, columns }, means.store, means);
  const reruns = rerunsOf({ from, to }, new Causes({ from, to, columns }), data);
  const otherData = relationsWithOtherData(data);
  const { results, cells } = await diffResults({ from, to, reruns, otherData, keepCells }, means);
  const tests = await diffTests(request);
  const empty = [definitions, columns.stages, data, reruns, tests].every(({ length }) => length === 0);
  const models = modelsOf(request, { reached: columns.models, reruns, results });
  const diff: ProjectDiff = {
    schema: 'ews.diff/1',
    project,
    from: { name: from.name, kind: from.kind },
    to: { name: to.name, kind: to.kind },
    tolerance: means.tolerance,
    empty,
    definitions,
    columns,
    data,
    reruns,
    results,
    tests,
    models,
  };
  return { diff, cells };
}

/** Tests that both sides ran and that came out otherwise. */
async function diffTests({ from, to }: DiffRequest): Promise<readonly TestDiff[]> {
  const tests: TestDiff[] = [];
  for (const [test, node] of to.nodes) {
    const earlier = from.nodes.get(test);
    if (node.kind !== 'test' || earlier === undefined || !isMadeOtherwise({ from, to }, test)) continue;
    const [before, after] = [(await earlier.stored())?.test, (await node.stored())?.test];
    if (before === undefined || after === undefined) continue;
    const same = before.status === after.status && before.failures === after.failures;
    if (!same) tests.push({ test, from: before, to: after });
  }
  return tests;
}

/**
 * The models that are reached: by a column, row or setting that differs, by data, by what holds for all of them, or as
 * their values show. One that is made anew because a column differs that it does not read is none of them. In the order
 * of the second state, then what it has no more.
 */
function modelsOf({ from, to }: DiffRequest, found: FoundDifferences): readonly NodeId[] {
  const { reached, reruns, results } = found;
  const byOthers = reruns.filter(({ causes }) => causes.some(({ kind }) => kind !== 'definition'));
  const moved = results.filter((result) => result.state === 'compared' && result.table.total > 0);
  const ids = new Set<string>([...reached, ...[...byOthers, ...moved].map(({ node }) => node)]);
  const all = [...new Set([...to.nodes.keys(), ...from.nodes.keys()])];
  const isModel = (id: NodeId): boolean => (to.nodes.get(id) ?? from.nodes.get(id))?.kind === 'model';
  return all.filter((id) => isModel(id) && (ids.has(id) || !to.nodes.has(id) || !from.nodes.has(id)));
}

interface FoundDifferences {
  /** Models that lineage says to be reached. */
  readonly reached: readonly string[];
  readonly reruns: readonly Rerun[];
  readonly results: readonly ResultsDiff[];
}
