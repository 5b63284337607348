import {
  type InputDataset,
  inputDataset,
  jobOf,
  type OpenLineageEvent,
  type OutputDataset,
  outputDataset,
  type Run,
  type RunState,
  runEvent,
  runOf,
} from '../../../lineage/index.ts';
import type { NodeId } from '../../compile/index.ts';
import { nodeId, parseId } from '../../ids/index.ts';
import type { PlanStage } from '../../plan/index.ts';
import { present } from '../../presence/index.ts';
import { ENGINE_SETTINGS } from '../../warehouse/index.ts';
import type { NodeResult } from '../events.ts';
import { errorOfNode } from './ending.ts';
import { type JobContext, nodeJob } from './node-job.ts';
import type { RunFacts } from './run-facts.ts';
import { openLineageRunId } from './run-id.ts';
import { testQuality } from './test-quality.ts';

/** When something began or ended, and how. */
export interface EventMoment {
  readonly eventType: RunState;
  /** UTC, ISO 8601. */
  readonly eventTime: string;
  readonly error?: string | undefined;
}

/** An event of the build as a whole, which reads and makes nothing by itself. */
export function buildEvent(facts: RunFacts, moment: EventMoment): OpenLineageEvent {
  const { producer, project, build, file, checkout } = facts;
  const description = `Build of the project ${project}`;
  const job = jobOf({ project, producer, checkout, name: build.job.name, kind: 'BUILD', description, file });
  return event(facts, moment, { run: run(facts, build.runId, moment), job, inputs: [], outputs: [] });
}

export interface NodeMoment extends EventMoment {
  /** What the plan says of every node; empty before there is a plan. */
  readonly plan: ReadonlyMap<NodeId, PlanStage>;
  /** Known when it has ended. */
  readonly result?: NodeResult | undefined;
}

/** An event of one node, or of the ingestion of a source. What did not complete made nothing. */
export function nodeEvent(
  facts: RunFacts,
  place: JobContext,
  id: NodeResult['id'],
  moment: NodeMoment,
): OpenLineageEvent {
  const { job, inputs, outputs } = nodeJob(place, id);
  const made = moment.eventType === 'START' || moment.eventType === 'COMPLETE' ? outputs : [];
  const { result } = moment;
  return event(facts, moment, {
    run: run(facts, openLineageRunId(facts.run, id), moment, facts.build),
    job,
    inputs: inputs.map((each) => input(place, each, moment)),
    outputs: made.map((each) =>
      outputDataset(place.catalogue, each, versionOf(each, moment), result && rowsOf(each, moment, result)),
    ),
  });
}

function input({ graph, catalogue }: JobContext, id: string, moment: NodeMoment): InputDataset {
  const test = moment.result === undefined ? undefined : graph.nodes.get(nodeId(moment.result.id));
  const outcome = moment.result?.test;
  const quality =
    test?.kind === 'test' && test.of === id && outcome !== undefined
      ? testQuality(catalogue.producer, test, outcome)
      : undefined;
  return inputDataset(catalogue, id, versionOf(id, moment), quality);
}

/** The fingerprint of a stage's object: the plan names a node's own, its result those of what was made beside it. */
function versionOf(id: string, { plan, result }: NodeMoment): string | undefined {
  const { schema, name } = parseId(id);
  const beside = result?.objects.find((each) => [each.kind, `${each.kind}s`].includes(schema) && each.name === name);
  return plan.get(nodeId(id))?.fingerprint ?? beside?.fingerprint;
}

/** Rows of what was made, as far as they were counted: the rows of a model are its predictions. */
function rowsOf(id: string, { plan }: NodeMoment, result: NodeResult): number | undefined {
  switch (result.kind) {
    case 'source': {
      const stage = plan.get(nodeId(id));
      return stage?.action === 'reuse' ? (stage.stored.rows ?? undefined) : undefined;
    }
    case 'model':
      return id.startsWith('predictions.') ? (result.rows ?? undefined) : undefined;
    case 'feature':
    case 'label':
    case 'comparison':
    case 'test':
      return result.rows ?? undefined;
    default:
      throw new Error(`unknown kind ${result.kind satisfies never}`);
  }
}

function run(facts: RunFacts, runId: string, { error }: EventMoment, parent?: RunFacts['build']): Run {
  const { producer, version, tags } = facts;
  const [name, engineVersion] = ENGINE_SETTINGS.engine.split(' v');
  return runOf({
    producer,
    runId,
    engine: { name: present(name), version: present(engineVersion), adapterVersion: version },
    tags,
    ...(parent === undefined ? {} : { parent }),
    ...(error === undefined ? {} : { error }),
  });
}

interface Parts {
  readonly run: Run;
  readonly job: OpenLineageEvent['job'];
  readonly inputs: readonly InputDataset[];
  readonly outputs: readonly OutputDataset[];
}

function event({ producer }: RunFacts, { eventType, eventTime }: EventMoment, parts: Parts): OpenLineageEvent {
  return runEvent({ eventType, eventTime, producer, ...parts });
}

/** How a node ended, as OpenLineage has it. A test that found rows and blocks its readers has failed. */
export function nodeMoment(result: NodeResult, eventTime: string): EventMoment {
  const error = errorOfNode(result);
  if (result.status === 'skipped') return { eventType: 'ABORT', eventTime, error };
  return { eventType: error === undefined ? 'COMPLETE' : 'FAIL', eventTime, error };
}
