import { type Graph, groupNode, type ModelNode } from '../compile/index.ts';
import { idOf } from '../ids/index.ts';
import { frameFeatures } from '../project/index.ts';
import { quoteName, type Warehouse } from '../warehouse/index.ts';

/** The keys that a stored group has rows of. */
export interface GroupKeys {
  /** `features.credit`. */
  readonly group: string;
  /** Its key columns, in the order of the model's. */
  readonly names: readonly string[];
  readonly keys: readonly {
    /** As text, one a column. */
    readonly values: readonly string[];
    /** Rows over all decision dates. */
    readonly rows: number;
  }[];
}

/** The keys of every group with keys that a model reads, from a warehouse that holds them as `features.x`. */
export async function groupKeys(
  warehouse: Warehouse,
  graph: Graph,
  { definition, label }: ModelNode,
): Promise<readonly GroupKeys[]> {
  const found: GroupKeys[] = [];
  for (const name of new Set(frameFeatures(definition).map(({ group }) => group))) {
    const own = groupNode(graph, name)?.definition.keys ?? [];
    const names = label.keys.filter((key) => own.includes(key));
    if (names.length === 0) continue;
    const columns = names.map((key, i) => `${quoteName(key)}::VARCHAR AS key_${i}`).join(', ');
    const rows = await warehouse.rows(
      `SELECT ${columns}, count(*) AS n FROM features.${quoteName(name)} GROUP BY ALL ORDER BY ALL`,
    );
    const keys = rows.map((row) => ({ values: names.map((_, i) => String(row[`key_${i}`])), rows: Number(row['n']) }));
    found.push({ group: idOf.group(name), names, keys });
  }
  return found;
}
