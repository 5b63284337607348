import {
  bindingName,
  numberUnder,
  operatorName,
  type PlanNode,
  requiredNode,
  UnknownPlan,
} from '../bound-plan/plan-json.ts';
import { columnAt, type Digest, type DigestedColumn, type DigestWalk } from './digested.ts';

/** Where something is written and what it is called there: nothing of what it computes. */
const WORDS = new Set(['alias', 'query_location']);

/** How an expression over `input` computes its value; a bare reference is the column that it refers to. */
export function expressionDigest(expression: PlanNode, input: readonly DigestedColumn[], walk: DigestWalk): Digest {
  const referred = referredTo(expression, input);
  return referred === undefined ? walk.hash(canonical(expression, input)) : referred.value;
}

/** Digests a part of a plan that may hold expressions anywhere: a list of orders, a window, a limit. */
export function partDigest(part: unknown, input: readonly DigestedColumn[], walk: DigestWalk): Digest {
  return walk.hash(canonical(part, input));
}

/** Conditions that all must hold, in whatever order they are written. */
export function digestOfAll(conditions: readonly Digest[]): string {
  return JSON.stringify(conditions.toSorted());
}

/** What JSON.stringify makes of a value, without words and with columns for references: digests in lakes are of it. */
function canonical(value: unknown, input: readonly DigestedColumn[] | undefined): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return String(value ?? null);
  if (Array.isArray(value)) {
    let list = '';
    for (const item of value) list += list === '' ? canonical(item, input) : `,${canonical(item, input)}`;
    return `[${list}]`;
  }
  const node = value as PlanNode;
  const referred = input === undefined ? undefined : referredTo(node, input);
  if (referred !== undefined) return `{"column":${JSON.stringify(referred.value)}}`;
  let text = '';
  for (const key in node) {
    const item = node[key];
    if (item === undefined || WORDS.has(key)) continue;
    // A function's own data are bound to its arguments: the positions in a lambda are its own.
    const written = canonical(item, key === 'function_data' ? undefined : input);
    text += text === '' ? `${quoted(key)}:${written}` : `,${quoted(key)}:${written}`;
  }
  return `{${text}}`;
}

/** DuckDB's plans have a few hundred keys, which come again and again. */
const QUOTED = new Map<string, string>();
const MOST_QUOTED = 1000;

function quoted(key: string): string {
  const known = QUOTED.get(key);
  if (known !== undefined) return known;
  const text = JSON.stringify(key);
  if (QUOTED.size < MOST_QUOTED) QUOTED.set(key, text);
  return text;
}

function referredTo(node: PlanNode, input: readonly DigestedColumn[]): DigestedColumn | undefined {
  if (node['expression_class'] === 'BOUND_REF') return columnAt(node, input, numberUnder(node, 'index'));
  if (node['expression_class'] !== 'BOUND_COLUMN_REF') return undefined;
  const wanted = bindingName(requiredNode(node, 'binding'));
  const column = input.find((candidate) => candidate.binding === wanted);
  if (column === undefined) throw new UnknownPlan(operatorName(node), `no column is bound as ${wanted}`);
  return column;
}
