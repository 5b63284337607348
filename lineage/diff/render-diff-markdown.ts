import type { LineageDiff, ReachingDiff } from './diff-lineage.ts';
import { columnRemarks, diffSummary, edgeTexts, RECHOSEN } from './diff-words.ts';
import { differs, type EdgesDiff } from './edges-diff.ts';
import { markdownCode, markdownText } from './markdown-names.ts';
import type { ColumnDiff } from './stage-diff.ts';

/** The difference as a table for a review: one row a change, with the models that it reaches. No newline at the end. */
export function renderDiffMarkdown(diff: LineageDiff): string {
  const rows = diff.stages.flatMap((stage) => {
    const models = stage.models.map(markdownCode).join(', ');
    return changesOf(stage).map(
      ({ what, change }) => `| ${markdownCode(stage.id)} | ${what} | ${change} | ${models} |`,
    );
  });
  const table =
    rows.length === 0 ? [] : ['| stage | what | change | models reached |', '|---|---|---|---|', ...rows, ''];
  return [...table, ...diffSummary(diff).map((line) => `- ${escaped(line)}`)].join('\n');
}

interface ChangeCells {
  /** Empty where the whole stage is new or gone. */
  readonly what: string;
  readonly change: string;
}

function changesOf(stage: ReachingDiff): readonly ChangeCells[] {
  const { change, settings, rows, columns } = stage;
  const cells: ChangeCells[] = [];
  if (change !== 'changed') cells.push({ what: '', change });
  for (const { setting, from, to } of settings) {
    cells.push({ what: markdownCode(setting), change: `${valueCell(from)} → ${valueCell(to)}` });
  }
  if (change === 'changed' && (rows.rechosen || differs(rows))) {
    const how = rows.rechosen ? [RECHOSEN] : [];
    cells.push({ what: 'rows', change: lines([...how, ...edgeCells(rows)]) });
  }
  for (const column of columns) cells.push({ what: markdownCode(column.column), change: columnCell(column) });
  return cells;
}

/** Names in a sentence have underscores, which between words Markdown leaves alone. */
function escaped(text: string): string {
  return markdownText(text.replaceAll('->', '→'));
}

function valueCell(value: string | null): string {
  return value === null ? 'not set' : markdownCode(value);
}

function columnCell(column: ColumnDiff): string {
  const remarks = columnRemarks(column).map(escaped);
  return column.change === 'changed'
    ? lines([...remarks, ...edgeCells(column.edges)])
    : [column.change, ...remarks].join(', ');
}

function edgeCells(edges: EdgesDiff): readonly string[] {
  return edgeTexts(edges).map(({ mark, text }) => markdownCode(`${mark} ${text}`));
}

function lines(texts: readonly string[]): string {
  return texts.join('<br>');
}
