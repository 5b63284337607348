import type { Day } from '../calendar/index.ts';
import type { FeatureNode } from '../compile/index.ts';
import { evaluateAt } from '../feature-store/index.ts';
import { digestOf } from '../lake/index.ts';
import type { ResultColumn } from '../warehouse/index.ts';
import type { StepContext } from './context.ts';
import { withSources } from './open-sources.ts';

/** The decision date that rows are asked for, and the dates that the query sees as `calendar.dates`. */
interface AskedDates {
  readonly asOf: Day;
  readonly dates: readonly Day[];
}

/** The rows of a group by all that is known on a decision date: the models of a run that read it share them. */
export async function groupRows(
  context: StepContext,
  group: FeatureNode,
  { asOf, dates }: AskedDates,
): Promise<readonly ResultColumn[]> {
  return context.shared.groupRows.once(digestOf([group.id, asOf, dates]), () =>
    withSources(context, group.query.sources, { dates }, (warehouse) =>
      evaluateAt(warehouse, { ...group.query, name: group.id }, asOf),
    ),
  );
}
