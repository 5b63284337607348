import type { Day } from '../calendar/index.ts';
import type { GraphNode } from '../compile/index.ts';
import type { Row } from '../warehouse/index.ts';

/** The columns that order rows and tell them apart. */
export interface RowIdentity {
  readonly date: string;
  readonly keys: readonly string[];
}

/** A node whose rows can be shown. */
export type ShowableNode = Exclude<GraphNode, { kind: 'comparison' | 'test' }>;

/** How a node's rows are ordered, what is always shown of them, and since when a stored one holds. */
export interface ShownShape extends RowIdentity {
  /** Columns that every selection of columns keeps, shown first. */
  readonly fixed: readonly string[];
  /** Whether a stored row was known on that day; others are asked for as of a day. */
  readonly knownOn: (row: Row, day: Day) => boolean;
}

export function shapeOfNode(node: ShowableNode, which: 'known' | 'stored'): ShownShape {
  switch (node.kind) {
    case 'source': {
      const { date, keys } = sourceIdentity(node);
      return { date, keys, fixed: [date, ...keys, 'realtime_start', 'knowledge'], knownOn: always };
    }
    case 'feature': {
      const { keys } = node.definition;
      if (which === 'known') return { date: 'date', keys, fixed: ['date', ...keys], knownOn: always };
      return { date: 'as_of', keys, fixed: ['as_of', ...keys, 'date'], knownOn: notAfter };
    }
    case 'label': {
      const { keys } = node.definition;
      if (which === 'known') return { date: 'date', keys, fixed: ['date', ...keys], knownOn: always };
      return {
        date: 'date',
        keys: [...keys, 'known_from'],
        fixed: ['date', ...keys, 'known_from', 'known_to'],
        knownOn: (row, day) => String(row['known_from']) <= day && day < String(row['known_to']),
      };
    }
    case 'model': {
      const { keys } = node.label;
      return { date: 'as_of', keys, fixed: ['as_of', ...keys], knownOn: notAfter };
    }
    default:
      throw new Error(`unknown node ${(node satisfies never as GraphNode).kind}`);
  }
}

const always = (): boolean => true;
const notAfter = (row: Row, day: Day): boolean => String(row['as_of']) <= day;

function sourceIdentity(node: Extract<GraphNode, { kind: 'source' }>): RowIdentity {
  if (node.source.connector === 'fred') return { date: 'date', keys: [] };
  const table = node.source.tables.find(({ name }) => name === node.name);
  if (table === undefined) throw new Error(`${node.source.name} declares no ${node.name}`);
  return { date: table.dateColumn, keys: table.keys };
}
