import type { LineageDiff, ReachingDiff } from './diff-lineage.ts';
import { columnRemarks, diffSummary, edgeTexts, MARKS, type MarkedText, RECHOSEN, settingText } from './diff-words.ts';
import { differs } from './edges-diff.ts';
import type { ColumnDiff } from './stage-diff.ts';

/** How the parts of a line are emphasised; plain text when absent. */
export interface DiffStyle {
  readonly name?: (text: string) => string;
  readonly added?: (text: string) => string;
  readonly removed?: (text: string) => string;
  readonly changed?: (text: string) => string;
  readonly remark?: (text: string) => string;
}

/** The difference as text: one paragraph a stage, then all that it reaches. No newline at the end. */
export function renderDiffText(diff: LineageDiff, style: DiffStyle = {}): string {
  const stages = diff.stages.flatMap((stage) => [...stageLines(stage, style), '']);
  return [...stages, ...diffSummary(diff).map(style.remark ?? plain)].join('\n');
}

function stageLines(stage: ReachingDiff, style: DiffStyle): readonly string[] {
  const { name = plain, remark = plain } = style;
  const whole = stage.change === 'changed' ? [] : [(style[stage.change] ?? plain)(stage.change)];
  const reaches = stage.models.filter((model) => model !== stage.id);
  return [
    [name(stage.id), ...whole].join('  '),
    ...stage.settings.map((setting) => `  ${painted({ mark: '~', text: settingText(setting) }, style)}`),
    ...rowsLines(stage, style),
    ...stage.columns.flatMap((column) => columnLines(column, style)),
    ...(reaches.length === 0 ? [] : [`  ${remark(`reaches ${reaches.join(', ')}`)}`]),
  ];
}

function rowsLines({ rows, change }: ReachingDiff, style: DiffStyle): readonly string[] {
  if (change !== 'changed' || !(rows.rechosen || differs(rows))) return [];
  const how = rows.rechosen ? [RECHOSEN] : [];
  return [
    `  ${painted({ mark: '~', text: ['rows', ...how].join('  ') }, style)}`,
    ...edgeLines(edgeTexts(rows), style),
  ];
}

function columnLines(column: ColumnDiff, style: DiffStyle): readonly string[] {
  const head = painted(
    { mark: MARKS[column.change], text: [column.column, ...columnRemarks(column)].join('  ') },
    style,
  );
  const { evidence, change } = column;
  const place = evidence?.line === undefined || change === 'removed' ? [] : [placeText(evidence)];
  const line = `  ${[head, ...place.map(style.remark ?? plain)].join('  ')}`;
  // The edges of a column that is new or gone are all so too.
  return change === 'changed' ? [line, ...edgeLines(edgeTexts(column.edges), style)] : [line];
}

function placeText({ file, line, column }: NonNullable<ColumnDiff['evidence']>): string {
  return [file, line, column].join(':');
}

function edgeLines(edges: readonly MarkedText[], style: DiffStyle): readonly string[] {
  return edges.map((edge) => `      ${painted(edge, style)}`);
}

function painted({ mark, text }: MarkedText, { added = plain, removed = plain, changed = plain }: DiffStyle): string {
  const paint = { '+': added, '-': removed, '~': changed }[mark];
  return paint(`${mark} ${text}`);
}

function plain(text: string): string {
  return text;
}
