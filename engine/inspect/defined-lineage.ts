import { buildLineage, type LineageGraph, type Stage } from '../../lineage/index.ts';
import type { Graph, NodeId } from '../compile/index.ts';
import { nodeId } from '../ids/index.ts';
import type { Store } from '../lake/index.ts';
import {
  calendarDigests,
  componentsOf,
  fingerprintOf,
  type KnownContents,
  type Manifest,
  type ManifestNode,
  readEnvironment,
  readingsIn,
  STEP_REVISIONS,
} from '../plan/index.ts';
import { DIGEST_RULES, lineageStages, ownerOf, relationSummaries, storedStages } from '../steps/index.ts';
import { ENGINE_SESSION } from '../warehouse/index.ts';

/**
 * The lineage of the definitions as they are, with what an environment's current run stored by them: fingerprints, over
 * the observations that the run used, and digests. A stage whose definition is newer than the run has no digest.
 */
export async function definedLineage(graph: Graph, store: Store, environment: string): Promise<LineageGraph> {
  const stages = lineageStages(graph);
  const { manifest } = await readEnvironment(store, environment);
  if (manifest === undefined) return buildLineage(stages, DIGEST_RULES);
  const fingerprints = fingerprintsOver(graph, manifest);
  const made = { ...manifest, nodes: nodesMadeBy(fingerprints, manifest) };
  const objects = Object.entries(made.nodes).flatMap(([id, node]) =>
    node.kind === 'source' ? [[nodeId(id), node.objects[0]] as const] : [],
  );
  const stored = storedStages(stages, { graph, manifest: made, relations: await relationSummaries(store, objects) });
  return buildLineage(
    stored.map((stage) => withFingerprint(stage, fingerprints)),
    DIGEST_RULES,
  );
}

/** What the fingerprints of the definitions are over the observations of a run. */
function fingerprintsOver(graph: Graph, { nodes }: Manifest): ReadonlyMap<NodeId, string> {
  const fingerprints = new Map<NodeId, string>();
  const contents = new Map<NodeId, string>();
  for (const [id, { components }] of Object.entries(nodes)) {
    const content = components.inputs['content'];
    if (content !== undefined) contents.set(nodeId(id), content);
  }
  const context = {
    engine: ENGINE_SESSION,
    // Definitions are compared, not machines.
    numerics: (id: NodeId) => nodes[id]?.components.numerics,
    revisions: STEP_REVISIONS,
    calendarDigest: calendarDigests(graph),
    known: fingerprints,
    contents,
    stored: (id: NodeId): KnownContents | undefined => {
      const node = nodes[id];
      return node !== undefined && node.fingerprint === fingerprints.get(id) ? (node.contents ?? 'whole') : undefined;
    },
    readings: readingsIn(graph),
  };
  for (const node of graph.nodes.values()) {
    const components = componentsOf(node, context);
    if (components !== undefined) fingerprints.set(node.id, fingerprintOf(node, components));
  }
  return fingerprints;
}

function nodesMadeBy(fingerprints: ReadonlyMap<NodeId, string>, { nodes }: Manifest): Manifest['nodes'] {
  const made = Object.entries(nodes).filter(
    ([id, { status, fingerprint }]: readonly [string, ManifestNode]) =>
      status === 'ok' && fingerprints.get(nodeId(id)) === fingerprint,
  );
  return Object.fromEntries(made) as Manifest['nodes'];
}

function withFingerprint(stage: Stage, fingerprints: ReadonlyMap<NodeId, string>): Stage {
  const fingerprint = fingerprints.get(ownerOf(stage));
  if (stage.evidence === undefined || stage.evidence.fingerprint !== undefined || fingerprint === undefined)
    return stage;
  return { ...stage, evidence: { ...stage.evidence, fingerprint } };
}
