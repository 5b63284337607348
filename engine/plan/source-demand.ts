import type { SourceNode } from '../compile/index.ts';
import type { FileTable, SourceDefinition } from '../project/index.ts';

/**
 * How a relation is read: all of its declaration that can change which rows there are, what they hold and since when
 * they are known. A fingerprint has no need of it, because a source's is that of the rows; what is compared before
 * anything was read has. Words, licences and limits of freshness are no part of it. To be digested.
 */
export function sourceDemand({ source, name, recipe }: Pick<SourceNode, 'source' | 'name' | 'recipe'>): unknown {
  return { recipe, ...declared(source, name) };
}

function declared(source: SourceDefinition, name: string): object {
  switch (source.connector) {
    case 'fred': {
      const found = source.series.find((each) => each.name === name);
      const { title: _, units: __, freshness: ___, breaks: ____, licence, attribution, ...series } = found ?? {};
      const { prehistory, prehistoryLagMonths, data } = source;
      // How often a server is asked, and where it stands, is the target's affair.
      return { series, prehistory, prehistoryLagMonths, data: data.kind === 'live' ? data.kind : data };
    }
    case 'file':
      return { table: source.tables.filter((table) => table.name === name).map(asRead) };
    default:
      throw new Error(`unknown connector ${(source satisfies never as SourceDefinition).connector}`);
  }
}

function asRead({ description: _, breaks: __, licence, attribution, columns, ...table }: FileTable): object {
  return { ...table, columns: columns.map(({ name, type, header }) => ({ name, type, header })) };
}
