import { datesOf, type FeatureNode } from '../compile/index.ts';
import { evaluateAt } from '../feature-store/index.ts';
import { last } from '../presence/index.ts';
import type { ResultColumn, Warehouse } from '../warehouse/index.ts';
import type { StepContext } from './context.ts';
import { withSources } from './open-sources.ts';

/**
 * The rows of a group by all that is known on its last decision date. The steps of a run share them: the group's own,
 * which digests them, and those of the models that read them.
 * @param opened a warehouse that holds the group's sources; without it one is opened.
 */
export async function finalRows(
  context: StepContext,
  group: FeatureNode,
  opened?: Warehouse,
): Promise<readonly ResultColumn[]> {
  const dates = datesOf(context.graph, group.id);
  const evaluated = (warehouse: Warehouse): Promise<readonly ResultColumn[]> =>
    evaluateAt(warehouse, { ...group.query, name: group.id }, last(dates));
  return context.shared.groupRows.once(group.id, () =>
    opened === undefined ? withSources(context, group.query.sources, { dates }, evaluated) : evaluated(opened),
  );
}
