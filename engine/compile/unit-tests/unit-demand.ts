import type { UnitRow, UnitTestDefinition } from '../../project/index.ts';
import type { Json } from '../../warehouse/index.ts';

/** What a unit test gives and what it expects, whatever the query that it asks; its description changes neither. */
export function unitDemand({ description: _, ...asked }: UnitTestDefinition): Json {
  const given = asked.given.map(({ relation, rows, fixture }) => [relation, fixture?.text ?? plainRows(rows ?? [])]);
  return JSON.parse(JSON.stringify({ ...asked, given })) as Json;
}

function plainRows(rows: readonly UnitRow[]): Json {
  return rows.map((row) => ({ ...row }));
}
