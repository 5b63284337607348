import type { Stage, StageColumn, StageEdge } from '../../../lineage/index.ts';
import type { Graph, NodeId } from '../../compile/index.ts';
import { idOf, nodeId, parseId, stageIdOf } from '../../ids/index.ts';
import type { RelationSummary } from '../../ingest/index.ts';
import { type ObjectId, objectKey } from '../../lake/index.ts';
import type { Manifest, ManifestNode } from '../../plan/index.ts';
import { rawIdOf, rawIds } from './source-stages.ts';

export interface StoredBy {
  readonly graph: Graph;
  readonly manifest: Manifest;
  /** What is stored of each source relation. */
  readonly relations: ReadonlyMap<NodeId, RelationSummary>;
}

/**
 * Stages as a run stores them: each with the fingerprint of what defines it and the digest of its object's data, a
 * model's edges with their weights. A stage whose object is older than its definition has neither.
 */
export function storedStages(stages: readonly Stage[], by: StoredBy): readonly Stage[] {
  const raw = rawDigests(by);
  return stages.map((each) => {
    const stage = readFromOne(each, by);
    if (stage.kind === 'raw') return withEvidence(stage, raw.get(stage.id) ?? {});
    const node = by.manifest.nodes[ownerOf(stage)];
    return node?.status === 'ok'
      ? weighted(withContent(withEvidence(stage, evidenceIn(node, stage)), node), node)
      : stage;
  });
}

/**
 * SHA-256 of the newest bytes of each raw stage, and of the earlier ones that stored values are from; of a source that
 * is asked live there are many answers, and no one digest.
 */
function rawDigests({ graph, relations }: StoredBy): ReadonlyMap<string, StoredEvidence> {
  const digests = new Map<string, StoredEvidence>();
  for (const [id, summary] of relations) {
    const { raw, rawKey, raws = {} } = summary;
    const node = graph.nodes.get(id);
    if (node?.kind !== 'source' || rawKey !== undefined) continue;
    const stage = rawIdOf(node, summary);
    const before = digests.get(stage)?.earlier ?? [];
    const earlier = new Set([...before, ...Object.keys(raws).filter((each) => each !== raw)]);
    digests.set(stage, { digest: raw, ...(earlier.size === 0 ? {} : { earlier: [...earlier] }) });
  }
  return digests;
}

/**
 * A series of a source with vintages and a snapshot, as read from the one of them that it was read from. That it is not
 * in the vintages is why it is read from the snapshot: their ids decide about its rows too.
 */
function readFromOne(stage: Stage, { graph, relations }: StoredBy): Stage {
  const node = stage.kind === 'source' ? graph.nodes.get(nodeId(stage.id)) : undefined;
  const summary = node && relations.get(node.id);
  if (node?.kind !== 'source' || summary?.readFrom === undefined) return stage;
  const [vintages] = rawIds(node);
  const other = new Set(rawIds(node).filter((id) => id !== rawIdOf(node, summary)));
  const isRead = ({ from }: StageEdge): boolean => !other.has(from.relation);
  const decides = (each: StageEdge): boolean =>
    isRead(each) || (each.from.relation === vintages && each.from.column === 'series_id');
  const columns = stage.columns.map((column): StageColumn => ({ ...column, edges: column.edges.filter(isRead) }));
  return { ...stage, columns, rows: stage.rows.filter(decides) };
}

/** The node that makes a stage: of frame, fit, predictions, alarms and card, the model. */
export function ownerOf({ id, kind }: Stage): NodeId {
  const made = kind === 'frame' || kind === 'prediction' || kind === 'alarms' || kind === 'card';
  return made ? idOf.model(parseId(id).name) : nodeId(id);
}

interface StoredEvidence {
  readonly fingerprint?: string;
  readonly digest?: string;
  /** Digests of earlier raw bytes that stored values are from. */
  readonly earlier?: readonly string[];
}

function evidenceIn(node: ManifestNode, stage: Stage): StoredEvidence {
  const object = objectOf(node, stage);
  // One object holds all relations of a source: what defines this one is the node's own fingerprint.
  const fingerprint = stage.kind === 'source' ? node.fingerprint : (object?.fingerprint ?? node.fingerprint);
  const digest = object && node.digests?.[objectKey(object)];
  return { fingerprint, ...(digest === undefined ? {} : { digest }) };
}

function objectOf({ objects }: ManifestNode, { kind }: Stage): ObjectId | undefined {
  return kind === 'source' ? objects[0] : objects.find((object) => object.kind === kind);
}

/** A stage without a place of its own, such as raw bytes, has its columns' file in its evidence all the same. */
function withEvidence(stage: Stage, { fingerprint, digest, earlier }: StoredEvidence): Stage {
  if (stage.evidence === undefined) return stage;
  const more = {
    ...(fingerprint === undefined ? {} : { fingerprint }),
    ...(digest === undefined ? {} : { digest: `sha256:${digest}` }),
    ...(earlier === undefined ? {} : { earlier: earlier.map((each) => `sha256:${each}`) }),
  };
  return { ...stage, evidence: { ...stage.evidence, ...more } };
}

function withContent(stage: Stage, { components }: ManifestNode): Stage {
  const content = stage.kind === 'source' ? components.inputs['content'] : undefined;
  return content === undefined ? stage : { ...stage, content };
}

/** The edges from a model's features to its fit and to its probability, with their shares. */
function weighted(stage: Stage, { weights }: ManifestNode): Stage {
  if (weights === undefined || (stage.kind !== 'model' && stage.kind !== 'prediction')) return stage;
  const frame = stageIdOf.frame(parseId(stage.id).name);
  const weigh = (edge: StageEdge): StageEdge => {
    const weight = edge.from.relation === frame ? weights[edge.from.column] : undefined;
    return weight === undefined ? edge : { ...edge, weight };
  };
  const columns = stage.columns.map(
    (column): StageColumn =>
      WEIGHTED.includes(column.column) ? { ...column, edges: column.edges.map(weigh) } : column,
  );
  return { ...stage, columns };
}

const WEIGHTED: readonly string[] = ['fit', 'probability', 'raw_probability', 'alarm'];
