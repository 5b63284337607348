import {
  columnUnits,
  type Graph,
  type GraphNode,
  type LiftedQuery,
  type NodeId,
  type TestNode,
  type TypedColumn,
} from '../../compile/index.ts';
import { digestOf } from '../../lake/index.ts';
import type { Manifest } from '../../plan/index.ts';
import { entry } from '../../presence/index.ts';
import { type ArtifactRun, artifactMetadata, modelName, schemaOf, uniqueId } from './artifact-ids.ts';
import { dbtMacros, macrosOf } from './dbt-macros.ts';
import { dbtUnitTests, isUnitTest } from './dbt-unit-tests.ts';

export interface ArtifactInput {
  readonly graph: Graph;
  readonly manifest: Manifest;
  readonly run: ArtifactRun;
  /** The queries of groups and labels as they are computed. */
  readonly lifted: ReadonlyMap<NodeId, LiftedQuery>;
}

/** dbt's `manifest.json`, version 12. What dbt has no word for stands under `meta.ews`. */
export function dbtManifest({ graph, manifest, run, lifted }: ArtifactInput): object {
  const project = graph.definitions.config.name;
  const known = [...graph.nodes.values()].flatMap((node) => {
    const id = uniqueId(project, node);
    return id === undefined ? [] : [{ node, id }];
  });
  const idOf = new Map(known.map(({ node, id }) => [node.id, id]));
  const parents = new Map(known.map(({ node, id }) => [id, parentsOf(node).flatMap((input) => idOf.get(input) ?? [])]));
  const children = new Map([...parents.keys()].map((id) => [id, [] as string[]]));
  for (const [id, inputs] of parents) for (const input of inputs) children.get(input)?.push(id);
  const nodes = known.filter(({ node }) => node.kind !== 'source' && !isUnitTest(node));
  return {
    metadata: { ...artifactMetadata('manifest/v12', run), project_name: project, adapter_type: 'duckdb' },
    nodes: Object.fromEntries(
      nodes.map(({ node, id }) => [
        id,
        dbtNode(node, { id, project, parents: parents.get(id) ?? [], manifest, lifted }),
      ]),
    ),
    sources: Object.fromEntries(
      known.flatMap(({ node, id }) =>
        node.kind === 'source' ? [[id, dbtSource(node, { id, project, parents: [], manifest, lifted })]] : [],
      ),
    ),
    macros: dbtMacros(graph.definitions, graph.nodes.values()),
    docs: {},
    exposures: {},
    metrics: {},
    groups: {},
    selectors: {},
    disabled: {},
    parent_map: Object.fromEntries(parents),
    child_map: Object.fromEntries(children),
    group_map: {},
    saved_queries: {},
    semantic_models: {},
    unit_tests: dbtUnitTests(graph, (node) => ewsOf(node, manifest)),
  };
}

function parentsOf(node: GraphNode): readonly NodeId[] {
  return node.kind === 'test' ? [node.of] : node.inputs;
}

interface NodePlace {
  readonly id: string;
  readonly project: string;
  readonly parents: readonly string[];
  readonly manifest: Manifest;
  readonly lifted: ArtifactInput['lifted'];
}

function dbtNode(node: GraphNode, { id, project, parents, manifest, lifted }: NodePlace): object {
  const { path: file } = node;
  const isTest = node.kind === 'test';
  const schema = schemaOf(node);
  const meta = { ews: ewsOf(node, manifest) };
  const base = {
    database: null,
    schema,
    name: isTest ? id.slice(id.indexOf('.', 'test.'.length) + 1) : modelName(node),
    resource_type: isTest ? 'test' : 'model',
    package_name: project,
    path: file,
    original_file_path: file,
    unique_id: id,
    fqn: [project, ...file.split('/').slice(0, -1), node.name],
    alias: node.name,
    checksum: { name: 'sha256', checksum: digestOf(node.recipe) },
    description: node.description,
    tags: node.tags,
    columns: {},
    meta,
    depends_on: { macros: macrosOf(project, node), nodes: parents },
    language: node.kind === 'model' ? 'yaml' : 'sql',
    ...sqlOf(node, lifted),
  };
  if (node.kind === 'test') return { ...base, config: { severity: node.severity, meta }, ...testOf(node, parents) };
  return { ...base, columns: columnsOf(node), config: { materialized: 'table', tags: node.tags, meta } };
}

/** What dbt does not know: the node as we call it, and what the run has of it. */
function ewsOf(node: GraphNode, { nodes }: Manifest): object {
  const built = nodes[node.id];
  return {
    id: node.id,
    kind: node.kind,
    owner: node.owner ?? null,
    fingerprint: built?.fingerprint ?? null,
    status: built?.status ?? null,
    built_by: built?.builtBy ?? null,
    // The text is that of the project now; of what a run was made only its digest is kept.
    changed_since_the_run: built === undefined ? null : built.components.recipe !== digestOf(node.recipe),
  };
}

function sqlOf(node: GraphNode, lifted: ArtifactInput['lifted']): object {
  if (node.kind === 'feature' || node.kind === 'label') {
    const { sql } = node.query;
    const form = entry(lifted, node.id);
    return { raw_code: sql, compiled: true, compiled_code: form.kind === 'lifted' ? form.sql : sql };
  }
  return node.kind === 'test' && node.body.kind === 'custom' ? { raw_code: node.body.sql } : { raw_code: '' };
}

function testOf({ body }: TestNode, parents: readonly string[]): object {
  const attached = { attached_node: parents[0] ?? null };
  if (body.kind !== 'column') return attached;
  const { column, test } = body;
  const { kind, ...values } = test;
  const kwargs = { column_name: column, ...values };
  return { ...attached, column_name: column, test_metadata: { name: kind, kwargs, namespace: 'ews' } };
}

/** The columns that a node has, as far as its definition tells them. */
export function typedColumns(node: GraphNode): readonly TypedColumn[] {
  if (node.kind === 'source') return node.columns;
  return node.kind === 'feature' || node.kind === 'label' ? node.query.output : [];
}

function columnsOf(node: GraphNode): object {
  const words =
    node.kind === 'feature' ? new Map(node.definition.columns.map((column) => [column.name, column])) : null;
  const units = columnUnits(node);
  return Object.fromEntries(
    typedColumns(node).map(({ name, type }) => {
      const said = words?.get(name);
      const unit = units.get(name);
      const meta = unit === undefined ? {} : { ews: { unit } };
      return [name, { name, description: said === undefined ? '' : said.description, data_type: type, meta, tags: [] }];
    }),
  );
}

function dbtSource(node: GraphNode & { readonly kind: 'source' }, { id, project, manifest }: NodePlace): object {
  const { source, name, path: file, description } = node;
  return {
    database: null,
    schema: source.name,
    name,
    resource_type: 'source',
    package_name: project,
    path: file,
    original_file_path: file,
    unique_id: id,
    fqn: [project, source.name, name],
    source_name: source.name,
    source_description: source.description,
    loader: source.connector,
    identifier: name,
    description,
    columns: columnsOf(node),
    tags: node.tags,
    meta: { ews: ewsOf(node, manifest) },
  };
}
