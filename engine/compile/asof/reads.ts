import type { Json, JsonObject } from '../../warehouse/index.ts';
import { ctesOf, isObject, isQueryNode, relationName, textAt } from '../ast.ts';
import type { Reads } from './relation.ts';
import { isAsOf } from './replace-as-of.ts';

const CALENDAR = 'calendar.dates';

/** What a statement reads, its own CTEs left out and groups not opened. */
export function readsOf(statement: JsonObject): Reads {
  const relations = new Set<string>();
  let usesAsOf = false;
  const visit = (value: Json, ctes: ReadonlySet<string>): void => {
    if (Array.isArray(value)) {
      for (const item of value) visit(item, ctes);
      return;
    }
    if (!isObject(value)) return;
    usesAsOf ||= isAsOf(value);
    if (value['type'] === 'BASE_TABLE' && !isCte(value, ctes)) relations.add(relationName(value));
    let reach = ctes;
    if (isQueryNode(value)) {
      for (const { name, node } of ctesOf(value)) {
        const within = new Set([...reach, name.toLowerCase()]);
        visit(node, node['type'] === 'RECURSIVE_CTE_NODE' ? within : reach);
        reach = within;
      }
    }
    for (const [key, child] of Object.entries(value)) if (key !== 'cte_map') visit(child, reach);
  };
  visit(statement, new Set());
  return { relations: [...relations].sort(), usesAsOf, usesCalendar: relations.has(CALENDAR) };
}

function isCte(baseTable: JsonObject, ctes: ReadonlySet<string>): boolean {
  return textAt(baseTable, 'schema_name') === '' && ctes.has(relationName(baseTable));
}
