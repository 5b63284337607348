import type { Stage } from '../../lineage/index.ts';
import { type Spot, spotName } from './places.ts';

/**
 * The names of all places that a change at `origins` may reach by what the stages say: along edges of any kind, from
 * the rows of a stage to its columns, and from the rows of a stage that another reads without a word of its columns.
 * Written anew here from the meaning of `lineage.json`, so that a fault in how the product follows edges is one that
 * differs.
 */
export function reachOf(stages: readonly Stage[], origins: readonly Spot[]): ReadonlySet<string> {
  const next = influences(stages);
  const reached = new Set(origins.map(spotName));
  const open = [...reached];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    for (const to of next.get(place) ?? []) {
      if (reached.has(to)) continue;
      reached.add(to);
      open.push(to);
    }
  }
  return reached;
}

function influences(stages: readonly Stage[]): ReadonlyMap<string, readonly string[]> {
  const next = new Map<string, string[]>();
  const add = (from: Spot, to: Spot): void => {
    const known = next.get(spotName(from));
    if (known === undefined) next.set(spotName(from), [spotName(to)]);
    else known.push(spotName(to));
  };
  for (const stage of stages) {
    const rows: Spot = { stage: stage.id };
    for (const { from } of stage.rows) add({ stage: from.relation, column: from.column }, rows);
    for (const { column, edges } of stage.columns) {
      const to: Spot = { stage: stage.id, column };
      add(rows, to);
      for (const { from } of edges) add({ stage: from.relation, column: from.column }, to);
      const named = new Set([...edges, ...stage.rows].map(({ from }) => from.relation));
      for (const read of stage.reads ?? []) if (!named.has(read)) add({ stage: read }, to);
    }
  }
  return next;
}
