import { createHash } from 'node:crypto';
import type { Definitions } from './definitions.ts';

/** What one definition says, as digests. */
export interface DefinitionDigest {
  /** Of all that is known of it, the texts of its files included. */
  readonly whole: string;
  /** Of what decides how its SQL is compiled, and what its readers see of it; a model has no SQL. */
  readonly query?: string;
}

/** By which of their parts definitions are those of another time. */
export interface ComparableDefinitions {
  /** Of all but groups, labels and models: those can be compared one by one where this is the same. */
  readonly context: string;
  readonly groups: ReadonlyMap<string, DefinitionDigest>;
  readonly labels: ReadonlyMap<string, DefinitionDigest>;
  /** Of all models, and of the order of groups and labels. */
  readonly rest: string;
  /** One group, without reading all; undefined where there is none of this name. */
  readonly group: (name: string) => Definitions['groups'][number] | undefined;
}

/** Of a group or label what decides about its query; a label has no columns. */
type Query = Pick<Definitions['labels'][number], 'sql' | 'keys'> &
  Partial<Pick<Definitions['groups'][number], 'columns'>>;

/**
 * What can be compared of definitions. Like their origin it belongs to the object: of others that are made of them it
 * is known where it is said what they follow from (`followingFrom`).
 */
const COMPARABLE = new WeakMap<Definitions, ComparableDefinitions>();

/** Undefined where nobody knows. */
export function comparableParts(definitions: Definitions): ComparableDefinitions | undefined {
  return COMPARABLE.get(definitions);
}

export function withComparable(definitions: Definitions, parts: ComparableDefinitions): void {
  COMPARABLE.set(definitions, parts);
}

/** Of one group or label. @param record all that is known of it, as text. */
export function digestOfQuery({ sql, keys, columns }: Query, record: string): DefinitionDigest {
  const returned = columns?.map(({ name, asKnown }) => [name, asKnown]) ?? null;
  return { whole: digest(record), query: digest(JSON.stringify([sql.path, sql.text, keys, returned])) };
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
