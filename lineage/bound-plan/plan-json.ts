/** An object of the plan's JSON. Its shape is DuckDB's, so every access checks what it finds. */
export type PlanNode = { readonly [key: string]: unknown };

/** Unwinds the walk at an operator or expression that the walker does not understand. */
export class UnknownPlan extends Error {
  readonly node: string;
  readonly reason: string;
  /** The part of the plan itself, where it is another one than the walk has come to. */
  readonly part: PlanNode | undefined;

  constructor(node: string, reason: string, part?: PlanNode) {
    super(`${node}: ${reason}`);
    this.node = node;
    this.reason = reason;
    this.part = part;
  }
}

// Integers beyond 2^53 and all non-integers arrive as strings with this mark.
const MARK = '\u0001#';

export function isNode(value: unknown): value is PlanNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The name under which a node is reported: its type, with the class of an expression. */
export function operatorName(node: PlanNode): string {
  const type = typeof node['type'] === 'string' ? node['type'] : 'untyped';
  const expression = node['expression_class'];
  return typeof expression === 'string' && expression !== type ? `${expression} ${type}` : type;
}

export function textUnder(node: PlanNode, key: string): string {
  const value = node[key];
  if (typeof value !== 'string') throw new UnknownPlan(operatorName(node), `${key} is not text`);
  return value;
}

export function numberUnder(node: PlanNode, key: string): number {
  const value = node[key];
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && value.startsWith(MARK)) return Number(value.slice(MARK.length));
  throw new UnknownPlan(operatorName(node), `${key} is not a number`);
}

/** The object under `key`; undefined for null and for an absent key. */
export function nodeAt(node: PlanNode, key: string): PlanNode | undefined {
  const value = node[key];
  if (value === null || value === undefined) return undefined;
  if (!isNode(value)) throw new UnknownPlan(operatorName(node), `${key} is not an object`);
  return value;
}

export function requiredNode(node: PlanNode, key: string): PlanNode {
  const value = nodeAt(node, key);
  if (value === undefined) throw new UnknownPlan(operatorName(node), `${key} is missing`);
  return value;
}

/** The array under `key`; DuckDB may leave an empty one out. */
export function listUnder(node: PlanNode, key: string): readonly unknown[] {
  const value = node[key] ?? [];
  if (!Array.isArray(value)) throw new UnknownPlan(operatorName(node), `${key} is not a list`);
  return value;
}

export function nodesUnder(node: PlanNode, key: string): readonly PlanNode[] {
  const list = listUnder(node, key);
  if (!list.every(isNode)) throw new UnknownPlan(operatorName(node), `${key} holds something else than objects`);
  return list;
}

export function numbersOf(node: PlanNode, key: string): readonly number[] {
  const list = listUnder(node, key);
  if (list.every((value) => typeof value === 'number')) return list;
  return list.map((value) => numberUnder({ type: operatorName(node), value }, 'value'));
}

export function textsOf(node: PlanNode, key: string): readonly string[] {
  return listUnder(node, key).map((value) => String(value));
}

/** `table_index.column_index` of a binding: an operator's, or the one by which a reference asks for a column. */
export function bindingName(binding: PlanNode): string {
  return `${numberUnder(binding, 'table_index')}.${numberUnder(binding, 'column_index')}`;
}

/** The single object at `index` of a node's children. */
export function childAt(node: PlanNode, index: number): PlanNode {
  const child = nodesUnder(node, 'children')[index];
  if (child === undefined) throw new UnknownPlan(operatorName(node), `child ${index} is missing`);
  return child;
}
