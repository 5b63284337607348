import { liftedQueries } from '../../compile/index.ts';
import { indentedJson, type PlainObject } from '../../lake/index.ts';
import type { Manifest } from '../../plan/index.ts';
import { readResults } from '../runs/run-results.ts';
import { sourceFreshness } from '../source-freshness.ts';
import type { WholeProject } from '../whole-project.ts';
import { dbtManifest } from './dbt-manifest.ts';
import { dbtCatalog, dbtRunResults, dbtSources } from './dbt-results.ts';

/**
 * A run as dbt's artefacts, by file name. Definitions are those of the project now: nodes that changed since the run
 * say so under `meta.ews`. ProblemError EWS5046 where the results of the run are not those that it wrote.
 */
export async function dbtArtifacts(project: WholeProject, manifest: Manifest): Promise<ReadonlyMap<string, string>> {
  const { graph, effects } = project;
  const { version } = manifest as unknown as PlainObject;
  const at = manifest.at ?? effects.now().toISOString();
  const run = { id: manifest.run, at, version: typeof version === 'string' ? version : effects.origin.version };
  const queries = [...graph.nodes.values()].filter((node) => node.kind === 'feature' || node.kind === 'label');
  const lifted = await liftedQueries(graph, queries, effects.warehouses);
  const input = { graph, manifest, run, lifted };
  const results = await readResults(effects.store, manifest);
  const freshness = await sourceFreshness(graph.definitions, graph.definitions.sources, effects);
  return new Map([
    ['manifest.json', indentedJson(dbtManifest(input))],
    ['run_results.json', indentedJson(dbtRunResults(input, results))],
    ['catalog.json', indentedJson(dbtCatalog(input))],
    ['sources.json', indentedJson(dbtSources(input, freshness, effects.now()))],
  ]);
}
