import path from 'node:path';
import type { NodeId } from '../../compile/index.ts';
import { findObject, objectPath, type Store } from '../../lake/index.ts';
import { compareTables, type TableMeans } from './compare-tables.ts';
import { diffModels } from './diff-models.ts';
import type { NodeResults, Rerun, ResultsDiff } from './project-diff.ts';
import type { ComparedState, StateNode, StoredOfNode } from './project-state.ts';
import { isMadeOtherwise, relationsBehind } from './reruns.ts';
import { isTabular, type TabularKind } from './row-identity.ts';

export interface ResultsRequest {
  readonly from: ComparedState;
  readonly to: ComparedState;
  readonly reruns: readonly Rerun[];
  /** Relations whose files or declarations differ. */
  readonly otherData: ReadonlySet<NodeId>;
  /** Whether every cell that differs is written to a file in the scratch folder. */
  readonly keepCells: boolean;
}

export interface ResultsMeans extends Omit<TableMeans, 'cells'> {
  readonly store: Store;
}

export interface DiffedResults {
  readonly results: readonly ResultsDiff[];
  /** Local parquet files with every cell that differs, one a node. */
  readonly cells: readonly string[];
}

/** The rows of the nodes that are made otherwise. Equal fingerprints have equal rows: those are not looked at. */
export async function diffResults(request: ResultsRequest, means: ResultsMeans): Promise<DiffedResults> {
  const { from, to, reruns, keepCells } = request;
  const results: ResultsDiff[] = [];
  const cells: string[] = [];
  for (const { node, kind } of reruns) {
    const [before, after] = [from.nodes.get(node), to.nodes.get(node)];
    if (!isTabular(kind) || before === undefined || after === undefined) continue;
    const otherData = relationsBehind(to, node).filter((relation) => request.otherData.has(relation));
    const file = keepCells ? path.join(means.scratch, `cells-${results.length}.parquet`) : undefined;
    const found: NodeResults = isMadeOtherwise(request, node)
      ? await nodeResults({ node, kind, before, after }, { ...means, cells: file })
      : { state: 'other data' };
    results.push({ node, kind, otherData, ...found });
    if (file !== undefined && found.state === 'compared') cells.push(file);
  }
  return { results, cells };
}

interface NodeVersions {
  readonly node: NodeId;
  readonly kind: TabularKind;
  readonly before: StateNode;
  readonly after: StateNode;
}

async function nodeResults(
  { node, kind, before, after }: NodeVersions,
  means: ResultsMeans & Pick<TableMeans, 'cells'>,
): Promise<NodeResults> {
  const [old, young] = [await before.stored(), await after.stored()];
  const [from, to] = [await rowsFile(means.store, kind, old), await rowsFile(means.store, kind, young)];
  if (from === undefined || to === undefined) {
    return { state: 'not built', sides: [...missing('from', from), ...missing('to', to)] };
  }
  const outcome = await compareTables({ node, kind, from, to }, means);
  if (!outcome.ok) return { state: 'not comparable', why: outcome.why };
  if (kind !== 'model') return { state: 'compared', table: outcome.table, model: null };
  const versions = { from: objectsOf(old), to: objectsOf(young) };
  const model = await diffModels(means.store, versions, outcome.alarms, means.tolerance);
  return { state: 'compared', table: outcome.table, model };
}

function missing<Side extends string>(side: Side, file: string | undefined): readonly Side[] {
  return file === undefined ? [side] : [];
}

/** A local file with a node's rows: of a model those of its predictions. Undefined where nothing is stored. */
async function rowsFile(
  store: Store,
  kind: TabularKind,
  stored: StoredOfNode | undefined,
): Promise<string | undefined> {
  const wanted = kind === 'model' ? 'prediction' : kind;
  const object = objectsOf(stored).find((each) => each.kind === wanted);
  const meta = object && (await findObject(store, object));
  return meta && objectPath(store, meta, 'data.parquet');
}

function objectsOf(stored: StoredOfNode | undefined): StoredOfNode['objects'] {
  return stored === undefined ? [] : stored.objects;
}
