import type { Stage, StageColumn, StageEdge, StageKind } from '../stages/stage.ts';

export type Change = 'added' | 'removed' | 'changed';

export interface EdgesDiff {
  readonly added: readonly StageEdge[];
  readonly removed: readonly StageEdge[];
}

export interface ColumnDiff {
  readonly column: string;
  readonly change: Change;
  /** Null where there is no such column, or its type is not said. */
  readonly type: { readonly from: string | null; readonly to: string | null };
  /** It is computed in another way, or from other rows. */
  readonly redefined: boolean;
  readonly edges: EdgesDiff;
}

/** `ttl`, from `95` to `96`; null where it is not set. */
export interface SettingDiff {
  readonly setting: string;
  readonly from: string | null;
  readonly to: string | null;
}

export interface StageDiff {
  readonly id: string;
  readonly kind: StageKind;
  readonly change: Change;
  readonly settings: readonly SettingDiff[];
  readonly columns: readonly ColumnDiff[];
  /** What decides about the stage's rows. */
  readonly rows: EdgesDiff;
}

/** What differs between two versions of a stage, of which one may not exist; undefined where nothing does. */
export function diffStage(before: Stage | undefined, after: Stage | undefined): StageDiff | undefined {
  const stage = after ?? before;
  if (stage === undefined) return undefined;
  const change = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
  const columns = namesOf(before, after).flatMap(
    (name) => diffColumn(columnOf(before, name), columnOf(after, name)) ?? [],
  );
  const replaced = new Set(columns.filter((each) => each.change !== 'changed').map(({ column }) => column));
  const settings = diffSettings(before, after).filter(({ setting }) => !replaced.has(columnOfSetting(setting) ?? ''));
  const rows = diffEdges(before?.rows ?? [], after?.rows ?? []);
  const same = change === 'changed' && columns.length + settings.length + rows.added.length + rows.removed.length === 0;
  return same ? undefined : { id: stage.id, kind: stage.kind, change, settings, columns, rows };
}

/** The column that a setting is of: `growth` of `as_known of growth`. */
export function columnOfSetting(setting: string): string | undefined {
  return / of (?<column>.+)$/.exec(setting)?.groups?.['column'];
}

function diffColumn(before: StageColumn | undefined, after: StageColumn | undefined): ColumnDiff | undefined {
  const column = (after ?? before)?.column ?? '';
  const change = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
  const type = { from: before?.type ?? null, to: after?.type ?? null };
  const edges = diffEdges(before?.edges ?? [], after?.edges ?? []);
  // A run of an earlier version stored no digest: nothing is known of how it computed the column.
  const [from, to] = [before?.definition, after?.definition];
  const redefined = from !== undefined && to !== undefined && from !== to;
  const same = type.from === type.to && !redefined && edges.added.length + edges.removed.length === 0;
  return change === 'changed' && same ? undefined : { column, change, type, redefined, edges };
}

function diffSettings(before: Stage | undefined, after: Stage | undefined): readonly SettingDiff[] {
  // Of a stage that is new or gone its columns say enough; of one that an earlier version stored nothing is known.
  const [from, to] = [before?.settings, after?.settings];
  if (from === undefined || to === undefined) return [];
  return [...new Set([...Object.keys(from), ...Object.keys(to)])]
    .filter((setting) => from[setting] !== to[setting])
    .map((setting) => ({ setting, from: from[setting] ?? null, to: to[setting] ?? null }));
}

/** Edges of one side alone. A weight is the outcome of a fit, no part of a definition. */
function diffEdges(before: readonly StageEdge[], after: readonly StageEdge[]): EdgesDiff {
  const [old, fresh] = [new Set(before.map(keyOf)), new Set(after.map(keyOf))];
  return {
    added: after.filter((edge) => !old.has(keyOf(edge))),
    removed: before.filter((edge) => !fresh.has(keyOf(edge))),
  };
}

function keyOf({ from, subtype, masking }: StageEdge): string {
  return JSON.stringify([from.relation, from.column, subtype, masking]);
}

/** The columns of both, those of the later version first. */
function namesOf(before: Stage | undefined, after: Stage | undefined): readonly string[] {
  return [...new Set([...(after?.columns ?? []), ...(before?.columns ?? [])].map(({ column }) => column))];
}

function columnOf(stage: Stage | undefined, name: string): StageColumn | undefined {
  return stage?.columns.find(({ column }) => column === name);
}
