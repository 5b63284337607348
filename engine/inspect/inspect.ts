import { rm } from 'node:fs/promises';
import type { NodeId } from '../compile/index.ts';
import { createContext, makeScratch, type StepContext } from '../steps/index.ts';
import { planStored, type WholeProject } from './whole-project.ts';

/**
 * Lets `work` read what is built, as a step would; the scratch folder goes afterwards, and nothing is stored. `reader`
 * is the node on whose behalf something is read: it is named when an input is missing.
 */
export async function inspect<T>(
  project: WholeProject,
  reader: NodeId,
  work: (context: StepContext) => Promise<T>,
): Promise<T> {
  const { graph, holdings, target, effects } = project;
  const plan = await planStored(project);
  makeScratch(effects.scratch);
  try {
    const context = createContext({
      graph,
      store: effects.store,
      sources: holdings,
      scratch: effects.scratch,
      memory: target.resources.memory,
      signal: new AbortController().signal,
      stages: new Map(plan.stages.map((stage) => [stage.node, stage])),
      reader,
    });
    return await work(context);
  } finally {
    await rm(effects.scratch, { recursive: true, force: true });
  }
}
