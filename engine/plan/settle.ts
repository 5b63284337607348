import type { NodeId } from '../compile/index.ts';
import { entry } from '../presence/index.ts';
import { decide, madeOf } from './decide.ts';
import { contextOf } from './made-in.ts';
import type { PlanInput, PlanStage } from './plan-stage.ts';
import type { KnownContents } from './stored-contents.ts';

/** How far a run has come: the stages of the inputs of a node, and what the rows hold that it made of them. */
export interface MadeSoFar {
  readonly stageOf: (id: NodeId) => PlanStage;
  /** Undefined of what the run did not make. */
  readonly contentsOf: (id: NodeId) => KnownContents | undefined;
}

/** A stage of a plan once the inputs of its node are made: decided by the rule by which it was planned. */
export type Settle = (id: NodeId, soFar: MadeSoFar) => Promise<PlanStage>;

/** Decides of what a plan left open, node by node. */
export function settling(input: PlanInput): Settle {
  const context = contextOf(input);
  return async (id, { stageOf, contentsOf }) => {
    const node = entry(input.graph.nodes, id);
    const fingerprints = [...node.inputs, ...context.readings(node).sources].flatMap((each) => {
      const { fingerprint } = stageOf(each);
      return fingerprint === undefined ? [] : [[each, fingerprint] as const];
    });
    const stored = (each: NodeId): KnownContents | undefined => contentsOf(each) ?? contentsFound(stageOf(each));
    const made = madeOf(input, node, { ...context, known: new Map(fingerprints), stored }, () => undefined);
    // What is still not made will not be made by this run.
    return decide(input, node, made, { isMade: () => false, isOther: () => false });
  };
}

/** What is stored of a node that a run does not make. */
function contentsFound(stage: PlanStage): KnownContents | undefined {
  if (stage.action !== 'reuse' && stage.action !== 'leave') return undefined;
  const { stored, fingerprint } = stage;
  return stored === undefined || stored.fingerprint !== fingerprint ? undefined : (stored.contents ?? 'whole');
}
