import type { CompiledQuery, GraphNode } from '../compile/index.ts';

/** What listings say of a node. */
export function listedNode(node: GraphNode): Record<string, unknown> {
  const { id, kind, name, description, owner, tags, path, inputs } = node;
  return { id, kind, name, description, owner: owner ?? null, tags, path, inputs };
}

/** A compiled node as plain data: what `ews compile --json` prints. */
export function compiledNode(node: GraphNode): Record<string, unknown> {
  switch (node.kind) {
    case 'source':
      return { ...listedNode(node), connector: node.source.connector, columns: node.columns };
    case 'feature': {
      const { keys, ttlDays, columns } = node.definition;
      const declared = columns.map(({ tests: _, ...column }) => column);
      return { ...listedNode(node), keys, ttlDays: ttlDays ?? null, columns: declared, query: queryJson(node.query) };
    }
    case 'label': {
      const { kind, keys, window, event } = node.definition;
      return { ...listedNode(node), labelKind: kind, keys, window, event: event ?? null, query: queryJson(node.query) };
    }
    case 'model': {
      const { label, features, estimator, protocol, seed } = node.definition;
      return { ...listedNode(node), label, features, estimator, protocol, seed };
    }
    case 'comparison': {
      const { label, champion } = node;
      return { ...listedNode(node), label: label.name, champion };
    }
    case 'test': {
      const { of, severity, body } = node;
      const test =
        body.kind === 'column'
          ? { kind: body.kind, column: body.column, test: body.test }
          : { kind: body.kind, sql: body.sql };
      return { ...listedNode(node), of, severity, test };
    }
    default:
      throw new Error(`unknown node ${(node satisfies never as GraphNode).kind}`);
  }
}

function queryJson(query: CompiledQuery): Record<string, unknown> {
  const { sql, liftedSql, loopReason, sources, groups, usesAsOf, output, lineage } = query;
  return {
    evaluation: liftedSql === undefined ? 'loop' : 'lifted',
    loopReason: loopReason ?? null,
    sql,
    liftedSql: liftedSql ?? null,
    sources,
    groups: groups.map(({ name }) => name),
    usesAsOf,
    output,
    lineage,
  };
}
