import { comparisonFile } from '../../cards/index.ts';
import type { Graph, GraphNode, NodeId } from '../../compile/index.ts';
import { nodeId } from '../../ids/index.ts';
import { fredDay } from '../../ingest/index.ts';
import { functionsOf, type Manifest, readEnvironment } from '../../plan/index.ts';
import { noticesOf } from '../../project/index.ts';
import { summariseRun } from '../runs/run-summary.ts';
import { sourceFreshness } from '../source-freshness.ts';
import type { WholeProject } from '../whole-project.ts';
import type { Catalogue, CataloguedFreshness, CataloguedNode, CataloguedRun } from './catalogue.ts';
import { builtIn } from './catalogued-build.ts';
import { cataloguedColumns } from './catalogued-columns.ts';
import { cataloguedFacts } from './catalogued-facts.ts';
import { cataloguedFunctions } from './catalogued-functions.ts';
import { cataloguedTests } from './catalogued-tests.ts';
import { withoutSecrets } from './without-secrets.ts';

type ListedNode = Exclude<GraphNode, { readonly kind: 'test' }>;

/** A project's definitions as they are now, beside what a run has of each. Stores nothing. */
export async function collectCatalogue(project: WholeProject, manifest: Manifest): Promise<Catalogue> {
  const { graph } = project;
  const listed = [...graph.nodes.values()].filter((node) => node.kind !== 'test');
  const tests = cataloguedTests(graph, manifest);
  const freshness = await freshnessOf(project);
  const readers = readersOf(listed);
  const nodes = listed.map(
    (node): CataloguedNode => ({
      id: node.id,
      kind: node.kind,
      description: node.description,
      owner: node.owner ?? null,
      tags: node.tags,
      files: filesOf(node),
      facts: cataloguedFacts(node),
      columns: cataloguedColumns(node),
      tests: tests.get(node.id) ?? [],
      inputs: node.inputs,
      readers: readers.get(node.id) ?? [],
      functions: functionsOf(node),
      freshness: freshness.get(node.id) ?? null,
      built: builtIn(manifest, node),
      page: pageOf(node),
    }),
  );
  return withoutSecrets({
    project: graph.definitions.config.name,
    run: await cataloguedRun(project, manifest),
    nodes,
    functions: cataloguedFunctions(graph),
    files: textsOf(graph),
    gone: Object.keys(manifest.nodes).filter((id) => !graph.nodes.has(nodeId(id))),
    notices: noticesOf(graph.definitions),
  });
}

async function cataloguedRun(
  { effects }: WholeProject,
  { run: id, environment, sources = {} }: Manifest,
): Promise<CataloguedRun> {
  const summary = await summariseRun(effects.store, id, undefined);
  const { at, outcome, problem, commit, actor, command, target, version } = summary;
  const data = Object.entries(sources).map(([source, { n, sha256 }]) => ({ source, position: n, sha256 }));
  const newest = (await readEnvironment(effects.store, environment)).manifest?.run === id;
  return { id, at, outcome, problem, environment, newest, commit, actor, command, target, version, data };
}

/** Of every series that is judged, by its relation: what is stored now, against the limits of now. */
async function freshnessOf({ graph, effects }: WholeProject): Promise<ReadonlyMap<string, CataloguedFreshness>> {
  const { definitions } = graph;
  const judged = fredDay(effects.now());
  const sources = await sourceFreshness(definitions, definitions.sources, effects);
  return new Map(
    sources.flatMap(({ completeThrough, series }) =>
      series.map(({ relation, newest, due, status, reason }) => {
        return [relation, { newest, due, status, reason, completeThrough, judged }] as const;
      }),
    ),
  );
}

function readersOf(nodes: readonly ListedNode[]): ReadonlyMap<NodeId, readonly NodeId[]> {
  const readers = new Map<NodeId, NodeId[]>();
  for (const { id, inputs } of nodes) {
    for (const input of inputs) {
      const known = readers.get(input);
      if (known === undefined) readers.set(input, [id]);
      else known.push(id);
    }
  }
  return readers;
}

function filesOf(node: ListedNode): readonly string[] {
  if (node.kind !== 'feature' && node.kind !== 'label') return [node.path];
  return [node.definition.sql.path, node.definition.yaml.file.path];
}

function pageOf(node: ListedNode): string | null {
  if (node.kind === 'model') return `cards/${node.name}.html`;
  return node.kind === 'comparison' ? `cards/${comparisonFile(node.label.name)}.html` : null;
}

function textsOf({ definitions: { sources, groups, labels, models } }: Graph): Readonly<Record<string, string>> {
  const tests = groups.flatMap(({ customTests }) => customTests);
  const files = [
    ...[...sources, ...groups, ...labels, ...models].map(({ yaml }) => yaml.file),
    ...[...groups, ...labels, ...tests].map(({ sql }) => sql),
  ];
  return Object.fromEntries(files.map(({ path, text }) => [path, text]));
}
