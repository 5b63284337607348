import { columnUnits, type GraphNode, type SourceNode } from '../../compile/index.ts';
import { PREDICTION_COLUMNS, VALUE_PREDICTION_COLUMNS } from '../../steps/index.ts';
import type { CataloguedColumn } from './catalogue.ts';

interface ColumnWords {
  readonly name: string;
  readonly description: string;
}

/** The columns of a node's rows, of a model those of its predictions; with what is said of them. */
export function cataloguedColumns(node: GraphNode): readonly CataloguedColumn[] {
  const units = columnUnits(node);
  return describedColumns(node).map((column) => ({ ...column, unit: units.get(column.name) ?? null }));
}

type DescribedColumn = Omit<CataloguedColumn, 'unit'>;

function describedColumns(node: GraphNode): readonly DescribedColumn[] {
  switch (node.kind) {
    case 'source':
      return described(node.columns, wordsOfRelation(node));
    case 'feature':
      return described(node.query.output, node.definition.columns);
    case 'label':
      return described(node.query.output, []);
    case 'model': {
      const columns = node.label.kind === 'binary' ? PREDICTION_COLUMNS : VALUE_PREDICTION_COLUMNS;
      return described(
        Object.entries(columns).map(([name, type]) => ({ name, type })),
        [],
      );
    }
    case 'comparison':
    case 'test':
      return [];
    default:
      throw new Error(`unknown node ${(node satisfies never as GraphNode).kind}`);
  }
}

function described(
  columns: readonly { readonly name: string; readonly type: string }[],
  words: readonly ColumnWords[],
): readonly DescribedColumn[] {
  return columns.map(({ name, type }) => {
    const { description = '' } = words.find((said) => said.name === name) ?? {};
    return { name, type, description };
  });
}

/** The one value of a series is what its title is of. */
function wordsOfRelation({ source, name }: SourceNode): readonly ColumnWords[] {
  if (source.connector === 'file') return source.tables.find((table) => table.name === name)?.columns ?? [];
  const series = source.series.find((each) => each.name === name);
  return series === undefined ? [] : [{ name: 'value', description: series.title }];
}
