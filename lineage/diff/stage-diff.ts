import type { Evidence, Stage, StageColumn, StageKind } from '../stages/stage.ts';
import { diffEdges, differs, type EdgesDiff } from './edges-diff.ts';

export type ChangeKind = 'added' | 'removed' | 'changed';

export interface ColumnDiff {
  readonly column: string;
  readonly change: ChangeKind;
  /** Null where there is no such column, or its type is not said. */
  readonly type: { readonly from: string | null; readonly to: string | null };
  /**
   * `formula`: its expression differs. `rows`: the expression is the same, and it is computed over other rows, as where
   * the filter of a subquery differs, though the stage's own rows do not.
   */
  readonly recomputed: 'formula' | 'rows' | null;
  readonly edges: EdgesDiff;
  /** The place where it is written, in the later version unless that has it no more. */
  readonly evidence: Evidence | null;
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
  readonly change: ChangeKind;
  readonly settings: readonly SettingDiff[];
  readonly columns: readonly ColumnDiff[];
  /** The edges of the stage's rows; `rechosen` where they are chosen by other conditions, or of other columns. */
  readonly rows: EdgesDiff & { readonly rechosen: boolean };
}

/**
 * What differs between two versions of a stage, of which one may not exist; undefined where nothing does.
 * @param blind whether their digests cannot be compared.
 */
export function diffStage(before: Stage | undefined, after: Stage | undefined, blind: boolean): StageDiff | undefined {
  const stage = after ?? before;
  if (stage === undefined) return undefined;
  const change = changeOf(before, after);
  const rows = diffRows(before, after, blind);
  const columns = withoutFollowers(
    namesOf(before, after).flatMap(
      (name) => diffColumn(columnOf(before, name), columnOf(after, name), blind, rows.rechosen) ?? [],
    ),
    after,
  );
  const replaced: ReadonlySet<string | undefined> = new Set(
    columns.filter(({ change: how }) => how !== 'changed').map(({ column }) => column),
  );
  const settings = diffSettings(before, after).filter(({ setting }) => !replaced.has(columnOfSetting(setting)));
  const same = columns.length + settings.length === 0 && !rows.rechosen && !differs(rows);
  return change === 'changed' && same ? undefined : { id: stage.id, kind: stage.kind, change, settings, columns, rows };
}

/** A column that only tells of another one differs with it, which goes without saying. */
function withoutFollowers(columns: readonly ColumnDiff[], stage: Stage | undefined): readonly ColumnDiff[] {
  const differing: ReadonlySet<string | undefined> = new Set(columns.map(({ column }) => column));
  return columns.filter(
    ({ column, change }) => change !== 'changed' || !differing.has(columnOf(stage, column)?.follows),
  );
}

/** The column that a setting is of: `growth` of `as_known of growth`. */
export function columnOfSetting(setting: string): string | undefined {
  return / of (?<column>.+)$/.exec(setting)?.groups?.['column'];
}

function diffRows(before: Stage | undefined, after: Stage | undefined, blind: boolean): StageDiff['rows'] {
  const rechosen = !blind && differ(before?.rowsDefinition, after?.rowsDefinition);
  return { rechosen, ...diffEdges(before?.rows ?? [], after?.rows ?? []) };
}

function diffColumn(
  before: StageColumn | undefined,
  after: StageColumn | undefined,
  blind: boolean,
  otherRows: boolean,
): ColumnDiff | undefined {
  const column = after ?? before;
  if (column === undefined) return undefined;
  const change = changeOf(before, after);
  const type = { from: before?.type ?? null, to: after?.type ?? null };
  const edges = diffEdges(before?.edges ?? [], after?.edges ?? []);
  const recomputed = blind ? null : recomputedBy(before, after, otherRows);
  const same = type.from === type.to && recomputed === null && !differs(edges);
  if (change === 'changed' && same) return undefined;
  return { column: column.column, change, type, recomputed, edges, evidence: column.evidence ?? null };
}

/** A window sees the stage's rows: where those are chosen anew, that is said once, and not again for each column. */
function recomputedBy(
  before: StageColumn | undefined,
  after: StageColumn | undefined,
  otherRows: boolean,
): ColumnDiff['recomputed'] {
  // A column whose formula nobody kept, as that of a test, is known by its definition alone.
  if (differ(before?.formula ?? before?.definition, after?.formula ?? after?.definition)) return 'formula';
  return !otherRows && differ(before?.definition, after?.definition) ? 'rows' : null;
}

function diffSettings(before: Stage | undefined, after: Stage | undefined): readonly SettingDiff[] {
  // The columns of a stage that is new or gone say enough; of one that an earlier version stored nothing is known.
  const [from, to] = [before?.settings, after?.settings];
  if (from === undefined || to === undefined) return [];
  return [...new Set([...Object.keys(from), ...Object.keys(to)])]
    .filter((setting) => from[setting] !== to[setting])
    .map((setting) => ({ setting, from: from[setting] ?? null, to: to[setting] ?? null }));
}

/** Two digests that are both known; not every stage has them. */
function differ(before: string | undefined, after: string | undefined): boolean {
  return before !== undefined && after !== undefined && before !== after;
}

function changeOf(before: unknown, after: unknown): ChangeKind {
  if (before === undefined) return 'added';
  return after === undefined ? 'removed' : 'changed';
}

/** The columns of both, those of the later version first. */
function namesOf(before: Stage | undefined, after: Stage | undefined): readonly string[] {
  return [...new Set([...(after?.columns ?? []), ...(before?.columns ?? [])].map(({ column }) => column))];
}

function columnOf(stage: Stage | undefined, name: string): StageColumn | undefined {
  return stage?.columns.find(({ column }) => column === name);
}
