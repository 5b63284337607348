import type { LineageGraph } from '../stages/lineage-graph.ts';
import { type Place, placeKey } from '../stages/place.ts';
import { STAGE_KINDS } from '../stages/stage.ts';
import { columnOfSetting, diffStage, type StageDiff } from './lineage-diff.ts';

export interface ReachingDiff extends StageDiff {
  /** Ids of the models downstream of what changed in it. */
  readonly models: readonly string[];
}

export interface LineageDiff {
  /** From the sources to the predictions, tests last. */
  readonly stages: readonly ReachingDiff[];
  /** Ids of all stages downstream of a change that do not differ themselves, in the same order. */
  readonly reaches: readonly string[];
  /** Ids of all models downstream of a change. */
  readonly models: readonly string[];
  /** One side was stored by a version that kept no digests of columns: changed formulas do not show. */
  readonly blind: boolean;
}

/** What differs between two lineages in columns, edges and settings, and what that reaches in either of them. */
export function diffLineage(before: LineageGraph, after: LineageGraph): LineageDiff {
  const ids = [...new Set([...before.stages, ...after.stages].map(({ id }) => id))];
  const rank = (id: string): number => {
    const kind = (after.stage(id) ?? before.stage(id))?.kind;
    return kind === undefined ? -1 : STAGE_KINDS.indexOf(kind);
  };
  const ordered = ids.toSorted((left, right) => rank(left) - rank(right));
  const isModel = (id: string): boolean => (after.stage(id) ?? before.stage(id))?.kind === 'model';
  const reached = new Set<string>();
  const stages = ordered.flatMap((id): readonly ReachingDiff[] => {
    const diff = diffStage(before.stage(id), after.stage(id));
    if (diff === undefined) return [];
    const seeds = seedsOf(diff, before, after);
    const below = new Set([...downstreamOf(before, seeds), ...downstreamOf(after, seeds)]);
    for (const each of below) reached.add(each);
    return [{ ...diff, models: ordered.filter((each) => below.has(each) && isModel(each)) }];
  });
  const different = new Set(stages.map(({ id }) => id));
  return {
    stages,
    reaches: ordered.filter((id) => reached.has(id) && !different.has(id)),
    models: ordered.filter((id) => isModel(id) && (reached.has(id) || different.has(id))),
    blind: !hasDigests(before) || !hasDigests(after),
  };
}

/** The places that differ: columns, or all of a stage where a setting or what decides about its rows does. */
function seedsOf(diff: StageDiff, before: LineageGraph, after: LineageGraph): readonly Place[] {
  const all = [before, after].flatMap((graph) => graph.stage(diff.id)?.columns.map(({ column }) => column) ?? []);
  const ofColumns = diff.settings.flatMap(({ setting }) => columnOfSetting(setting) ?? []);
  const whole = diff.rows.added.length + diff.rows.removed.length > 0 || diff.settings.length > ofColumns.length;
  const columns = whole ? all : [...diff.columns.map(({ column }) => column), ...ofColumns];
  return [...(whole ? [{ node: diff.id }] : []), ...columns.map((column) => ({ node: diff.id, column }))];
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

function hasDigests(graph: LineageGraph): boolean {
  const computed = graph.stages.filter(({ kind }) => kind === 'feature' || kind === 'label');
  return (
    computed.length === 0 || computed.some(({ columns }) => columns.some(({ definition }) => definition !== undefined))
  );
}
