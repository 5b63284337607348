import { last } from '../../../presence/index.ts';
import type { JsonObject } from '../../../warehouse/index.ts';
import { aliasOf, objectAt, textAt, textsAt } from '../../ast.ts';
import { fullNameOf } from '../rewrite/index.ts';
import { type Columns, mayHave } from './columns.ts';

/** A relation of a FROM clause under the name by which its columns are qualified. */
export interface Named extends Columns {
  readonly name: string;
  readonly fullName: string | undefined;
}

/** The relations of a FROM clause, or of a part of it. */
export interface FromRelations {
  readonly relations: readonly Named[];
  /** Columns that USING or NATURAL made one of two, and whether they are never NULL. */
  readonly merged: ReadonlyMap<string, boolean>;
}

const NOTHING: FromRelations = { relations: [], merged: new Map() };

/** `columnsOf` says what is known of one relation of the FROM clause. */
export function fromRelationsOf(ref: JsonObject | undefined, columnsOf: (ref: JsonObject) => Columns): FromRelations {
  if (ref === undefined || ref['type'] === 'EMPTY') return NOTHING;
  if (ref['type'] === 'JOIN') return joined(ref, columnsOf);
  const name = (aliasOf(ref) || textAt(objectAt(ref, 'function') ?? {}, 'function_name')).toLowerCase();
  return { relations: [{ ...columnsOf(ref), name, fullName: fullNameOf(ref) }], merged: new Map() };
}

/** An outer join fills the columns of the side whose rows it does not keep with NULL. */
function joined(join: JsonObject, columnsOf: (ref: JsonObject) => Columns): FromRelations {
  const left = fromRelationsOf(objectAt(join, 'left'), columnsOf);
  const right = fromRelationsOf(objectAt(join, 'right'), columnsOf);
  const shared = sharedNames(join, left, right);
  const kind = textAt(join, 'ref_type') === 'POSITIONAL' ? 'POSITIONAL' : textAt(join, 'join_type');
  const sides = (l: FromRelations, r: FromRelations, merges: (name: string) => boolean): FromRelations => ({
    relations: [...l.relations, ...r.relations],
    merged: new Map([...l.merged, ...r.merged, ...shared.map((name) => [name, merges(name)] as const)]),
  });
  switch (kind) {
    case 'SEMI':
    case 'ANTI':
      return left;
    case 'INNER':
      return sides(left, right, (name) => isSure(left, [name]));
    case 'LEFT':
      return sides(left, unsure(right), (name) => isSure(left, [name]));
    case 'RIGHT':
      return sides(unsure(left), right, (name) => isSure(right, [name]));
    default:
      return sides(unsure(left), unsure(right), (name) => isSure(left, [name]) && isSure(right, [name]));
  }
}

function unsure({ relations, merged }: FromRelations): FromRelations {
  return {
    relations: relations.map((relation) => ({ ...relation, sure: new Set() })),
    merged: new Map([...merged.keys()].map((name) => [name, false])),
  };
}

function sharedNames(join: JsonObject, left: FromRelations, right: FromRelations): readonly string[] {
  const using = textsAt(join, 'using_columns').map((name) => name.toLowerCase());
  if (textAt(join, 'ref_type') !== 'NATURAL') return using;
  const names = (block: FromRelations): readonly string[] =>
    block.relations.flatMap((relation) => relation.names ?? [...relation.sure]);
  const others = names(right);
  return [...using, ...names(left).filter((name) => others.includes(name))];
}

/** Whether a column reference names a column that is never NULL. Names that two relations have do not bind. */
export function isSure({ relations, merged }: FromRelations, written: readonly string[]): boolean {
  const [first, second, third] = written.map((name) => name.toLowerCase());
  if (first === undefined) return false;
  if (second === undefined) return merged.get(first) ?? relations.some(({ sure }) => sure.has(first));
  if (third === undefined) return relations.some(({ name, sure }) => name === first && sure.has(second));
  return relations.some(({ fullName, sure }) => fullName === `${first}.${second}` && sure.has(third));
}

/** The block's rows of which a condition has shown that these columns are not NULL. */
export function withSure(block: FromRelations, columns: readonly (readonly string[])[]): FromRelations {
  return columns.reduce((before, written) => withOne(before, written), block);
}

function withOne({ relations, merged }: FromRelations, written: readonly string[]): FromRelations {
  const names = written.map((name) => name.toLowerCase());
  const column = last(names);
  if (names.length === 1 && merged.has(column)) return { relations, merged: new Map([...merged, [column, true]]) };
  const owner = names.slice(0, -1).join('.');
  const owners = relations.filter(({ name, fullName }) => owner === '' || name === owner || fullName === owner);
  const having = owners.filter((relation) => mayHave(relation, column));
  const [only, second] = having;
  if (only === undefined || second !== undefined) return { relations, merged };
  const sure = new Set([...only.sure, column]);
  return { relations: relations.map((relation) => (relation === only ? { ...relation, sure } : relation)), merged };
}

/** What `*` selects, a part for each relation: a column of both sides of USING stands in the first. */
export function everything({ relations, merged }: FromRelations): readonly Columns[] {
  const given = new Set<string>();
  return relations.map((relation) => {
    const names = relation.names?.filter((name) => !(merged.has(name) && given.has(name)));
    for (const name of names ?? []) given.add(name);
    const shared = [...merged].filter(([name, sure]) => sure && mayHave(relation, name)).map(([name]) => name);
    return { names, sure: new Set([...relation.sure].filter((name) => !merged.has(name)).concat(shared)) };
  });
}
