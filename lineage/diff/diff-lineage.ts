import type { LineageGraph } from '../stages/lineage-graph.ts';
import { type Place, placeKey } from '../stages/place.ts';
import { STAGE_KINDS, type Stage } from '../stages/stage.ts';
import { diffEdges, differs } from './edges-diff.ts';
import { columnOfSetting, diffStage, type StageDiff } from './stage-diff.ts';

export interface ReachingDiff extends StageDiff {
  /** Ids of the models downstream of what changed in it. */
  readonly models: readonly string[];
}

export interface LineageDiff {
  /** From the sources to the predictions, tests last. */
  readonly stages: readonly ReachingDiff[];
  /** Ids of all stages downstream of a change that do not differ themselves, in the same order. */
  readonly reaches: readonly string[];
  /** Ids of all models that differ or are downstream of a change. */
  readonly models: readonly string[];
  /** Ids of source relations of which the two sides hold other observations; only two runs show it. */
  readonly observations: readonly string[];
  /** One side was stored without digests of formulas, or with those of other rules: which changed does not show. */
  readonly blind: boolean;
}

/** What differs between two lineages in columns, edges and settings, and what that reaches in either of them. */
export function diffLineage(before: LineageGraph, after: LineageGraph): LineageDiff {
  const blind = before.digests === undefined || before.digests !== after.digests;
  const ids = orderedIds(before, after);
  const isModel = (id: string): boolean => (after.stage(id) ?? before.stage(id))?.kind === 'model';
  const reached = new Set<string>();
  const stages = ids.flatMap((id): readonly ReachingDiff[] => {
    const diff = ownDiff(diffStage(before.stage(id), after.stage(id), blind));
    if (diff === undefined) return [];
    const seeds = seedsOf(diff, before, after, blind);
    const below = new Set([...downstreamOf(before, seeds), ...downstreamOf(after, seeds)]);
    for (const stage of below) reached.add(stage);
    return [{ ...diff, models: ids.filter((candidate) => below.has(candidate) && isModel(candidate)) }];
  });
  const different = new Set(stages.map(({ id }) => id));
  return {
    stages,
    reaches: ids.filter((id) => reached.has(id) && !different.has(id)),
    models: ids.filter((id) => isModel(id) && (reached.has(id) || different.has(id))),
    observations: ids.filter((id) => holdsOthers(before.stage(id), after.stage(id))),
    blind,
  };
}

/**
 * Cards and comparisons differ where their models do, which goes without saying: only their own settings are left, such
 * as the champion of a comparison.
 */
function ownDiff(diff: StageDiff | undefined): StageDiff | undefined {
  if (diff?.change !== 'changed' || (diff.kind !== 'card' && diff.kind !== 'comparison')) return diff;
  return diff.settings.length === 0
    ? undefined
    : { ...diff, columns: [], rows: { ...diffEdges([], []), rechosen: false } };
}

/** Ids of the stages of both, in the order in which data flow. */
function orderedIds(before: LineageGraph, after: LineageGraph): readonly string[] {
  const kinds = new Map([...before.stages, ...after.stages].map(({ id, kind }) => [id, kind]));
  return [...kinds].toSorted(([, a], [, b]) => STAGE_KINDS.indexOf(a) - STAGE_KINDS.indexOf(b)).map(([id]) => id);
}

/** The places that differ: columns, or a whole stage that is new or gone, or has another setting or choice of rows. */
function seedsOf(diff: StageDiff, before: LineageGraph, after: LineageGraph, blind: boolean): readonly Place[] {
  const { id: node, change, settings } = diff;
  const ofColumns = settings.flatMap(({ setting }) => columnOfSetting(setting) ?? []);
  // Edges are careful: one more that may decide about rows decides about none where the rows' own digest is the same.
  const rows = diff.rows.rechosen || (blind && differs(diff.rows));
  if (change !== 'changed' || rows || settings.length > ofColumns.length) {
    const columns = [before, after].flatMap((graph) => graph.stage(node)?.columns ?? []);
    return [{ node }, ...columns.map(({ column }) => ({ node, column }))];
  }
  const columns = [...diff.columns.map(({ column }) => column), ...ofColumns];
  return [...columns, ...followersOf(columns, before.stage(node)), ...followersOf(columns, after.stage(node))].map(
    (column) => ({ node, column }),
  );
}

function followersOf(columns: readonly string[], stage: Stage | undefined): readonly string[] {
  return (stage?.columns ?? [])
    .filter(({ follows }) => follows !== undefined && columns.includes(follows))
    .map(({ column }) => column);
}

/** Ids of the stages that depend on one of the places, those of the places among them. */
function downstreamOf(graph: LineageGraph, seeds: readonly Place[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const stages = new Set<string>();
  const open = [...seeds];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    if (seen.has(placeKey(place))) continue;
    seen.add(placeKey(place));
    stages.add(place.node);
    open.push(...graph.downstream(place).map((link) => link.place));
  }
  return stages;
}

function holdsOthers(before: Stage | undefined, after: Stage | undefined): boolean {
  const [from, to] = [before?.content, after?.content];
  return from !== undefined && to !== undefined && from !== to;
}
