import type {
  CompiledQuery,
  FeatureNode,
  Graph,
  GraphNode,
  LabelNode,
  LiftedQuery,
  NodeId,
  NodeKind,
  TestNode,
} from '../compile/index.ts';
import type { Problem } from '../diagnostics/index.ts';
import { entry } from '../presence/index.ts';
import type {
  CompletenessAttestation,
  FeatureGroupDefinition,
  LabelDefinition,
  ModelDefinition,
  SourceDefinition,
} from '../project/index.ts';

/** What listings say of a node. */
export interface ListedNode {
  readonly id: NodeId;
  readonly kind: NodeKind;
  readonly name: string;
  readonly description: string;
  readonly owner: string | null;
  readonly tags: readonly string[];
  readonly path: string;
  readonly inputs: readonly NodeId[];
}

/** A relation of a source, with the day through which it is complete, and who looked. */
export interface ListedSource extends ListedNode {
  readonly completeThrough: string | null;
  readonly attestation: CompletenessAttestation | null;
}

/** What `ews compile --json` says of a project. */
export interface CompiledGraphJson {
  readonly project: string;
  readonly vars: Graph['definitions']['config']['vars'];
  readonly calendar: Graph['calendar'] & {
    readonly shorter: readonly { readonly node: string; readonly last?: string | undefined }[];
  };
  readonly nodes: readonly CompiledNodeJson[];
  readonly problems: readonly Problem[];
}

export type CompiledNodeJson =
  | (ListedNode & {
      readonly connector: SourceDefinition['connector'];
      readonly columns: Extract<GraphNode, { kind: 'source' }>['columns'];
    })
  | (ListedNode & {
      readonly keys: FeatureGroupDefinition['keys'];
      readonly ttlDays: number | null;
      readonly columns: readonly Omit<FeatureGroupDefinition['columns'][number], 'tests'>[];
      readonly query: CompiledQueryJson;
    })
  | (ListedNode & {
      readonly labelKind: LabelDefinition['kind'];
      readonly keys: LabelDefinition['keys'];
      readonly window: LabelDefinition['window'];
      readonly event: LabelDefinition['event'] | null;
      readonly query: CompiledQueryJson;
    })
  | (ListedNode & Pick<ModelDefinition, 'label' | 'features' | 'estimator' | 'protocol' | 'seed'>)
  | (ListedNode & { readonly label: string; readonly champion: string | null })
  | (ListedNode & {
      readonly of: string;
      readonly severity: TestNode['severity'];
      readonly test: CompiledTestJson;
    });

export type CompiledTestJson =
  | { readonly kind: 'column'; readonly column: string; readonly test: unknown }
  | { readonly kind: 'custom'; readonly sql: string }
  | {
      readonly kind: 'unit';
      readonly asOf: readonly string[];
      readonly given: readonly string[];
      readonly expected: number;
    };

export interface CompiledQueryJson extends Pick<CompiledQuery, 'sql' | 'sources' | 'usesAsOf' | 'output' | 'lineage'> {
  readonly evaluation: 'loop' | 'lifted';
  readonly loopReason: string | null;
  readonly liftedSql: string | null;
  readonly groups: readonly string[];
}

export function listedNode(node: GraphNode): ListedNode {
  const { id, kind, name, description, owner, tags, path, inputs } = node;
  return { id, kind, name, description, owner: owner ?? null, tags, path, inputs };
}

/** A compiled node as plain data: what `ews compile --json` prints. @param lifted of each query, its lifted form. */
export function compiledNode(node: GraphNode, lifted: LiftedQueries): CompiledNodeJson {
  switch (node.kind) {
    case 'source':
      return { ...listedNode(node), connector: node.source.connector, columns: node.columns };
    case 'feature': {
      const { keys, ttlDays, columns } = node.definition;
      const declared = columns.map(({ tests: _, ...column }) => column);
      return { ...listedNode(node), keys, ttlDays: ttlDays ?? null, columns: declared, query: queryJson(node, lifted) };
    }
    case 'label': {
      const { kind, keys, window, event } = node.definition;
      return {
        ...listedNode(node),
        labelKind: kind,
        keys,
        window,
        event: event ?? null,
        query: queryJson(node, lifted),
      };
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
      return { ...listedNode(node), of, severity, test: testJson(body) };
    }
    default:
      throw new Error(`unknown node ${(node satisfies never as GraphNode).kind}`);
  }
}

function testJson(body: TestNode['body']): CompiledTestJson {
  switch (body.kind) {
    case 'column':
      return { kind: body.kind, column: body.column, test: body.test };
    case 'custom':
      return { kind: body.kind, sql: body.sql };
    case 'unit': {
      const { asOf, given, expected } = body.test;
      const relations = given.map(({ relation }) => relation);
      return { kind: body.kind, asOf, given: relations, expected: expected.length };
    }
    default:
      throw new Error(`unknown test ${(body satisfies never as TestNode['body']).kind}`);
  }
}

type LiftedQueries = ReadonlyMap<NodeId, LiftedQuery>;

function queryJson({ id, query }: FeatureNode | LabelNode, lifted: LiftedQueries): CompiledQueryJson {
  const { sql, sources, groups, usesAsOf, output, lineage } = query;
  const form = entry(lifted, id);
  return {
    evaluation: form.kind,
    loopReason: form.kind === 'loop' ? form.reason : null,
    sql,
    liftedSql: form.kind === 'lifted' ? form.sql : null,
    sources,
    groups: groups.map(({ name }) => name),
    usesAsOf,
    output,
    lineage,
  };
}
