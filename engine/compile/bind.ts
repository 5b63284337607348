import { type QueryLineage, walkPlan } from '../../lineage/index.ts';
import { byteToTextOffset, didYouMean, type Problem, type Span, spanAt } from '../diagnostics/index.ts';
import { bindPlan, type Json, type JsonObject, markedNumber, type SqlFault } from '../warehouse/index.ts';
import type { TypedColumn } from './graph.ts';
import { type ParsedQuery, problemAt, wordAt } from './parse.ts';
import type { ShadowCatalogue } from './shadow-catalogue.ts';

export interface BoundQuery {
  readonly output: readonly TypedColumn[];
  readonly lineage: QueryLineage;
  readonly spans: Readonly<Record<string, Span>>;
}

export type BindOutcome =
  | { readonly ok: true; readonly bound: BoundQuery }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Binds a query against the shadow catalogue: its columns, their types, and where each comes from. */
export async function bindQuery(shadow: ShadowCatalogue, query: ParsedQuery): Promise<BindOutcome> {
  const answer = await bindPlan(shadow.warehouse, query.bound.sql);
  if (!answer.ok) return { ok: false, problems: [bindProblem(query, answer.fault)] };
  const output = await outputColumns(shadow, query);
  const walked = walkPlan(
    answer.value,
    output.map(({ name }) => name),
  );
  if (!walked.ok) {
    const at = query.bound.toOriginal(byteToTextOffset(query.bound.sql, walked.offset ?? 0));
    const problem = problemAt(query.file, at, wordAt(query.file.text, at), {
      code: 'EWS2112',
      message: `lineage does not know the plan node ${walked.node}: ${walked.reason}`,
      hint: 'write the query without this construct, or report it: a column may not lose its origin',
    });
    return { ok: false, problems: [problem] };
  }
  return { ok: true, bound: { output, lineage: walked.lineage, spans: columnSpans(query, output) } };
}

/** DuckDB's own words: the plan lacks some names, and which field names of a struct's type DuckDB quotes. */
async function outputColumns(shadow: ShadowCatalogue, query: ParsedQuery): Promise<readonly TypedColumn[]> {
  const described = await shadow.warehouse.rows(`DESCRIBE ${query.bound.sql}`);
  return described.map((row) => ({ name: String(row['column_name']), type: String(row['column_type']) }));
}

/** Where each output column is written in the outermost select list; the whole statement where a star makes it. */
function columnSpans(query: ParsedQuery, output: readonly TypedColumn[]): Readonly<Record<string, Span>> {
  const items = selectList(query.statement);
  const start = spanAt(query.file, Math.max(0, query.file.text.search(/\S/)), 1);
  const spans = new Map<string, Span>(output.map((column) => [column.name, start]));
  for (const item of items) {
    const offset = firstOffset(item);
    const name = itemName(item);
    if (offset === undefined || name === undefined || !spans.has(name)) continue;
    const at = query.bound.toOriginal(byteToTextOffset(query.bound.sql, offset));
    spans.set(name, spanAt(query.file, at, wordAt(query.file.text, at)));
  }
  return Object.fromEntries(spans);
}

function selectList(statement: JsonObject): readonly JsonObject[] {
  let node = statement['node'] as JsonObject | undefined;
  while (node !== undefined && node['select_list'] === undefined) node = node['left'] as JsonObject | undefined;
  return (node?.['select_list'] ?? []) as readonly JsonObject[];
}

function itemName(item: JsonObject): string | undefined {
  if (typeof item['alias'] === 'string' && item['alias'] !== '') return item['alias'];
  const names = item['column_names'];
  return Array.isArray(names) ? String(names.at(-1)) : undefined;
}

/** The smallest byte offset inside an expression: an operator's own location is that of its sign. */
function firstOffset(node: Json): number | undefined {
  if (node === null || typeof node !== 'object') return undefined;
  const own = markedNumber((node as JsonObject)['query_location']);
  const children = Object.values(node).map((child) => firstOffset(child as Json));
  const offsets = [own, ...children].filter((offset) => offset !== undefined && offset < Number.MAX_SAFE_INTEGER);
  return offsets.length === 0 ? undefined : Math.min(...(offsets as number[]));
}

function bindProblem(query: ParsedQuery, fault: SqlFault): Problem {
  const bytes = fault.offset ?? 0;
  const at = query.bound.toOriginal(byteToTextOffset(query.bound.sql, bytes));
  const length = wordAt(query.file.text, at);
  const [summary = fault.message] = fault.message.split('\n');
  if (fault.subtype === 'COLUMN_NOT_FOUND' || /column .* not found|does not have a column/i.test(summary)) {
    const name = fault.name ?? /"([^"]+)"/.exec(summary)?.[1] ?? '';
    const candidates = fault.candidates ?? candidateNames(fault.message);
    const hint =
      didYouMean(name, candidates) ?? (candidates.length > 0 ? `there are: ${candidates.join(', ')}` : undefined);
    return problemAt(query.file, at, length, {
      code: 'EWS2105',
      message: `unknown column "${name}"`,
      ...(hint === undefined ? {} : { hint }),
    });
  }
  return problemAt(query.file, at, length, { code: 'EWS2106', message: fault.message });
}

function candidateNames(message: string): readonly string[] {
  const listed = /Candidate bindings?: (.*)/.exec(message)?.[1] ?? '';
  return [...listed.matchAll(/"([^"]+)"/g)].map((match) => match[1]?.split('.').at(-1) ?? '');
}
