import {
  type Checkout,
  type DatasetCatalogue,
  inputsOf,
  type Job,
  type JobDescription,
  jobOf,
} from '../../../lineage/index.ts';
import type { Graph, GraphNode } from '../../compile/index.ts';
import { ingestedSource, nodeId, stageIdOf } from '../../ids/index.ts';
import type { NodeResult } from '../events.ts';

/** The job that makes a node, and the ids of the stages that it reads and makes. */
export interface NodeJob {
  readonly job: Job;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

export interface JobContext {
  readonly graph: Graph;
  readonly catalogue: DatasetCatalogue;
  readonly checkout: Checkout;
}

/** A node's job is named as the node; the job `sources.<name>` makes all relations of a source. */
export function nodeJob(place: JobContext, id: NodeResult['id']): NodeJob {
  const source = ingestedSource(id);
  if (source !== undefined) return ingestJob(place, source);
  const node = place.graph.nodes.get(nodeId(id));
  if (node === undefined) throw new Error(`${id} is not in the graph`);
  const { description, path, owner } = node;
  const outputs = outputsOf(node);
  return {
    job: described(place, { name: node.id, description, file: path, ...(owner ? { owner } : {}), ...specifics(node) }),
    inputs: inputsOf(place.catalogue, outputs, node.inputs),
    outputs,
  };
}

function ingestJob(place: JobContext, name: string): NodeJob {
  const { graph, catalogue } = place;
  const source = graph.definitions.sources.find((each) => each.name === name);
  if (source === undefined) throw new Error(`${name} is no source`);
  const relations = [...graph.nodes.values()].filter((node) => node.kind === 'source' && node.source.name === name);
  const outputs = relations.map((node) => node.id);
  const { description, owner, yaml } = source;
  const words = { name: `sources.${name}`, description, file: yaml.file.path, kind: 'INGEST' } as const;
  return {
    job: described(place, { ...words, ...(owner === undefined ? {} : { owner }) }),
    inputs: inputsOf(catalogue, outputs),
    outputs,
  };
}

function described(
  { catalogue, checkout }: JobContext,
  words: Omit<JobDescription, 'project' | 'producer' | 'checkout'>,
): Job {
  const { project, producer } = catalogue;
  return jobOf({ project, producer, checkout, ...words });
}

function outputsOf(node: GraphNode): readonly string[] {
  switch (node.kind) {
    case 'feature':
    case 'label':
    case 'source':
      return [node.id];
    case 'model':
      return [
        stageIdOf.frame(node.name),
        node.id,
        stageIdOf.prediction(node.name),
        ...(node.label.kind === 'continuous' ? [] : [stageIdOf.alarms(node.name)]),
        stageIdOf.card(node.name),
      ];
    case 'comparison':
      return [node.id];
    case 'test':
      return [];
    default:
      throw new Error(`unknown node ${(node satisfies never as GraphNode).kind}`);
  }
}

function specifics(node: GraphNode): Pick<JobDescription, 'kind' | 'sql'> {
  switch (node.kind) {
    case 'source':
      return { kind: 'INGEST' };
    case 'feature':
      return { kind: 'FEATURE', sql: node.query.sql };
    case 'label':
      return { kind: 'LABEL', sql: node.query.sql };
    case 'model':
      return { kind: 'MODEL' };
    case 'comparison':
      return { kind: 'COMPARISON' };
    case 'test':
      return node.body.kind === 'custom' ? { kind: 'TEST', sql: node.body.sql } : { kind: 'TEST' };
    default:
      throw new Error(`unknown node ${(node satisfies never as GraphNode).kind}`);
  }
}
