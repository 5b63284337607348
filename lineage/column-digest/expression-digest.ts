import {
  bindingName,
  isNode,
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

function canonical(value: unknown, input: readonly DigestedColumn[]): string {
  return JSON.stringify(plain(value, input));
}

function plain(value: unknown, input: readonly DigestedColumn[] | undefined): unknown {
  if (Array.isArray(value)) return value.map((item) => plain(item, input));
  if (!isNode(value)) return value;
  const referred = input === undefined ? undefined : referredTo(value, input);
  if (referred !== undefined) return { column: referred.value };
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !WORDS.has(key))
      // A function's own data are bound to its arguments: the positions in a lambda are its own.
      .map(([key, item]) => [key, plain(item, key === 'function_data' ? undefined : input)]),
  );
}

function referredTo(node: PlanNode, input: readonly DigestedColumn[]): DigestedColumn | undefined {
  if (node['expression_class'] === 'BOUND_REF') return columnAt(node, input, numberUnder(node, 'index'));
  if (node['expression_class'] !== 'BOUND_COLUMN_REF') return undefined;
  const wanted = bindingName(requiredNode(node, 'binding'));
  const column = input.find((candidate) => candidate.binding === wanted);
  if (column === undefined) throw new UnknownPlan(operatorName(node), `no column is bound as ${wanted}`);
  return column;
}
