import type { GraphNode } from '../../compile/index.ts';
import type { StoredNodeResult, StoredResults } from '../runs/run-results.ts';
import type { SourceFreshness } from '../source-freshness.ts';
import { artifactMetadata, schemaOf, uniqueId } from './artifact-ids.ts';
import { type ArtifactInput, typedColumns } from './dbt-manifest.ts';

/** dbt's `run_results.json`, version 6. */
export function dbtRunResults({ graph, run }: ArtifactInput, { nodes, seconds }: StoredResults): object {
  const project = graph.definitions.config.name;
  const results = nodes.flatMap((result) => {
    const node = graph.nodes.get(result.id as GraphNode['id']);
    const id = node === undefined || node.kind === 'source' ? undefined : uniqueId(project, node);
    if (id === undefined || result.status === 'left') return [];
    const message = result.problems[0]?.message ?? (result.note === '' ? null : result.note);
    const failures = result.test === undefined ? null : result.test.failures;
    return [
      {
        unique_id: id,
        status: statusOf(result),
        timing: [],
        thread_id: 'main',
        execution_time: result.seconds,
        adapter_response: result.rows === null ? {} : { rows_affected: result.rows },
        message,
        failures,
        compiled: true,
        compiled_code: null,
        relation_name: null,
      },
    ];
  });
  return { metadata: artifactMetadata('run-results/v6', run), results, elapsed_time: seconds, args: {} };
}

/** Our words for what became of a node, in dbt's; a test that was reused says what it found. */
function statusOf({ status, test }: StoredNodeResult): string {
  if (test !== undefined) return test.status;
  const words = { ok: 'success', reused: 'reused', failed: 'error', skipped: 'skipped', left: 'skipped' } as const;
  return words[status];
}

/** dbt's `catalog.json`, version 1: what is built, with the columns that it has. */
export function dbtCatalog({ graph, manifest, run }: ArtifactInput): object {
  const project = graph.definitions.config.name;
  const entries = [...graph.nodes.values()].flatMap((node) => {
    const id = node.kind === 'test' ? undefined : uniqueId(project, node);
    const built = manifest.nodes[node.id];
    if (id === undefined || built === undefined) return [];
    const columns = typedColumns(node).map(({ name, type }, at) => [
      name,
      { type, index: at + 1, name, comment: null },
    ]);
    const rows = { id: 'num_rows', label: 'Rows', value: built.rows, include: built.rows !== null };
    const metadata = {
      type: 'BASE TABLE',
      schema: node.kind === 'source' ? node.source.name : schemaOf(node),
      name: node.name,
      database: null,
      comment: node.description,
      owner: node.owner ?? null,
    };
    const entry = { metadata, columns: Object.fromEntries(columns), stats: { num_rows: rows }, unique_id: id };
    return [{ node, id, entry }];
  });
  const of = (isSource: boolean) => entries.filter(({ node }) => (node.kind === 'source') === isSource);
  return {
    metadata: artifactMetadata('catalog/v1', run),
    nodes: Object.fromEntries(of(false).map(({ id, entry }) => [id, entry])),
    sources: Object.fromEntries(of(true).map(({ id, entry }) => [id, entry])),
    errors: null,
  };
}

/** dbt's `sources.json`, version 3: series with a limit, judged now; `max_loaded_at` is their newest period. */
export function dbtSources({ graph, run }: ArtifactInput, freshness: readonly SourceFreshness[], now: Date): object {
  const project = graph.definitions.config.name;
  const series = freshness.flatMap((source) => source.series).filter(({ status }) => status !== 'none');
  const results = series.map(({ relation, newest, status, reason }) => {
    const id = `source.${project}.${relation}`;
    if (newest === null) return { unique_id: id, error: reason, status: 'runtime error' };
    const loaded = new Date(newest);
    return {
      unique_id: id,
      max_loaded_at: loaded.toISOString(),
      snapshotted_at: now.toISOString(),
      max_loaded_at_time_ago_in_s: (now.getTime() - loaded.getTime()) / 1000,
      status,
      criteria: {},
      adapter_response: {},
      timing: [],
      thread_id: 'main',
      execution_time: 0,
    };
  });
  return { metadata: artifactMetadata('sources/v3', run), results, elapsed_time: 0 };
}
