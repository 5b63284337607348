import type { Day } from '../../calendar/index.ts';
import type { SeriesInput, SourceInput } from '../../cards/index.ts';
import { directSeries, groupNode, type ModelNode, type NodeId, type SourceNode } from '../../compile/index.ts';
import { idOf } from '../../ids/index.ts';
import { observationsOf } from '../../ingest/index.ts';
import { digestOf } from '../../lake/index.ts';
import { type KnowledgeCounts, type StepContext, servedKnowledge, withSources } from '../../steps/index.ts';

/** Whether any series of the features was ever published: without that nobody can tell what a revision changed. */
export function haveVintages(sources: readonly SourceInput[]): boolean {
  const series = sources.flatMap((source) => source.series);
  return series.some((each) => each.usedFor === 'features' && each.published.length > 0);
}

/** How the observations of every source that the model uses became known, as its queries see them. */
async function knowledgeCounts(
  context: StepContext,
  sources: readonly NodeId[],
): Promise<ReadonlyMap<NodeId, KnowledgeCounts>> {
  return context.shared.knowledge.once(sources.join(' '), () =>
    withSources(context, sources, {}, async (warehouse) => {
      const counts = new Map<NodeId, KnowledgeCounts>();
      for (const source of sources) counts.set(source, await servedKnowledge(warehouse, source));
      return counts;
    }),
  );
}

function featureSources(context: StepContext, node: ModelNode): ReadonlySet<NodeId> {
  const groups = node.definition.features.map(({ group }) => groupNode(context.graph, group));
  return new Set(groups.flatMap((group) => group?.query.sources ?? []));
}

/** Every source that a model's features and label are computed from, with how its values became known. */
export async function sourceInputs(context: StepContext, node: ModelNode): Promise<readonly SourceInput[]> {
  const features = new Set<string>(
    node.definition.features.flatMap(({ group, column }) => directSeries(context.graph, group, column)),
  );
  const label = context.graph.nodes.get(idOf.label(node.label.name));
  const labelSources = label?.kind === 'label' ? label.query.sources : [];
  const used = new Set<NodeId>([...featureSources(context, node), ...labelSources]);
  const counts = await knowledgeCounts(context, [...used].toSorted());
  const bySource = new Map<string, { digests: string[]; completeThrough: Day | null; series: SeriesInput[] }>();
  for (const id of [...used].toSorted()) {
    const source = context.graph.nodes.get(id);
    const object = context.sources.get(id)?.object;
    if (source?.kind !== 'source' || object === undefined) continue;
    if (!features.has(id) && !labelSources.includes(id)) continue;
    const summary = observationsOf(await context.object(object)).relations[id];
    if (summary === undefined) continue;
    const entry = bySource.get(object.name) ?? { digests: [], completeThrough: completeThrough(source), series: [] };
    entry.digests.push(summary.digest);
    entry.series.push({
      name: id,
      usedFor: features.has(id) ? 'features' : 'label',
      rows: counts.get(id) ?? { published: 0, observed: 0, assumed: 0 },
      published: summary.published ?? [],
      firstDate: summary.firstDate,
      newestDate: summary.lastDate,
      ...seriesFacts(source),
    });
    bySource.set(object.name, entry);
  }
  // Only the relations that are used count: their object changes with its other relations, this model does not.
  return [...bySource].map(([name, { digests, ...entry }]) => ({ name, digest: digestOf(digests), ...entry }));
}

/** As declared or attested; of a source that is asked live it is another day every day, and no fact of the model. */
function completeThrough({ source }: SourceNode): Day | null {
  return source.connector === 'fred' && source.data.kind === 'live' ? null : (source.completeThrough ?? null);
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
