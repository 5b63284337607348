import type { ShownNode } from '../run/index.ts';
import { counted } from './counted.ts';
import { columnTexts } from './figures.ts';
import type { Paint } from './paint.ts';
import { tableText } from './table.ts';

/** Types whose values are figures, or the text of figures too wide for JavaScript. */
const NUMERIC = /^(?:U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?|DOUBLE|FLOAT|REAL|DECIMAL)/;

/** A node's rows as a table, and below it how the reader may take them. */
export function shownText(shown: ShownNode, paint: Paint, width: number): string {
  const when = shown.asOf === null ? 'as stored' : `as ${shown.stored ? 'stored' : 'known'} on ${shown.asOf}`;
  const latest = shown.latest === null ? '' : `, beside what is known on ${shown.latest}`;
  const head = `${paint.bold(shown.node)} ${when}${latest}`;
  if (shown.rows.length === 0) return [head, paint.dim('no rows'), ...notes(shown).map(paint.dim)].join('\n');
  const texts = shown.columns.map(({ name }) => columnTexts(shown.rows.map((row) => row[name] ?? null)));
  const marked = new Set(shown.marked);
  const table = tableText(
    {
      columns: shown.columns.map(({ name, type, latestOf }) => ({
        title: latestOf === undefined ? name : 'latest',
        align: NUMERIC.test(type) ? 'right' : 'left',
      })),
      rows: shown.rows.map((_, row) => ({
        cells: texts.map((column) => column[row] ?? null),
        marked: marked.has(row),
      })),
    },
    paint,
    width,
  );
  return [head, '', table, '', ...notes(shown).map(paint.dim)].join('\n').trimEnd();
}

/** The same as data: all digits; NaN and the infinities, which JSON has not, as text. */
export function shownJson(shown: ShownNode): string {
  const names = shown.columns.map(({ name }) => name);
  const plain = {
    node: shown.node,
    as_of: shown.asOf,
    columns: shown.columns.map(({ name, type }) => ({ name, type })),
    rows: shown.rows.map((row) => Object.fromEntries(names.map((name) => [name, row[name] ?? null]))),
  };
  return JSON.stringify(
    plain,
    (_, value: unknown) => (typeof value === 'number' && !Number.isFinite(value) ? String(value) : value),
    2,
  );
}

function notes(shown: ShownNode): readonly string[] {
  const lines: string[] = [];
  if (shown.rows.length < shown.total) {
    lines.push(`the last ${shown.rows.length} of ${counted(shown.total, 'row')}; --last n or --from DATE shows more`);
  }
  if (shown.marked.length > 0) lines.push('▸ serves as the features of that day');
  for (const { column, date, olderThanDays } of shown.served) {
    if (date === null) lines.push(`${column}: no value yet`);
    else if (olderThanDays === undefined) lines.push(`${column}: the last value, of ${date}`);
    else lines.push(`${column}: NULL, for the last value, of ${date}, is older than ${olderThanDays} days (ttl)`);
  }
  if (shown.kind === 'label' && !shown.stored) lines.push('y is NULL while the outcome cannot be known');
  if (shown.knowledge !== null) lines.push(knowledgeText(shown.knowledge));
  return lines;
}

function knowledgeText(shares: NonNullable<ShownNode['knowledge']>): string {
  const kinds = (['published', 'observed', 'assumed'] as const).filter((kind) => shares[kind] > 0);
  const parts = kinds.map((kind) => `${percent(shares[kind])} ${kind}`).join(', ');
  const basis = shares.published > 0 ? '' : ': revised history, assumed lag';
  return `knowledge of the sources' rows: ${parts}${basis}`;
}

/** Never 0 % for a share that is not nought, nor 100 % for one that is not whole. */
function percent(share: number): string {
  if (share > 0 && share < 0.001) return '<0.1 %';
  if (share < 1 && share > 0.999) return '>99.9 %';
  return `${Number((share * 100).toFixed(1))} %`;
}
