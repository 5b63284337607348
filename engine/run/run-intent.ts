import type { Graph } from '../compile/index.ts';
import { type Intent, isCompared, type ObjectId, objectKey } from '../lake/index.ts';
import { type Plan, type PlanStage, takenFor } from '../plan/index.ts';
import { entry } from '../presence/index.ts';
import type { BegunRun } from './begin-run.ts';
import type { IngestedRun } from './planned-run.ts';

/** The observations that a run reads and its environment does not name: nothing but the refs of sources keeps them. */
export function newObservations({ holdings, environment }: Pick<IngestedRun, 'holdings' | 'environment'>) {
  const named = Object.values(environment.manifest?.nodes ?? {}).flatMap(({ objects }) => objects.map(objectKey));
  const known = new Set(named);
  const held = [...holdings.values()].flatMap(({ object }) => (object === undefined ? [] : [object]));
  return [...new Map(held.map((id) => [objectKey(id), id])).values()].filter((id) => !known.has(objectKey(id)));
}

/**
 * What a plan needs that its environment does not name yet: stored objects of elsewhere, and whatever there is of the
 * nodes that it computes. Undefined where that is nothing: the environment keeps all the rest.
 */
export function intentOf(
  { options, effects }: Pick<BegunRun, 'options' | 'effects'>,
  { graph, environment }: Pick<IngestedRun, 'graph' | 'environment'>,
  { stages }: Plan,
): Intent | undefined {
  const objects: ObjectId[] = [];
  const names = new Set<string>();
  for (const stage of stages) {
    const named = environment.manifest?.nodes[stage.node]?.fingerprint;
    if (stage.action === 'reuse' && named !== stage.fingerprint) objects.push(...stage.stored.objects);
    const isMade = stage.action === 'execute' || stage.action === 'execute_if_changed';
    if (isMade) objects.push(...deferredObjects(graph, stage));
    if (isMade && stage.kind !== 'source') names.add(entry(graph.nodes, stage.node).name);
  }
  // An environment that ends by itself must not end under a run of it.
  if (objects.length === 0 && names.size === 0 && !isCompared(options.environment)) return undefined;
  const { environment: name, command } = options;
  const at = effects.now().toISOString();
  return { environment: name, command, actor: effects.origin.actor, at, objects, names: [...names] };
}

/** What a node takes from another environment, which may move on meanwhile. */
function deferredObjects({ nodes }: Pick<Graph, 'nodes'>, stage: PlanStage): readonly ObjectId[] {
  const inputs = entry(nodes, stage.node).inputs;
  return inputs.flatMap((id): readonly ObjectId[] => {
    const fingerprint = takenFor(stage, id);
    const { kind, name } = entry(nodes, id);
    return fingerprint === undefined || kind === 'source' ? [] : [{ kind, name, fingerprint }];
  });
}
