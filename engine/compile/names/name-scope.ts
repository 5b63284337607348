import { first } from '../../presence/index.ts';

/** The columns of a relation, as far as they are known; names in lower case. */
export interface KnownColumns {
  readonly names: readonly string[];
  /** There may be others, so that no name is wrong. */
  readonly open: boolean;
}

export const UNKNOWN_COLUMNS: KnownColumns = { names: [], open: true };

/** A relation of a FROM clause. */
export interface NamedRelation {
  /** '' for one without a name. */
  readonly alias: string;
  /** The schema by which its columns may be qualified too; '' where there is none. */
  readonly schema: string;
  /** `fred.unrate` of a relation that has another name here. */
  readonly renamed?: string;
  readonly columns: KnownColumns;
}

/** What one SELECT adds to what names may mean: its FROM clause, and names that are given in it. */
export interface NameFrame {
  readonly relations: readonly NamedRelation[];
  readonly given: ReadonlySet<string>;
}

/** What names may mean at a place of a query. */
export interface NameScope {
  /** Judged when they are first read: of one that nobody reads DuckDB says nothing. */
  readonly ctes: ReadonlyMap<string, () => KnownColumns>;
  /** Innermost first. */
  readonly frames: readonly NameFrame[];
}

/** Why a reference means nothing. */
export type Unresolved =
  | { readonly kind: 'column'; readonly part: number; readonly candidates: readonly string[] }
  | {
      readonly kind: 'relation';
      readonly candidates: readonly string[];
      /** The name here of the relation that was meant, where it has another one. */
      readonly called?: string;
    };

/** What a reference means: `known`, `perhaps` one of columns that nobody knows, or why certainly nothing. */
export type Meaning = 'known' | 'perhaps' | Unresolved;

/**
 * Looks up a reference: `value`, `u.value`, `fred.unrate.value`, or a field of one of them. Only what certainly has no
 * meaning is told to have none.
 */
export function meaningOf(names: readonly string[], { frames }: NameScope): Meaning {
  const lower = names.map((name) => name.toLowerCase());
  const found = frames.map((frame) => meaningIn(lower, frame)).find((meaning) => meaning !== 'none');
  return found ?? whyNone(lower, frames);
}

function whyNone(names: readonly string[], frames: readonly NameFrame[]): Unresolved {
  const relations = frames.flatMap((frame) => frame.relations);
  const owner = relations.find((relation) => columnPart(names, relation) !== undefined);
  const part = owner && columnPart(names, owner);
  if (owner !== undefined && part !== undefined) return { kind: 'column', part, candidates: owner.columns.names };
  const columns = [...new Set(relations.flatMap((relation) => relation.columns.names))];
  if (names.length === 1) return { kind: 'column', part: 0, candidates: columns };
  const meant = relations.find(({ renamed }) => renamed !== undefined && isNameOf(names, renamed));
  const candidates = relations.map(({ alias }) => alias).filter((alias) => alias !== '');
  return { kind: 'relation', candidates, ...(meant === undefined ? {} : { called: meant.alias }) };
}

/** `unrate.value` and `fred.unrate.value` begin with a name of `fred.unrate`. */
function isNameOf(names: readonly string[], relation: string): boolean {
  return names.slice(0, 2).join('.') === relation || relation.endsWith(`.${first(names)}`);
}

/**
 * A relation's name before a column means that relation, also where a relation whose columns nobody knows might have a
 * column of that name, with fields.
 */
function meaningIn(names: readonly string[], { relations, given }: NameFrame): 'known' | 'perhaps' | 'none' {
  const name = first(names);
  if (given.has(name)) return 'known';
  const isOwned = relations.some((relation) => columnPart(names, relation) !== undefined);
  const meanings = relations.map((relation) => {
    const part = columnPart(names, relation);
    if (part !== undefined) return columnMeaning(relation, names[part]);
    if (names.length === 1 && relation.alias === name) return 'known';
    const meaning = columnMeaning(relation, name);
    if (names.length === 1) return meaning;
    // Of a column's fields nobody knows the names.
    return meaning === 'known' || (meaning === 'perhaps' && !isOwned) ? 'perhaps' : 'none';
  });
  if (meanings.includes('known')) return 'known';
  return meanings.includes('perhaps') ? 'perhaps' : 'none';
}

function columnMeaning({ columns }: NamedRelation, name: string | undefined): 'known' | 'perhaps' | 'none' {
  if (name !== undefined && columns.names.includes(name)) return 'known';
  return columns.open ? 'perhaps' : 'none';
}

/** Which part of a qualified name is the column, where the parts before it are a name of the relation. */
function columnPart(names: readonly string[], { alias, schema }: NamedRelation): number | undefined {
  if (schema !== '' && names.length > 2 && names[0] === schema && names[1] === alias) return 2;
  return alias !== '' && names.length > 1 && names[0] === alias ? 1 : undefined;
}

/** Columns under other names, by their order: `t(a, b)`. */
export function renamed({ names, open }: KnownColumns, aliases: readonly string[]): KnownColumns {
  if (aliases.length === 0) return { names, open };
  const given = aliases.map((alias) => alias.toLowerCase());
  return { names: [...given, ...names.slice(given.length)], open };
}
