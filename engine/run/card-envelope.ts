import type { CardEnvelope, FeatureProse, SeriesProse, SourceAttestation } from '../cards/index.ts';
import { type Graph, type GraphNode, groupNode, type ModelNode, type NodeId } from '../compile/index.ts';
import type { Manifest, TrainingIsolation } from '../plan/index.ts';
import { entry, present } from '../presence/index.ts';
import { type RelationRights, rightsOf } from '../project/index.ts';
import type { Effects } from '../steps/index.ts';
import type { Isolation } from '../training/index.ts';

/** What joins a card when a run exports it: who ran it, and the words of today's definitions. */
export function cardEnvelope(
  graph: Graph,
  node: ModelNode,
  manifest: Pick<Manifest, 'run' | 'nodes'>,
  effects: Effects,
): CardEnvelope {
  const { definition } = node;
  return {
    runId: manifest.run,
    createdAt: effects.now().toISOString(),
    actor: effects.origin.actor,
    commit: effects.origin.commit,
    approvals: [],
    isolation: judgedIsolation(manifest.nodes[node.id]?.isolation),
    prose: {
      description: definition.description,
      intendedUse: definition.intendedUse,
      intendedUsers: definition.intendedUsers,
      materiality: definition.materiality,
      limitations: definition.limitations,
      owner: definition.owner ?? null,
      validatedBy: definition.validatedBy ?? null,
      labelDescription: node.label.description,
      ...labelUnit(node.label),
      features: definition.features.map(({ group, column }) => featureProse(graph, group, column)),
      series: seriesProse(graph, node),
      ...notices(graph, node),
      ...attestations(graph, node),
    },
  };
}

/** What the values of a label are counted in, where it says so. */
export function labelUnit({ unit }: ModelNode['label']): { readonly labelUnit?: string } {
  return unit === undefined ? {} : { labelUnit: unit };
}

/** What was judged from outside; null for a record of before, where the process spoke for itself. */
function judgedIsolation(recorded: TrainingIsolation | undefined): Isolation | null {
  return recorded?.barriers === undefined ? null : (recorded as Isolation);
}

function featureProse(graph: Graph, group: string, column: string): FeatureProse {
  const node = present(groupNode(graph, group), group);
  const { description, unit = null } = present(
    node.definition.columns.find(({ name }) => name === column),
    column,
  );
  return { name: `${group}.${column}`, description, unit, owner: node.owner ?? null };
}

/** Every relation that the model's features or label are computed from. */
function relationsRead(graph: Graph, node: ModelNode): readonly NodeId[] {
  const used = new Set<NodeId>();
  for (const input of node.inputs) {
    const definition = graph.nodes.get(input);
    if (definition?.kind === 'feature' || definition?.kind === 'label') {
      for (const source of definition.query.sources) used.add(source);
    }
  }
  return [...used].toSorted();
}

function notices(graph: Graph, node: ModelNode): Pick<CardEnvelope['prose'], 'notices'> {
  const said = relationsRead(graph, node).flatMap((id) => relationRights(graph, id)?.notices ?? []);
  return said.length === 0 ? {} : { notices: [...new Set(said)] };
}

/** What people attested of the sources that the model reads. */
function attestations(graph: Graph, node: ModelNode): Pick<CardEnvelope['prose'], 'attestations'> {
  const said = new Map<string, SourceAttestation>();
  for (const id of relationsRead(graph, node)) {
    const relation = graph.nodes.get(id);
    if (relation?.kind !== 'source' || relation.source.attestation === undefined) continue;
    said.set(relation.source.name, { source: relation.source.name, ...relation.source.attestation });
  }
  return said.size === 0 ? {} : { attestations: [...said.values()] };
}

function relationRights(graph: Graph, id: NodeId): RelationRights | undefined {
  const node = graph.nodes.get(id);
  return node?.kind === 'source' ? rightsOf(node.source, node.name) : undefined;
}

function seriesProse(graph: Graph, node: ModelNode): readonly SeriesProse[] {
  return relationsRead(graph, node).map((id) => {
    const relation = entry(graph.nodes, id);
    const { notices: _, ...rights } = relationRights(graph, id) ?? {};
    return { name: id, title: relation.description, units: unitsOf(relation), ...rights };
  });
}

/** Only series of FRED have units as a whole; the columns of a file have units of their own. */
function unitsOf(relation: GraphNode): string | null {
  if (relation.kind !== 'source' || relation.source.connector !== 'fred') return null;
  return relation.source.series.find(({ name }) => name === relation.name)?.units ?? null;
}
