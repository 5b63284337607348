import {
  type Checkout,
  type DatasetCatalogue,
  type DescribedStage,
  type LineageGraph,
  producerOf,
} from '../../lineage/index.ts';
import type { Graph } from '../compile/index.ts';
import { checkoutOf, type DefinitionWords, datasetCatalogue, definitionWords } from '../run/index.ts';
import { definitionsOfRun, lineageOfRun, requiredManifest } from './environment-run.ts';
import type { Session } from './session.ts';
import { EWS_VERSION } from './version.ts';

/** A lineage, what its definitions say, and where both come from. */
export interface LineageSource {
  readonly project: string;
  /** `run 2026...`, `the definitions as they are`. */
  readonly origin: string;
  /** UTC, ISO 8601: the time for which it holds. */
  readonly at: string;
  readonly checkout: Checkout;
  readonly lineage: LineageGraph;
  readonly definitions: DefinitionWords;
  readonly catalogue: DatasetCatalogue;
}

/** A lineage of the definitions as they are. */
export function currentSource({ effects }: Session, graph: Graph, lineage: LineageGraph): LineageSource {
  return {
    project: graph.definitions.config.name,
    origin: 'the definitions as they are',
    at: effects.now().toISOString(),
    checkout: checkoutOf(effects.origin),
    lineage,
    definitions: definitionWords(graph),
    catalogue: datasetCatalogue(graph, EWS_VERSION),
  };
}

/** The lineage that a run stored. Throws as `lineageOfRun` and `definitionsOfRun`. */
export async function storedSource(session: Session, runId: string): Promise<LineageSource> {
  const project = session.definitions.config.name;
  const lineage = await lineageOfRun(session, runId);
  const definitions = await definitionsOfRun(session, runId);
  const catalogue = storedCatalogue(project, lineage, definitions);
  // Under the time of the run, so that nobody takes it for the newest; files of the project, of no checkout.
  const at = (await requiredManifest(session, runId)).at ?? session.effects.now().toISOString();
  return { project, origin: `run ${runId}`, at, checkout: { folder: '' }, lineage, definitions, catalogue };
}

/** The datasets of a run, in the words that its definitions had. */
function storedCatalogue(project: string, { stages }: LineageGraph, definitions: DefinitionWords): DatasetCatalogue {
  const described = stages.map(
    (stage) => [stage.id, { stage, words: storedWords(definitions.stages[stage.id]) }] as const,
  );
  return { project, producer: producerOf(EWS_VERSION), stages: new Map(described) };
}

/** A run says nothing of stages that have no definition, and of before it kept what they said. */
function storedWords(words: DefinitionWords['stages'][string] | undefined): DescribedStage['words'] {
  if (words === undefined) return { columns: new Map() };
  const { description, owner, columns } = words;
  const texts = Object.entries(columns).map(([name, column]) => [name, withUnit(column)] as const);
  return {
    ...(description === '' ? {} : { description }),
    ...(owner === null ? {} : { owner }),
    columns: new Map(texts.filter(([, text]) => text !== '')),
  };
}

function withUnit({ description, unit }: { readonly description: string; readonly unit: string }): string {
  return unit === '' || description === '' ? description : `${description} (${unit})`;
}
