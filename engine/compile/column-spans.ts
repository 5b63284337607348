import { byteToTextOffset, type Span, spanAt } from '../diagnostics/index.ts';
import { type Json, type JsonObject, markedNumber } from '../warehouse/index.ts';
import type { ParsedQuery } from './parse.ts';
import { expressionRange, type SelectItem, selectItems, type TextRange } from './select-items.ts';

type WrittenQuery = Pick<ParsedQuery, 'file' | 'bound' | 'statement'>;

/**
 * Where each output column is written in the outermost select list: its expression, over as many lines as it has. A
 * column that a star makes has the star's place; where that is not clear, the statement's beginning.
 */
export function columnSpans(query: WrittenQuery, columns: readonly string[]): Readonly<Record<string, Span>> {
  const { text } = query.file;
  const written = selectItems(text);
  const items = selectList(query.statement).map((item) => ({
    name: itemName(item),
    isStar: isStar(item),
    range: rangeOf(query, item, written),
  }));
  const stars = items.filter((item) => item.isStar);
  const inOrder = stars.length === 0 && items.length === columns.length;
  const start = Math.max(0, text.search(/\S/));
  const spans = columns.map((column, index): readonly [string, Span] => {
    const own = inOrder ? items[index] : items.find(({ name }) => name === column);
    const range = own?.range ?? (stars.length === 1 ? stars[0]?.range : undefined) ?? { start, end: start + 1 };
    return [column, { ...spanAt(query.file, range.start), length: range.end - range.start }];
  });
  return Object.fromEntries(spans);
}

function selectList(statement: JsonObject): readonly JsonObject[] {
  let node = statement['node'] as JsonObject | undefined;
  while (node !== undefined && node['select_list'] === undefined) node = node['left'] as JsonObject | undefined;
  return (node?.['select_list'] ?? []) as readonly JsonObject[];
}

/** The outermost written item around the place that the AST gives; by that alone, an operator's is that of its sign. */
function rangeOf(query: WrittenQuery, item: JsonObject, written: readonly SelectItem[]): TextRange | undefined {
  const bytes = firstOffset(item);
  if (bytes === undefined) return undefined;
  const offset = query.bound.toOriginal(byteToTextOffset(query.bound.sql, bytes));
  const around = written.filter(
    ({ tokens }) => (tokens[0]?.start ?? 0) <= offset && offset < (tokens.at(-1)?.end ?? 0),
  );
  const outermost = around.toSorted((left, right) => left.depth - right.depth)[0];
  return outermost && expressionRange(outermost, String(item['alias'] ?? ''));
}

function itemName(item: JsonObject): string | undefined {
  if (typeof item['alias'] === 'string' && item['alias'] !== '') return item['alias'];
  const names = item['column_names'];
  return Array.isArray(names) ? String(names.at(-1)) : undefined;
}

/** Also a `COLUMNS(...)` inside an expression. */
function isStar(node: Json): boolean {
  if (node === null || typeof node !== 'object') return false;
  return (node as JsonObject)['class'] === 'STAR' || Object.values(node).some((child) => isStar(child as Json));
}

/** The smallest byte offset inside an expression: an operator's own location is that of its sign. */
function firstOffset(node: Json): number | undefined {
  if (node === null || typeof node !== 'object') return undefined;
  const own = markedNumber((node as JsonObject)['query_location']);
  const children = Object.values(node).map((child) => firstOffset(child as Json));
  const offsets = [own, ...children].filter((offset) => offset !== undefined && offset < Number.MAX_SAFE_INTEGER);
  return offsets.length === 0 ? undefined : Math.min(...(offsets as number[]));
}
