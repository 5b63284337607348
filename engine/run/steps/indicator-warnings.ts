import type { LabelNode, NodeId, SourceNode } from '../../compile/index.ts';
import { type Problem, warning } from '../../diagnostics/index.ts';
import type { StepContext } from '../../steps/index.ts';
import { quoteName, type Warehouse } from '../../warehouse/index.ts';

/** Months for which a 0 of a state that is announced later is no knowledge. */
const MONTHS = 12;

/**
 * EWS3034 where a binary outcome is told to be 0 sooner than twelve months after its window is over, and all that a
 * source behind it says are 0 and 1 with a lag: such a series reads 0 until somebody announces otherwise, so that its
 * first 0 is no knowledge. Silent where the series says so (`state`), where the file dates its rows itself, and where
 * the SQL waits. `table` holds the label's versions; the sources are loaded.
 */
export async function indicatorWarnings(
  context: StepContext,
  warehouse: Warehouse,
  node: LabelNode,
  table: string,
): Promise<readonly Problem[]> {
  const { kind, window, keys } = node.definition;
  if (kind !== 'binary') return [];
  const indicators: NodeId[] = [];
  for (const id of node.query.sources) if (await isIndicator(context, warehouse, id)) indicators.push(id);
  const [first] = indicators;
  if (first === undefined) return [];
  const settled = `last_day((date + INTERVAL ${Math.max(window.toMonth, 0) + MONTHS} MONTH)::DATE)`;
  const by = ['date', ...keys.map(quoteName)].join(', ');
  const [row] = await warehouse.rows(`
    SELECT date, known_from, count(*) OVER () AS n FROM ${table}
    WHERE y = 0 AND known_from < ${settled} ORDER BY known_from DESC, ${by} LIMIT 1`);
  if (row === undefined) return [];
  const others = indicators.length === 1 ? '' : `, as ${indicators.slice(1).join(', ')},`;
  const message =
    `${node.id} of ${row['date']} is taken for known to be 0 on ${row['known_from']}, ` +
    `less than ${MONTHS} months after its window, and ${first}${others} holds nothing but 0 and 1: ` +
    `such a series reads 0 until somebody announces otherwise (${row['n']} outcomes)`;
  const hint =
    'declare state: { settles_after_months: 12 } of the series; or let the SQL wait: ' +
    'CASE WHEN value = 1 THEN 1 WHEN as_of() >= last_day(date + INTERVAL 12 MONTHS) THEN 0 END';
  const span = node.definition.yaml.spanOf(node.definition.event === undefined ? ['label'] : ['event']);
  return [warning('EWS3034', message, { hint, span })];
}

/**
 * Whether a relation says nothing but 0 and 1, and since when is a lag and not what the source or the file says of it.
 */
async function isIndicator(context: StepContext, warehouse: Warehouse, id: NodeId): Promise<boolean> {
  const node = context.graph.nodes.get(id);
  if (node?.kind !== 'source') return false;
  const columns = candidates(node);
  if (columns.length === 0) return false;
  const isState = columns.map((name) => {
    const value = `${quoteName(name)}::DOUBLE`;
    return `coalesce(bool_and(${value} IN (0, 1)) AND count(DISTINCT ${value}) = 2, false)`;
  });
  const [row] = await warehouse.rows(`SELECT ${isState.join(' OR ')} AS found FROM obs.${quoteName(id)}`);
  return row?.['found'] === true;
}

/** Columns that may hold such a state. */
function candidates({ source, name, columns }: SourceNode): readonly string[] {
  if (source.connector === 'fred') {
    const series = source.series.find((each) => each.name === name);
    return series?.settlesAfterMonths === undefined ? ['value'] : [];
  }
  const table = source.tables.find((each) => each.name === name);
  if (table?.knowledge.kind !== 'lag') return [];
  return columns.filter(({ type }) => NUMBERS.test(type)).map((column) => column.name);
}

const NUMBERS = /^(BOOLEAN|DOUBLE|FLOAT|DECIMAL|U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?)/;
