import { mkdir, rm } from 'node:fs/promises';
import type { NodeId } from '../compile/index.ts';
import type { Plan } from '../plan/index.ts';
import type { Prepared } from '../run/index.ts';
import { createContext, type Effects, type StepContext } from '../steps/index.ts';

export interface Inspection {
  readonly prepared: Pick<Prepared, 'graph' | 'holdings'>;
  readonly plan: Plan;
  /** The node on whose behalf something is read: named when an input is missing. */
  readonly reader: NodeId;
  readonly effects: Pick<Effects, 'store' | 'scratch'>;
  readonly memory: string;
}

/** Lets `work` read what is built, as a step would; the scratch folder goes afterwards, and nothing is stored. */
export async function inspect<T>(inspection: Inspection, work: (context: StepContext) => Promise<T>): Promise<T> {
  const { prepared, plan, reader, effects, memory } = inspection;
  await mkdir(effects.scratch, { recursive: true });
  try {
    const context = createContext({
      graph: prepared.graph,
      store: effects.store,
      sources: prepared.holdings,
      scratch: effects.scratch,
      memory,
      signal: new AbortController().signal,
      stages: new Map(plan.stages.map((stage) => [stage.node, stage])),
      reader,
    });
    return await work(context);
  } finally {
    await rm(effects.scratch, { recursive: true, force: true });
  }
}
