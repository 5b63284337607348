import type { GraphNode, NodeId } from '../compile/index.ts';
import { type Problem, warning } from '../diagnostics/index.ts';
import { idOf, nodeId, parseTestId } from '../ids/index.ts';
import { entry } from '../presence/index.ts';
import { type Made, storedAs } from './decide.ts';
import type { Components, Deferrals, DeferredInput } from './fingerprint.ts';
import { madeIn } from './made-in.ts';
import type { Manifest } from './manifest.ts';
import { type PlanInput, type PlanStage, plannedComponents } from './plan-stage.ts';

/** The environment after some run whose results are taken for inputs that are neither made nor current. */
export interface DeferredState {
  /** `prod#41`, `run 20221101T060000Z-5a51f3`. */
  readonly name: string;
  readonly manifest: Manifest;
}

/** What a build takes from elsewhere, and what is to be said of inputs that cannot be taken from there. */
export interface FoundDeferrals {
  readonly deferrals: Deferrals;
  readonly problems: readonly Problem[];
}

/**
 * What the nodes that a build makes take from another environment: inputs that it does not make, that are stored
 * nowhere as they are defined now, and that are read as stored rows. Of what is read by its query (a group of another
 * one, the event of a label) that is the one of here, and a warning EWS4029 says so; another says what is broken there.
 */
export async function findDeferrals(
  input: PlanInput,
  { name, manifest }: DeferredState,
  isMade: (node: GraphNode) => boolean,
): Promise<FoundDeferrals> {
  const made = await madeIn(input);
  const current = new Map<NodeId, Promise<boolean>>();
  const isCurrent = (id: NodeId): Promise<boolean> => {
    const known = current.get(id) ?? isStored(input, id, made);
    current.set(id, known);
    return known;
  };
  const deferrals = new Map<NodeId, ReadonlyMap<NodeId, DeferredInput>>();
  const problems: Problem[] = [];
  for (const node of input.graph.nodes.values()) {
    if (!isMade(node)) continue;
    const taken = new Map<NodeId, DeferredInput>();
    for (const id of node.inputs) {
      const there = manifest.nodes[id];
      const other = entry(input.graph.nodes, id);
      // Observations are those of the lake: two sources side by side would be known at two times.
      if (there === undefined || there.fingerprint === fingerprintIn(made, id)) continue;
      if (other.kind === 'source' || isMade(other) || (await isCurrent(id))) continue;
      if (readsStored(node, id)) taken.set(id, { fingerprint: there.fingerprint, to: name });
      else problems.push(readByQuery(node, id, name));
    }
    if (taken.size > 0) deferrals.set(node.id, taken);
  }
  const taken = new Set([...deferrals.values()].flatMap((inputs) => [...inputs.keys()]));
  return { deferrals, problems: [...problems, ...[...taken].flatMap((id) => brokenThere(id, { name, manifest }))] };
}

/** What an environment's nodes took from elsewhere, as long as it is not built there as it is defined now. */
export async function recordedDeferrals(input: PlanInput): Promise<Deferrals> {
  const nodes = input.environment.manifest?.nodes ?? {};
  const recorded = Object.entries(nodes).filter(([, { deferred }]) => deferred !== undefined);
  if (recorded.length === 0) return new Map();
  const made = await madeIn(input);
  return new Map(
    recorded.map(([reader, { deferred = {}, components }]) => {
      const taken = Object.entries(deferred).flatMap(([text, to]): readonly (readonly [NodeId, DeferredInput])[] => {
        const id = nodeId(text);
        const fingerprint = components.inputs[id];
        if (fingerprint === undefined || nodes[id]?.fingerprint === fingerprintIn(made, id)) return [];
        return [[id, { fingerprint, to }]];
      });
      return [nodeId(reader), new Map(taken)];
    }),
  );
}

/** The fingerprint of an input that a node takes from elsewhere; undefined where it reads what is defined here. */
export function takenFor(stage: PlanStage | undefined, input: NodeId): string | undefined {
  const components = stage === undefined ? undefined : componentsOf(stage);
  return components?.deferred?.includes(input) === true ? components.inputs[input] : undefined;
}

/** What the node of a stage is made of as far as it is planned; undefined where it waits for an ingest. */
function componentsOf(stage: PlanStage): Components | undefined {
  if (stage.action !== 'leave') return plannedComponents(stage);
  const { stored, fingerprint } = stage;
  return stored !== undefined && stored.fingerprint === fingerprint ? stored.components : undefined;
}

async function isStored(input: PlanInput, id: NodeId, made: ReadonlyMap<NodeId, Made>): Promise<boolean> {
  const now = made.get(id);
  if (now?.kind !== 'known') return false;
  const before = input.environment.manifest?.nodes[id];
  return (await storedAs(now.made, entry(input.graph.nodes, id), before, input.store)) !== undefined;
}

function fingerprintIn(made: ReadonlyMap<NodeId, Made>, id: NodeId): string | undefined {
  const of = made.get(id);
  return of?.kind === 'known' ? of.made.fingerprint : undefined;
}

/** Whether a node reads the stored rows of an input, and nothing else of it. */
function readsStored(node: GraphNode, id: NodeId): boolean {
  if (node.kind === 'model') return node.label.event === undefined || idOf.group(node.label.event.group) !== id;
  return node.kind === 'comparison' || node.kind === 'test';
}

function readByQuery(node: GraphNode, id: NodeId, name: string): Problem {
  const message = `${id} is not deferred to ${name}: ${node.id} reads it by its query, as it is defined here`;
  const hint = `if that of ${name} is meant, take back the change of ${id} here; if this one is, select +${node.name}`;
  return warning('EWS4029', message, { hint });
}

/** That what is taken was left behind there, or fails its tests: whoever reads it there is blocked. */
function brokenThere(id: NodeId, { name, manifest }: DeferredState): readonly Problem[] {
  const status = manifest.nodes[id]?.status;
  const tests = Object.entries(manifest.nodes).filter(([test, { kind, test: outcome }]) => {
    return kind === 'test' && outcome?.status === 'fail' && idOf.group(parseTestId(test).group) === id;
  });
  const found = [
    ...(status === undefined || status === 'ok' ? [] : [`is ${status}`]),
    ...(tests.length === 0 ? [] : [`fails ${tests.map(([test]) => test).join(', ')}`]),
  ];
  if (found.length === 0) return [];
  const message = `${id} ${found.join(', and ')} in ${name}, and is taken from there as it is`;
  return [warning('EWS4029', message, { hint: 'mend it there, or make it here: select it too' })];
}
