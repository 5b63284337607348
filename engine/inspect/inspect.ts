import { rm } from 'node:fs/promises';
import type { NodeId } from '../compile/index.ts';
import { entry } from '../presence/index.ts';
import type { Standing } from '../standing/index.ts';
import {
  createContext,
  limitProblem,
  makeScratch,
  nothingSharedYet,
  type StepContext,
  timeLimit,
} from '../steps/index.ts';
import { standingIn } from './standings.ts';
import { planStored, type WholeProject } from './whole-project.ts';

/**
 * Lets `work` read what is built, as a step would; the scratch folder goes afterwards, and nothing is stored. `reader`
 * is the node on whose behalf something is read: it is named when an input is missing or a limit is reached, that of a
 * node's time among them, and `work` is told whose numbers the environment has of it.
 */
export async function inspect<T>(
  project: WholeProject,
  reader: NodeId,
  work: (context: StepContext, standing: Standing | null) => Promise<T>,
): Promise<T> {
  const { graph, holdings, effects, target } = project;
  const { nodeTimeoutSeconds: seconds } = target.resources;
  const plan = await planStored(project);
  makeScratch(effects.scratch);
  const clock = timeLimit(new AbortController().signal, seconds);
  try {
    const context = createContext({
      graph,
      store: effects.store,
      sources: holdings,
      scratch: effects.scratch,
      warehouses: effects.warehouses,
      signal: clock.signal,
      shared: nothingSharedYet(),
      stages: new Map(plan.stages.map((stage) => [stage.node, stage])),
      reader,
    });
    return await work(context, standingIn(project, plan, reader));
  } catch (error) {
    throw limitProblem(error, entry(graph.nodes, reader), seconds) ?? error;
  } finally {
    clock.stop();
    await rm(effects.scratch, { recursive: true, force: true });
  }
}
