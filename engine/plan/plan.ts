import type { NodeId } from '../compile/index.ts';
import { entry } from '../presence/index.ts';
import { decide, decideOpen, type Made, type OpenInputs } from './decide.ts';
import { madeIn } from './made-in.ts';
import type { Plan, PlanInput } from './plan-stage.ts';

/** Graph + what the lake holds -> Plan. Looks at the environment's manifest first, at the lake only for the rest. */
export async function makePlan(input: PlanInput): Promise<Plan> {
  const made = await madeIn(input);
  const nodes = [...input.graph.nodes.values()];
  const inputs = openInputs(input, made);
  // What has to be looked up is looked up at once: on S3 each costs a round trip.
  const stages = await Promise.all(nodes.map((node) => decide(input, node, entry(made, node.id), inputs)));
  return Object.freeze({ environment: input.environment.name, position: input.environment.position, stages });
}

/** How inputs stand before a run has begun. */
function openInputs(input: PlanInput, made: ReadonlyMap<NodeId, Made>): OpenInputs {
  const isMade = (id: NodeId): boolean => {
    const of = entry(made, id);
    if (input.selected.has(id) || of.kind !== 'open') return input.selected.has(id);
    // Left alone it may be what it was, once it is known what it reads.
    const stage = decideOpen(input, entry(input.graph.nodes, id), of, inputs);
    return stage.action === 'leave' && stage.staleIf !== undefined;
  };
  const isOther = (id: NodeId): boolean => {
    const of = entry(made, id);
    const asked = { ...input, selected: new Set([id]), fullRefresh: false };
    return of.kind === 'open' && decideOpen(asked, entry(input.graph.nodes, id), of, inputs).action === 'execute';
  };
  const inputs = { isMade, isOther };
  return inputs;
}
