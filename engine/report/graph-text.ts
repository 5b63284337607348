import type { FeatureNode, Graph, GraphNode, LabelNode, NodeKind } from '../compile/index.ts';
import { first, last } from '../presence/index.ts';
import { counted, listed } from './counted.ts';
import type { Paint } from './paint/index.ts';
import { shorterLines } from './shorter-dates.ts';
import { tableText } from './table.ts';

/** Names that a list spells out before it counts the rest. */
const NAMES_SHOWN = 4;

/** What a project compiles to: counts, and for every query how its history will be computed. */
export function graphSummaryText(graph: Graph, nodes: readonly GraphNode[], paint: Paint): string {
  const { dates, frequency } = graph.calendar;
  const queries = nodes.filter((node) => node.kind === 'feature' || node.kind === 'label');
  const lifted = queries.filter(({ query }) => query.liftedSql !== undefined).length;
  const table = tableText(
    {
      columns: [
        { title: 'kind', align: 'left' },
        { title: 'name', align: 'left' },
        { title: 'columns', align: 'right' },
        { title: 'tests', align: 'right' },
        { title: 'reads', align: 'left' },
        { title: 'history', align: 'left' },
      ],
      rows: nodes
        .filter(({ kind }) => kind !== 'source' && kind !== 'test')
        .map((node) => ({ cells: rowOf(graph, node) })),
    },
    paint,
  );
  return [
    `${paint.bold(graph.definitions.config.name)}: ${kindCounts(nodes)}`,
    `${counted(dates.length, `${frequency} decision date`)}, ${first(dates)} .. ${last(dates)}`,
    ...shorterLines([...graph.shorter].map(([node, own]) => ({ node, last: last(own) }))),
    '',
    table,
    '',
    `compiles: ${lifted} of ${queries.length} queries lifted`,
  ].join('\n');
}

/** `44 series, 7 feature groups, 2 labels, 2 models, 87 tests`. */
export function kindCounts(nodes: readonly { readonly kind: NodeKind }[]): string {
  const words: readonly [NodeKind, string, string?][] = [
    ['source', 'source relation'],
    ['feature', 'feature group'],
    ['label', 'label'],
    ['model', 'model'],
    ['comparison', 'comparison'],
    ['test', 'test'],
  ];
  const parts = words.flatMap(([kind, word]) => {
    const count = nodes.filter((node) => node.kind === kind).length;
    return count === 0 ? [] : [counted(count, word)];
  });
  return parts.length === 0 ? 'nothing' : parts.join(', ');
}

function rowOf(graph: Graph, node: GraphNode): readonly string[] {
  const tests = [...graph.nodes.values()].filter((each) => each.kind === 'test' && each.of === node.id).length;
  const reads = listed(node.inputs, NAMES_SHOWN);
  if (node.kind === 'feature' || node.kind === 'label') {
    return [
      node.kind,
      node.name,
      String(node.query.output.length),
      tests === 0 ? '' : String(tests),
      reads,
      historyOf(node),
    ];
  }
  return [node.kind, node.name, '', '', reads, ''];
}

function historyOf({ query }: FeatureNode | LabelNode): string {
  return query.liftedSql === undefined ? `loop: ${query.loopReason ?? 'it cannot be lifted'}` : 'lifted';
}

/** A query as the engine evaluates it: its set-based form, or its own text and why it runs as a loop. */
export function compiledSqlText(node: FeatureNode | LabelNode, paint: Paint): string {
  const { query } = node;
  const head = `-- ${node.id} (${node.path}): ${historyOf(node)}`;
  return `${paint.dim(head)}\n${(query.liftedSql ?? query.sql).trim().replace(/;$/, '')};`;
}
