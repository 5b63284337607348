import { hash } from 'node:crypto';
import { DIGEST_REVISION, type QueryDigests, type QueryLineage, WALK_REVISION } from '../../lineage/index.ts';
import { ENGINE_SETTINGS, type Json } from '../warehouse/index.ts';
import type { ParsedQuery } from './parse.ts';
import { canonicalText } from './recipe.ts';
import type { ShadowCatalogue } from './shadow-catalogue.ts';
import type { TypedColumn } from './typed-column.ts';

/** What binding says of a query, without any place in its text: a comment that moves lines changes nothing of it. */
export interface BoundFacts {
  readonly output: readonly TypedColumn[];
  readonly lineage: QueryLineage;
  readonly digests: QueryDigests;
}

/**
 * The key under which a query's facts are kept: what it means, the relations that it reads, and who binds and walks.
 */
export function factsKey({ statement, relations }: ParsedQuery, { columns, keys }: ShadowCatalogue): string {
  const inputs = relations.map((name) => [
    name,
    columns.get(name)?.map((column) => [column.name, column.type]) ?? null,
    keys.get(name) ?? null,
  ]);
  const ground = ['facts', WALK_REVISION, DIGEST_REVISION, ENGINE_SETTINGS].map((part) => JSON.stringify(part));
  return digestOf(`[${[...ground, canonicalText(statement), JSON.stringify(inputs)].join(',')}]`);
}

/** The key under which it is kept that the arguments of a query's calls fit: texts, macros and relations. */
export function argumentsKey(
  { called, relations }: ParsedQuery,
  { columns }: ShadowCatalogue,
  macros: readonly string[],
): string {
  const texts = called?.texts.map(({ sql }) => sql) ?? [];
  const inputs = relations.map((name) => [
    name,
    columns.get(name)?.map((column) => [column.name, column.type]) ?? null,
  ]);
  return keyOf('arguments', [ENGINE_SETTINGS, texts, macros, inputs]);
}

/** Raised when functions are judged otherwise: what was found to be in order before is judged again. */
const JUDGEMENT_REVISION = 1;

/** The key under which it is kept that a function is in order. */
export function judgedKey(parts: readonly unknown[]): string {
  return keyOf('function', [JUDGEMENT_REVISION, ENGINE_SETTINGS, ...parts]);
}

/** The key under which the text of an AST is kept; places in it do not matter. */
export function textKey(statement: Json): string {
  return keyOf('text', [ENGINE_SETTINGS.engine, canonicalText(statement)]);
}

function keyOf(kind: string, parts: readonly unknown[]): string {
  return digestOf(JSON.stringify([kind, ...parts]));
}

function digestOf(text: string): string {
  return hash('sha256', text, 'hex');
}
