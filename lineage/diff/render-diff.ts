import type { StageEdge } from '../stages/stage.ts';
import type { LineageDiff, ReachingDiff } from './diff-lineage.ts';
import type { Change, ColumnDiff, EdgesDiff, SettingDiff } from './lineage-diff.ts';

/** How the parts of a line are emphasised; plain text when absent. */
export interface DiffStyle {
  readonly name?: (text: string) => string;
  readonly added?: (text: string) => string;
  readonly removed?: (text: string) => string;
  readonly remark?: (text: string) => string;
}

const BLIND = 'one side was stored without digests of columns: formulas that changed do not show';
const MARKS: Readonly<Record<Change, string>> = { added: '+', removed: '-', changed: '~' };

/** The difference as text: one paragraph a stage, then all that it reaches. */
export function renderDiffText(diff: LineageDiff, style: DiffStyle = {}): string {
  const remark = style.remark ?? plain;
  const stages = diff.stages.flatMap((stage) => [...stageLines(stage, style), '']);
  return [...stages, ...summary(diff).map(remark)].join('\n');
}

function stageLines(stage: ReachingDiff, style: DiffStyle): readonly string[] {
  const whole = stage.change === 'changed' ? '' : `  ${stage.change}`;
  const lines = [
    ...stage.settings.map((setting) => `  ~ ${settingText(setting)}`),
    ...edgeLines(stage.rows, '  ', 'rows: '),
    ...stage.columns.flatMap(columnLines),
    ...(stage.models.length === 0 || stage.kind === 'model' ? [] : [`  reaches ${stage.models.join(', ')}`]),
  ];
  return [`${(style.name ?? plain)(stage.id)}${whole}`, ...lines.map((line) => coloured(line, style))];
}

function coloured(line: string, { added = plain, removed = plain, remark = plain }: DiffStyle): string {
  const [mark] = line.trimStart();
  return mark === '+' ? added(line) : mark === '-' ? removed(line) : mark === 'r' ? remark(line) : line;
}

function columnLines(column: ColumnDiff): readonly string[] {
  const line = `  ${MARKS[column.change]} ${[column.column, ...remarksOf(column)].join('  ')}`;
  // Of a column that is new or gone all edges are so too.
  return column.change === 'changed' ? [line, ...edgeLines(column.edges, '      ')] : [line];
}

function remarksOf({ change, type, redefined }: ColumnDiff): readonly string[] {
  if (change !== 'changed') return [(change === 'added' ? type.to : type.from) ?? ''].filter((text) => text !== '');
  const retyped = type.from === type.to ? [] : [`${type.from ?? 'no type'} -> ${type.to ?? 'no type'}`];
  return [...retyped, ...(redefined ? ['computed anew'] : [])];
}

function edgeLines({ added, removed }: EdgesDiff, indent: string, what = ''): readonly string[] {
  return [
    ...removed.map((edge) => `${indent}- ${what}${edgeText(edge)}`),
    ...added.map((edge) => `${indent}+ ${what}${edgeText(edge)}`),
  ];
}

function edgeText({ from, subtype, masking }: StageEdge): string {
  return `${from.relation}.${from.column}  ${subtype}${masking ? ' masking' : ''}`;
}

function settingText({ setting, from, to }: SettingDiff): string {
  return `${setting} ${from ?? 'not set'} -> ${to ?? 'not set'}`;
}

function summary({ stages, reaches, models, blind }: LineageDiff): readonly string[] {
  const note = blind ? [BLIND] : [];
  if (stages.length === 0) return ['no difference', ...note];
  const tests = reaches.filter((id) => id.startsWith('tests.')).length;
  const others = reaches.filter((id) => !id.startsWith('tests.'));
  const all = [...others, ...(tests === 0 ? [] : [tests === 1 ? '1 test' : `${tests} tests`])];
  return [
    `${stages.length === 1 ? '1 stage differs' : `${stages.length} stages differ`}, ${models.length === 0 ? 'no model is reached' : `models reached: ${models.join(', ')}`}`,
    ...(all.length === 0 ? [] : [`also downstream: ${all.join(', ')}`]),
    ...note,
  ];
}

/** The difference as a table for a review: one row a change, with the models that it reaches. */
export function renderDiffMarkdown(diff: LineageDiff): string {
  const rows = diff.stages.flatMap((stage) => {
    const models = stage.models.map(code).join(', ');
    return changesOf(stage).map(([what, change]) => `| ${code(stage.id)} | ${what} | ${change} | ${models} |`);
  });
  const table = rows.length === 0 ? [] : ['| stage | what | change | models |', '|---|---|---|---|', ...rows, ''];
  return [...table, ...summary(diff).map((line) => line.replaceAll('|', '\\|'))].join('\n');
}

function changesOf(stage: ReachingDiff): readonly (readonly [string, string])[] {
  const whole: readonly (readonly [string, string])[] = stage.change === 'changed' ? [] : [['', stage.change]];
  return [
    ...whole,
    ...stage.settings.map(
      ({ setting, from, to }) => [code(setting), `${code(from ?? 'not set')} → ${code(to ?? 'not set')}`] as const,
    ),
    ...(stage.rows.added.length + stage.rows.removed.length > 0 ? [['rows', edgesText(stage.rows)] as const] : []),
    ...stage.columns.map(
      (column) =>
        [
          code(column.column),
          [changeWord(column), ...(column.change === 'changed' ? [edgesText(column.edges)] : [])]
            .filter((text) => text !== '')
            .join('; '),
        ] as const,
    ),
  ];
}

function changeWord(column: ColumnDiff): string {
  return column.change === 'changed' ? remarksOf(column).join(', ') : [column.change, ...remarksOf(column)].join(', ');
}

function edgesText({ added, removed }: EdgesDiff): string {
  return [
    ...removed.map((edge) => `− ${code(edgeText(edge))}`),
    ...added.map((edge) => `+ ${code(edgeText(edge))}`),
  ].join('<br>');
}

/** A name as code, in a cell of a table. */
function code(text: string): string {
  return `\`${text.replaceAll('`', "'").replaceAll('|', '\\|').replaceAll(/\s+/g, ' ')}\``;
}

function plain(text: string): string {
  return text;
}
