import type { Day } from '../../calendar/index.ts';
import type { CardInput, CardTask, FeatureInput, Gap, NotFinite, SourceInput } from '../../cards/index.ts';
import { directSeries, type ModelNode } from '../../compile/index.ts';
import { eventThrough, outcomesThrough, type StepContext } from '../../steps/index.ts';
import type { EventMonth, TrainingFrame } from '../../training/index.ts';
import { ENGINE_SETTINGS } from '../../warehouse/index.ts';

export interface ModelFigures {
  readonly task: CardTask;
  readonly frame: TrainingFrame;
  readonly dates: readonly (readonly (Day | null)[])[];
  readonly events: readonly EventMonth[];
  readonly notFinite: readonly NotFinite[];
  readonly gaps: readonly Gap[];
  readonly sources: readonly SourceInput[];
  readonly fingerprint: string;
}

/** Gathers everything that a model's card is computed from. */
export function cardInput(context: StepContext, node: ModelNode, figures: ModelFigures): CardInput {
  const { task, frame, events, notFinite, gaps, sources, fingerprint } = figures;
  const features = node.definition.features.map(
    ({ group, column }, index): FeatureInput => ({
      name: `${group}.${column}`,
      series: directSeries(context.graph, group, column),
      ...(figures.dates[index] === undefined ? {} : { dates: figures.dates[index] }),
    }),
  );
  return {
    ...task,
    identity: { model: node.name, version: fingerprint, engine: [{ name: 'duckdb', version: ENGINE_SETTINGS.engine }] },
    label: {
      name: node.label.name,
      kind: node.label.kind,
      event: node.label.event === undefined ? null : `${node.label.event.group}.${node.label.event.column}`,
      ...(node.label.keys.length === 0 ? {} : { keys: node.label.keys }),
    },
    frame,
    features,
    sources,
    events,
    windowCompared: node.windowCompared,
    outcomesThrough: outcomesThrough(context.graph, node),
    ...eventKnown(context, node),
    notFinite,
    gaps,
    reproduction: {
      command: `ews build --select +${node.name} --full-refresh`,
      inputs: Object.entries(context.components().inputs).map(([node, fingerprint]) => ({ node, fingerprint })),
    },
  };
}

function eventKnown({ graph }: StepContext, node: ModelNode): Pick<CardInput, 'eventThrough'> {
  const through = eventThrough(graph, node);
  return through === undefined ? {} : { eventThrough: through };
}
