import type {
  FeatureNode,
  GraphSummary,
  HistoryForm,
  LabelNode,
  LiftedQuery,
  NodeId,
  NodeKind,
  SummaryNode,
} from '../compile/index.ts';
import { entry, first, last, Tally } from '../presence/index.ts';
import { counted, listed } from './counted.ts';
import type { Paint } from './paint/index.ts';
import { shorterLines } from './shorter-dates.ts';
import { tableText } from './table.ts';

/** Names that a list spells out before it counts the rest. */
const NAMES_SHOWN = 4;

/**
 * What a project compiles to, counted and listed.
 * @param histories how the history of each query will be computed, where that was asked for.
 */
export function graphSummaryText(
  name: string,
  { calendar, shorter, nodes, tests, counts }: GraphSummary,
  histories: ReadonlyMap<NodeId, HistoryForm> | undefined,
  paint: Paint,
): string {
  const { dates, words } = calendar;
  const queries = nodes.filter((node) => node.kind === 'feature' || node.kind === 'label');
  const table = tableText(
    {
      columns: [
        { title: 'kind', align: 'left' },
        { title: 'name', align: 'left' },
        { title: 'columns', align: 'right' },
        { title: 'tests', align: 'right' },
        { title: 'reads', align: 'left' },
        ...(histories === undefined ? [] : [{ title: 'history', align: 'left' } as const]),
      ],
      rows: nodes
        .filter(({ kind }) => kind !== 'source')
        .map((node) => ({ cells: rowOf(node, tests.count(node.id), histories) })),
    },
    paint,
  );
  return [
    `${paint.bold(name)}: ${kindCountsText(counts)}`,
    `${counted(dates.length, 'decision date')}, ${words}, ${first(dates)} .. ${last(dates)}`,
    ...shorterLines([...shorter].map(([node, own]) => ({ node, last: last(own) }))),
    '',
    table,
    '',
    `compiles: ${queriesText(queries, histories)}`,
  ].join('\n');
}

/** `2 queries`, or how many of them are lifted. */
function queriesText(
  queries: readonly Pick<SummaryNode, 'id'>[],
  histories: ReadonlyMap<NodeId, HistoryForm> | undefined,
): string {
  const all = counted(queries.length, 'query', 'queries');
  if (histories === undefined) return all;
  const lifted = queries.filter(({ id }) => entry(histories, id).kind === 'lifted').length;
  return `${lifted} of ${all} lifted`;
}

/** `44 series, 7 feature groups, 2 labels, 2 models, 87 tests`. */
export function kindCounts(nodes: readonly { readonly kind: NodeKind }[]): string {
  return kindCountsText(Tally.of(nodes.map(({ kind }) => kind)));
}

function kindCountsText(counts: Tally<NodeKind>): string {
  const words: readonly [NodeKind, string, string?][] = [
    ['source', 'source relation'],
    ['feature', 'feature group'],
    ['label', 'label'],
    ['model', 'model'],
    ['comparison', 'comparison'],
    ['test', 'test'],
  ];
  const parts = words.flatMap(([kind, word]) => {
    const count = counts.count(kind);
    return count === 0 ? [] : [counted(count, word)];
  });
  return parts.length === 0 ? 'nothing' : parts.join(', ');
}

function rowOf(
  node: SummaryNode,
  tests: number,
  histories: ReadonlyMap<NodeId, HistoryForm> | undefined,
): readonly string[] {
  const reads = listed(node.inputs, NAMES_SHOWN);
  const isQuery = node.columns !== undefined;
  const counts = isQuery ? [String(node.columns), tests === 0 ? '' : String(tests)] : ['', ''];
  const cells = [node.kind, node.name, ...counts, reads];
  if (histories === undefined) return cells;
  return [...cells, isQuery ? historyText(entry(histories, node.id)) : ''];
}

function historyText(history: HistoryForm): string {
  return history.kind === 'loop' ? `loop: ${history.reason}` : 'lifted';
}

/** A query as the engine evaluates it: its set-based form, or its own text and why it runs as a loop. */
export function compiledSqlText(node: FeatureNode | LabelNode, lifted: LiftedQuery, paint: Paint): string {
  const head = `-- ${node.id} (${node.path}): ${historyText(lifted)}`;
  const sql = lifted.kind === 'lifted' ? lifted.sql : node.query.sql;
  return `${paint.dim(head)}\n${sql.trim().replace(/;$/, '')};`;
}
