import { present } from '../presence/index.ts';
import { type AsOfRelation, type LiftOutcome, lift } from './asof/index.ts';
import type { FeatureNode, Graph, LabelNode, SourceNode } from './graph.ts';
import { statementOf } from './recipe-statement.ts';

/**
 * One statement that computes the history of a compiled query, or why it runs as a loop. A query that is nested so
 * deeply that it cannot be rewritten runs as one: the loop is the definition.
 */
export function liftNode({ nodes }: Pick<Graph, 'nodes'>, node: FeatureNode | LabelNode): LiftOutcome {
  try {
    return lift(statementOf(node), relationsOf(nodes, node));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { kind: 'loop', reason: 'it is nested too deeply for a set-based form' };
  }
}

/** What a query reads, also through groups. */
function relationsOf(nodes: Graph['nodes'], node: FeatureNode | LabelNode): ReadonlyMap<string, AsOfRelation> {
  const relations = new Map<string, AsOfRelation>([['calendar.dates', { kind: 'calendar' }]]);
  const visit = ({ inputs }: FeatureNode | LabelNode): void => {
    for (const input of inputs) {
      const read = nodes.get(input);
      if (read === undefined || relations.has(input)) continue;
      if (read.kind === 'source') relations.set(input, sourceRelation(read));
      if (read.kind !== 'feature') continue;
      relations.set(input, { kind: 'group', name: input, statement: statementOf(read), sql: read.query.sql });
      visit(read);
    }
  };
  visit(node);
  return relations;
}

/** A source as queries read it. */
export function sourceRelation(source: SourceNode): AsOfRelation {
  return { kind: 'source', name: source.id, columns: source.columns, key: keyOf(source) };
}

/** On any day a source has one observation of each date: ingesting refuses more. */
export function keyOf({ source, name }: SourceNode): readonly string[] {
  if (source.connector === 'fred') return ['date'];
  const table = present(source.tables.find((declared) => declared.name === name));
  return [...table.keys, table.dateColumn];
}
