import { createHash } from 'node:crypto';
import { DIGEST_REVISION, type QueryDigests, type QueryLineage, WALK_REVISION } from '../../lineage/index.ts';
import { ENGINE_SETTINGS, type Json } from '../warehouse/index.ts';
import type { ParsedQuery } from './parse.ts';
import { canonicalText } from './recipe.ts';
import type { ShadowCatalogue } from './shadow-catalogue.ts';
import type { TypedColumn } from './typed-column.ts';

/** What binding tells of a query, without any place in its text: a comment that moves lines changes nothing of it. */
export interface BoundFacts {
  readonly output: readonly TypedColumn[];
  readonly lineage: QueryLineage;
  readonly digests: QueryDigests;
}

/** By what the facts of a query are known again: its words' meaning, the relations that it reads, and who binds and walks. */
export function factsKey({ ast, relations }: ParsedQuery, { columns, keys }: ShadowCatalogue): string {
  const inputs = relations.map((name) => [
    name,
    columns.get(name)?.map((column) => [column.name, column.type]) ?? null,
    keys.get(name) ?? null,
  ]);
  return keyOf('facts', [WALK_REVISION, DIGEST_REVISION, ENGINE_SETTINGS, ast, inputs]);
}

/** By what the text of an AST is known again; places in it do not matter. */
export function textKey(statement: Json): string {
  return keyOf('text', [ENGINE_SETTINGS.engine, canonicalText(statement)]);
}

function keyOf(kind: string, parts: readonly unknown[]): string {
  return createHash('sha256')
    .update(JSON.stringify([kind, ...parts]))
    .digest('hex');
}
