import type { CardInput, CardTask, FeatureInput, SeriesInput, SourceInput } from '../../cards/index.ts';
import type { ModelNode, NodeId, SourceNode } from '../../compile/index.ts';
import { observationsOf } from '../../ingest/index.ts';
import { digestOf } from '../../lake/index.ts';
import type {
  BacktestResult,
  EventMonth,
  FeatureImportance,
  ModelSpec,
  RivalScores,
  TrainingFrame,
  ValueBacktest,
  ValueSpec,
} from '../../training/index.ts';
import { ENGINE_SETTINGS } from '../../warehouse/index.ts';
import type { StepContext } from '../context.ts';
import { directSeries } from '../direct-series.ts';
import { openSources } from './open-sources.ts';
import { type KnowledgeCounts, servedKnowledge } from './served-knowledge.ts';

/** What training gave, of an event or of a value. */
export type TrainedFigures =
  | {
      readonly task: 'event';
      readonly spec: ModelSpec;
      readonly realTime: BacktestResult;
      readonly labelsFinal: BacktestResult;
      readonly importance: readonly FeatureImportance[];
      readonly rivals: readonly RivalScores[];
    }
  | {
      readonly task: 'value';
      readonly spec: ValueSpec;
      readonly realTime: ValueBacktest;
      readonly labelsFinal: ValueBacktest;
    };

export type ModelFigures = TrainedFigures & {
  readonly frame: TrainingFrame;
  readonly dates: readonly (readonly (string | null)[])[];
  readonly events: readonly EventMonth[];
  readonly fingerprint: string;
};

/** Gathers everything that a model's card is computed from. */
export async function cardInput(context: StepContext, node: ModelNode, figures: ModelFigures): Promise<CardInput> {
  const { frame, events, fingerprint } = figures;
  const features = node.definition.features.map(
    ({ group, column }, index): FeatureInput => ({
      name: `${group}.${column}`,
      series: directSeries(context.graph, group, column),
      ...(figures.dates[index] === undefined ? {} : { dates: figures.dates[index] }),
    }),
  );
  const sources = await sourceInputs(context, node, new Set(features.flatMap(({ series }) => series)));
  return {
    identity: { model: node.name, version: fingerprint, engine: [{ name: 'duckdb', version: ENGINE_SETTINGS.engine }] },
    label: {
      name: node.label.name,
      kind: node.label.kind,
      event: node.label.event === undefined ? null : `${node.label.event.group}.${node.label.event.column}`,
    },
    ...taskOf(figures, withoutVintages(sources)),
    frame,
    features,
    sources,
    events,
    isolation: {
      demanded: 'best_effort',
      checks: (
        ['own_process', 'empty_environment', 'no_network', 'no_files', 'memory_limit', 'time_limit'] as const
      ).map((check) => ({ check, held: false })),
    },
    reproduction: {
      command: `ews build --select +${node.name} --full-refresh`,
      inputs: node.inputs.map((input) => ({ node: input, fingerprint: context.input(input).fingerprint })),
    },
  };
}

function taskOf(figures: ModelFigures, unmeasurable: ReturnType<typeof withoutVintages>): CardTask {
  if (figures.task === 'value') {
    const { task, spec, realTime, labelsFinal } = figures;
    return { task, spec, steps: { realTime, labelsFinal, ...unmeasurable } };
  }
  const { task, spec, realTime, labelsFinal, importance, rivals } = figures;
  return { task, spec, steps: { realTime, labelsFinal, ...unmeasurable }, importance, rivals };
}

/** How the observations of every source that the model uses became known, as its queries see them. */
async function knowledgeCounts(
  context: StepContext,
  sources: readonly NodeId[],
): Promise<ReadonlyMap<NodeId, KnowledgeCounts>> {
  const warehouse = await openSources(context, sources);
  try {
    const counts = new Map<NodeId, KnowledgeCounts>();
    for (const source of sources) counts.set(source, await servedKnowledge(warehouse, source));
    return counts;
  } finally {
    warehouse.close();
  }
}

/** Step (c) cannot be measured where no source has vintages. */
function withoutVintages(sources: readonly SourceInput[]): { readonly valuesFinal?: 'no_vintages' } {
  const published = sources
    .flatMap(({ series }) => series)
    .some((each) => each.usedFor === 'features' && each.rows.published > 0);
  return published ? {} : { valuesFinal: 'no_vintages' };
}

function featureSources(context: StepContext, node: ModelNode): ReadonlySet<NodeId> {
  const groups = node.definition.features.map(({ group }) => context.graph.nodes.get(`features.${group}` as NodeId));
  return new Set(groups.flatMap((group) => (group?.kind === 'feature' ? group.query.sources : [])));
}

async function sourceInputs(
  context: StepContext,
  node: ModelNode,
  features: ReadonlySet<string>,
): Promise<readonly SourceInput[]> {
  const label = context.graph.nodes.get(`labels.${node.label.name}` as NodeId);
  const labelSources = label?.kind === 'label' ? label.query.sources : [];
  const used = new Set<NodeId>([...featureSources(context, node), ...labelSources]);
  const counts = await knowledgeCounts(context, [...used].toSorted());
  const bySource = new Map<string, { digests: string[]; completeThrough: string | null; series: SeriesInput[] }>();
  for (const id of [...used].toSorted()) {
    const source = context.graph.nodes.get(id);
    const object = context.sources.get(id)?.object;
    if (source?.kind !== 'source' || object === undefined) continue;
    if (!features.has(id) && !labelSources.includes(id)) continue;
    const summary = observationsOf(await context.object(object)).relations[id];
    if (summary === undefined) continue;
    const entry = bySource.get(object.name) ?? { digests: [], completeThrough: summary.completeThrough, series: [] };
    entry.digests.push(summary.digest);
    entry.series.push({
      name: id,
      usedFor: features.has(id) ? 'features' : 'label',
      rows: counts.get(id) ?? { published: 0, observed: 0, assumed: 0 },
      firstDate: summary.firstDate,
      newestDate: summary.lastDate,
      ...seriesFacts(source),
    });
    bySource.set(object.name, entry);
  }
  // Of the relations used alone: the object that holds them changes with its other relations, this model does not.
  return [...bySource].map(([name, { digests, ...entry }]) => ({ name, digest: digestOf(digests), ...entry }));
}

function seriesFacts(source: SourceNode): Pick<SeriesInput, 'publicationLagDays' | 'breaks'> {
  if (source.source.connector !== 'fred') {
    const table = source.source.tables.find(({ name }) => name === source.name);
    return {
      publicationLagDays: table?.knowledge.kind === 'lag' ? table.knowledge.lagDays : null,
      breaks: table?.breaks ?? [],
    };
  }
  const series = source.source.series.find(({ name }) => name === source.name);
  return { publicationLagDays: series?.publicationLagDays ?? null, breaks: series?.breaks ?? [] };
}
