import type { FeatureNode, ModelNode } from '../compile/index.ts';
import { nodeId } from '../compile/index.ts';
import { evaluateAt } from '../feature-store/index.ts';
import type { TrainingFrame } from '../training/index.ts';
import type { ResultColumn } from '../warehouse/index.ts';
import type { StepContext } from './context.ts';
import { openSources } from './steps/open-sources.ts';

/**
 * Step (d) of real time against revised: on each decision date the row of that very period, computed from all that is
 * known on the last one. Nobody could have had these features then; the difference to what they had is the flattery.
 */
export async function revisedFrame(
  context: StepContext,
  node: ModelNode,
  asOf: readonly string[],
): Promise<TrainingFrame> {
  const columns = new Map<string, readonly (number | null)[]>();
  for (const group of new Set(node.definition.features.map((feature) => feature.group))) {
    const feature = context.graph.nodes.get(nodeId(`features.${group}`));
    if (feature?.kind !== 'feature') throw new Error(`${node.id} reads no group ${group}`);
    const result = await finalRows(context, feature, asOf.at(-1) ?? '');
    for (const { group: of, column } of node.definition.features) {
      if (of === group) columns.set(`${group}.${column}`, valuesAt(feature, column, result, asOf));
    }
  }
  const features = node.definition.features.map(({ group, column }) => `${group}.${column}`);
  return { asOf, features, values: features.map((name) => columns.get(name) ?? []) };
}

async function finalRows(context: StepContext, group: FeatureNode, last: string): Promise<readonly ResultColumn[]> {
  const warehouse = await openSources(context, group.query.sources);
  try {
    return await evaluateAt(warehouse, { ...group.query, name: group.id }, last);
  } finally {
    warehouse.close();
  }
}

/** Per date the value of the greatest row not after it, by the column's own rule for missing values and age. */
function valuesAt(
  group: FeatureNode,
  column: string,
  result: readonly ResultColumn[],
  asOf: readonly string[],
): readonly (number | null)[] {
  const declared = group.definition.columns.find(({ name }) => name === column);
  const dates = result.find(({ name }) => name === 'date')?.values ?? [];
  const values = result.find(({ name }) => name === column)?.values ?? [];
  const rows = dates
    .map((date, row) => ({ date: String(date), value: numeric(values[row]) }))
    .filter(({ value }) => declared?.asKnown !== 'last_value' || value !== null)
    .toSorted((a, b) => (a.date < b.date ? -1 : 1));
  const ttl = group.definition.ttlDays;
  let next = 0;
  return asOf.map((day) => {
    while (next < rows.length && (rows[next]?.date ?? '') <= day) next += 1;
    const row = rows[next - 1];
    if (row === undefined) return null;
    const age = (Date.parse(day) - Date.parse(row.date)) / 86_400_000;
    return ttl !== undefined && age > ttl ? null : row.value;
  });
}

function numeric(value: unknown): number | null {
  return value === null || value === undefined ? null : Number(value);
}
