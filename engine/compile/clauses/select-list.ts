import type { JsonObject } from '../../warehouse/index.ts';
import { objectAt, objectsAt, selectedName, textAt, textsAt } from '../ast.ts';
import type { ColumnSites } from './clause-site.ts';
import type { ClauseScope, TracedColumn, TracedRelation } from './scope.ts';
import type { ClauseTracer } from './tracer.ts';

export function selectList(node: JsonObject): readonly JsonObject[] {
  return objectsAt(node, 'select_list');
}

/** The SELECTs of a query and its set operations, in the order of the text. */
export function selectsOf(node: JsonObject): readonly JsonObject[] {
  const sides = ['left', 'right'].map((side) => objectAt(node, side)).filter((side) => side !== undefined);
  return sides.length === 0 ? [node] : sides.flatMap(selectsOf);
}

/** The columns of a SELECT; each sees the names given before it. */
export function selectedColumns(node: JsonObject, scope: ClauseScope, tracer: ClauseTracer): readonly TracedColumn[] {
  const columns: TracedColumn[] = [];
  const named = new Map<string, ColumnSites>();
  for (const item of selectList(node)) {
    const inside = { ...scope, named };
    const found =
      item['class'] === 'STAR'
        ? starred(item, inside, tracer)
        : [{ name: itemName(item), trace: tracer.value(item, inside) }];
    for (const column of found) {
      columns.push(column);
      named.set(column.name, column.trace);
    }
  }
  return columns;
}

/** The name that an item gets, in lower case. */
export function itemName(item: JsonObject): string {
  return (selectedName(item) ?? textAt(item, 'function_name')).toLowerCase();
}

/** What `*` or `t.*` makes, with EXCLUDE and REPLACE; for COLUMNS(...) all that it may take. */
function starred(star: JsonObject, scope: ClauseScope, tracer: ClauseTracer): readonly TracedColumn[] {
  const alias = textAt(star, 'relation_name').toLowerCase();
  const relations = (scope.fromClauses[0] ?? []).filter((relation) => alias === '' || relation.alias === alias);
  const left = new Set(textsAt(star, 'exclude_list').map((name) => name.toLowerCase()));
  const columns = alias === '' ? joinedOnce(relations) : relations.flatMap((relation) => relation.columns);
  return columns
    .filter(({ name }) => !left.has(name))
    .map((column) => {
      const replaced = replacement(star, column.name);
      return replaced === undefined ? column : { ...column, trace: tracer.value(replaced, scope) };
    });
}

function replacement(star: JsonObject, name: string): JsonObject | undefined {
  const found = objectsAt(star, 'replace_list').find(
    ({ key }) => typeof key === 'string' && key.toLowerCase() === name,
  );
  return found && objectAt(found, 'value');
}

/** A column of two relations of one name is either side's; how often it comes is told by the bound columns. */
function joinedOnce(relations: readonly TracedRelation[]): readonly TracedColumn[] {
  return relations.flatMap(({ columns }) => columns);
}
