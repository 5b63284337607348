import { addDays, type Day } from '../../../calendar/index.ts';
import type { UnusedRows } from '../../../cards/index.ts';
import { datesBetween, type Graph, type NodeId } from '../../../compile/index.ts';
import { quoteName, quoteText, type Warehouse } from '../../../warehouse/index.ts';
import type { JudgedColumn } from './late-inputs.ts';

/** A source that is complete for decision dates that there are not, and its relations that features come from. */
export interface LaterSource extends Omit<UnusedRows, 'kind' | 'rows'> {
  readonly relations: readonly NodeId[];
}

/** Those that a model reads. A source that is asked live is complete through another day every day, and left out. */
export function laterSources({ nodes, calendar }: Graph, columns: readonly JudgedColumn[]): readonly LaterSource[] {
  const found = new Map<string, LaterSource>();
  for (const { relation, usedFor, on: after } of columns) {
    const node = nodes.get(relation);
    if (node?.kind !== 'source' || usedFor !== 'features') continue;
    const { name: source, connector, completeThrough: through, ...declared } = node.source;
    const isLive = connector === 'fred' && 'data' in declared && declared.data.kind === 'live';
    const dates = through === undefined || isLive ? [] : laterDates(calendar, after, through);
    if (through === undefined || dates.length === 0) continue;
    const relations = new Set([...(found.get(source)?.relations ?? []), relation]);
    found.set(source, { source, after, through, dates: dates.length, relations: [...relations] });
  }
  return [...found.values()];
}

function laterDates({ rule }: Graph['calendar'], after: Day, through: Day): readonly Day[] {
  return after < through ? datesBetween(rule, addDays(after, 1), through) : [];
}

/** The rows that became known between; null where there are none. */
export async function unusedRows(
  warehouse: Warehouse,
  { relations, ...later }: LaterSource,
): Promise<UnusedRows | null> {
  const { source, after, through, dates } = later;
  const between = `realtime_start > DATE ${quoteText(after)} AND realtime_start <= DATE ${quoteText(through)}`;
  let rows = 0;
  for (const relation of relations) {
    const [counted] = await warehouse.rows(`SELECT count(*) AS n FROM obs.${quoteName(relation)} WHERE ${between}`);
    rows += Number(counted?.['n']);
  }
  return rows === 0 ? null : { kind: 'unused_rows', source, rows, after, through, dates };
}
