import type { StageEdge } from '../stages/stage.ts';
import type { LineageDiff } from './diff-lineage.ts';
import { differs, type EdgesDiff, type KindOfEdge, type RetypedEdge } from './edges-diff.ts';
import type { ChangeKind, ColumnDiff, SettingDiff, StageDiff } from './stage-diff.ts';

/** Whether something is there on one side only, or on both and different. */
export type Mark = '+' | '-' | '~';

export interface MarkedText {
  readonly mark: Mark;
  readonly text: string;
}

/** Remarks on a column besides its edges: `DOUBLE -> INTEGER`, `computed in another way`. */
export function columnRemarks({ change, type, recomputed, edges }: ColumnDiff): readonly string[] {
  if (change === 'added') return [type.to, originsText(edges.added)].filter((remark) => remark !== null);
  if (change === 'removed') return type.from === null ? [] : [type.from];
  const retyped = type.from === type.to ? [] : [`${type.from ?? 'no type'} -> ${type.to ?? 'no type'}`];
  return [...retyped, ...(recomputed === null ? [] : [RECOMPUTED[recomputed]])];
}

const RECOMPUTED = { formula: 'computed in another way', rows: 'computed from other rows' } as const;

export const RECHOSEN = 'chosen in another way';

/** Origins of a new column that are named before the rest is counted. */
const NAMED = 4;

function originsText(edges: readonly StageEdge[]): string | null {
  const direct = edges.filter(({ type }) => type === 'DIRECT').map(({ from }) => `${from.relation}.${from.column}`);
  const names = [...new Set(direct)];
  if (names.length === 0) return null;
  const shown = names.length <= NAMED + 1 ? names : names.slice(0, NAMED);
  const rest = names.length - shown.length;
  return `from ${shown.join(', ')}${rest === 0 ? '' : ` and ${rest} more`}`;
}

export function edgeTexts({ added, removed, retyped }: EdgesDiff): readonly MarkedText[] {
  return [
    ...retyped.map((edge): MarkedText => ({ mark: '~', text: retypedText(edge) })),
    ...removed.map((edge): MarkedText => ({ mark: '-', text: edgeText(edge) })),
    ...added.map((edge): MarkedText => ({ mark: '+', text: edgeText(edge) })),
  ];
}

function edgeText(edge: StageEdge): string {
  return `${edge.from.relation}.${edge.from.column}  ${kindText(edge)}`;
}

function retypedText({ from, before, after }: RetypedEdge): string {
  return `${from.relation}.${from.column}  ${kindText(before)} -> ${kindText(after)}`;
}

function kindText({ subtype, masking }: KindOfEdge): string {
  return masking ? `${subtype} masking` : subtype;
}

export function settingText({ setting, from, to }: SettingDiff): string {
  return `${setting}  ${from ?? 'not set'} -> ${to ?? 'not set'}`;
}

const BLIND =
  'the digests of formulas of the two sides are of different versions: which formulas changed does not show';

/** Sums a difference up, a sentence a line. */
export function diffSummary({ stages, reaches, models, observations, blind }: LineageDiff): readonly string[] {
  const others = reaches.filter((id) => !models.includes(id));
  const lines = [stages.length === 0 ? 'no difference in columns, edges and settings' : verdict(stages.length, models)];
  if (others.length > 0) lines.push(`also downstream: ${downstreamText(others)}`);
  if (observations.length > 0) lines.push(`the two sides hold other observations of ${listed(observations)}`);
  if (blind) lines.push(BLIND);
  return lines;
}

function verdict(stages: number, models: readonly string[]): string {
  const differing = stages === 1 ? '1 stage differs' : `${stages} stages differ`;
  return `${differing}, ${models.length === 0 ? 'no model is reached' : `models reached: ${models.join(', ')}`}`;
}

function downstreamText(ids: readonly string[]): string {
  const tests = ids.filter((id) => id.startsWith('tests.')).length;
  const others = ids.filter((id) => !id.startsWith('tests.'));
  return [...others, ...(tests === 0 ? [] : [tests === 1 ? '1 test' : `${tests} tests`])].join(', ');
}

/** Relations that are named before the rest is counted. */
const RELATIONS = 6;

function listed(ids: readonly string[]): string {
  const shown = ids.length <= RELATIONS + 1 ? ids : ids.slice(0, RELATIONS);
  const rest = ids.length - shown.length;
  return `${shown.join(', ')}${rest === 0 ? '' : ` and ${rest} more relations`}`;
}

/** What differs in a stage, a setting or column a line and without its edges: `~ sahm_gap  computed in another way`. */
export function stageWords({ settings, rows, columns }: StageDiff): readonly string[] {
  const rechosen = rows.rechosen || differs(rows) ? [`${MARKS.changed} rows  ${RECHOSEN}`] : [];
  return [
    ...settings.map((setting) => `${MARKS.changed} ${settingText(setting)}`),
    ...rechosen,
    ...columns.map((column) => [`${MARKS[column.change]} ${column.column}`, ...columnRemarks(column)].join('  ')),
  ];
}

export const MARKS: Readonly<Record<ChangeKind, Mark>> = { added: '+', removed: '-', changed: '~' };
