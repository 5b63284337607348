import type { Json, JsonObject } from '../../warehouse/index.ts';
import { byteOf, tableCall } from '../asof/index.ts';
import { aliasOf, isObject, objectAt, relationName, textAt, textsAt } from '../ast.ts';
import {
  type KnownColumns,
  type NamedRelation,
  type NameFrame,
  type NameScope,
  renamed,
  UNKNOWN_COLUMNS,
} from './name-scope.ts';

/** What the relations of a FROM clause are looked up with. */
export interface FromNames {
  columnsOf(relation: string): KnownColumns | undefined;
  query(node: JsonObject, scope: NameScope): KnownColumns;
  value(value: Json, scope: NameScope): void;
  /** Judges a column of USING, which both sides must have. */
  using(name: string, at: number | undefined, sides: readonly (readonly NameFrame[])[]): void;
}

/** Table functions of one column, which an alias names. */
const ONE_COLUMN = new Set(['range', 'generate_series', 'unnest']);

/** The relations of a FROM clause, after what stands in it was judged. `scope`: what stands around it. */
export function fromRelations(ref: JsonObject, scope: NameScope, walk: FromNames): readonly NamedRelation[] {
  switch (ref['type']) {
    case 'EMPTY':
      return [];
    case 'BASE_TABLE':
      return [baseTable(ref, scope, walk)];
    case 'SUBQUERY': {
      const node = objectAt(objectAt(ref, 'subquery') ?? {}, 'node');
      return [named(ref, node === undefined ? UNKNOWN_COLUMNS : walk.query(node, scope))];
    }
    case 'JOIN':
      return join(ref, scope, walk);
    case 'TABLE_FUNCTION': {
      const call = objectAt(ref, 'function') ?? {};
      // The relations that a function of the project is given look like columns.
      if (tableCall(ref) === undefined) walk.value(call, scope);
      const aliases = textsAt(ref, 'column_name_alias');
      const isOne = ONE_COLUMN.has(textAt(call, 'function_name').toLowerCase()) && aliases.length > 0;
      const isPlain = textAt(ref, 'with_ordinality') === 'WITHOUT_ORDINALITY';
      return [named(ref, { names: [], open: !(isOne && isPlain) })];
    }
    case 'EXPRESSION_LIST':
      return [values(ref, scope, walk)];
    case 'PIVOT':
      // Its columns are made of what the text and the data hold; what it is made of is judged.
      fromRelations(objectAt(ref, 'source') ?? {}, scope, walk);
      return [named(ref, UNKNOWN_COLUMNS)];
    default:
      return [named(ref, UNKNOWN_COLUMNS)];
  }
}

function named(ref: JsonObject, columns: KnownColumns): NamedRelation {
  const alias = aliasOf(ref).toLowerCase();
  return { alias, schema: '', columns: renamed(columns, textsAt(ref, 'column_name_alias')) };
}

function baseTable(ref: JsonObject, scope: NameScope, walk: FromNames): NamedRelation {
  const name = relationName(ref);
  const cte = textAt(ref, 'schema_name') === '' ? scope.ctes.get(name) : undefined;
  const { columns } = named(ref, cte?.() ?? walk.columnsOf(name) ?? UNKNOWN_COLUMNS);
  const alias = aliasOf(ref).toLowerCase();
  const isAliased = textAt(ref, 'alias') !== '';
  const schema = isAliased ? '' : textAt(ref, 'schema_name').toLowerCase();
  return { alias, schema, columns, ...(isAliased ? { renamed: name } : {}) };
}

function join(ref: JsonObject, scope: NameScope, walk: FromNames): readonly NamedRelation[] {
  const frameOf = (relations: readonly NamedRelation[]): NameFrame => ({ relations, given: new Set() });
  const left = fromRelations(objectAt(ref, 'left') ?? {}, scope, walk);
  const lateral: NameScope = { ...scope, frames: [frameOf(left), ...scope.frames] };
  const right = fromRelations(objectAt(ref, 'right') ?? {}, lateral, walk);
  const relations = [...left, ...right];
  walk.value(ref['condition'] ?? null, { ...scope, frames: [frameOf(relations), ...scope.frames] });
  for (const name of textsAt(ref, 'using_columns')) {
    walk.using(name, byteOf(ref), [[frameOf(left)], [frameOf(right)]]);
  }
  return relations;
}

function values(ref: JsonObject, scope: NameScope, walk: FromNames): NamedRelation {
  const rows = ref['values'];
  walk.value(rows ?? null, scope);
  const [row] = Array.isArray(rows) ? rows : [];
  const cells = Array.isArray(row) ? row.filter(isObject) : [];
  return named(ref, { names: cells.map((_, index) => `col${index}`), open: false });
}
