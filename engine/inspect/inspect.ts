import { rm } from 'node:fs/promises';
import type { NodeId } from '../compile/index.ts';
import { problemError } from '../diagnostics/index.ts';
import type { Standing } from '../standing/index.ts';
import { createContext, makeScratch, nothingSharedYet, type StepContext } from '../steps/index.ts';
import { overLimit } from '../warehouse/index.ts';
import { standingIn } from './standings.ts';
import { planStored, type WholeProject } from './whole-project.ts';

/**
 * Lets `work` read what is built, as a step would; the scratch folder goes afterwards, and nothing is stored. `reader`
 * is the node on whose behalf something is read: it is named when an input is missing, and `work` is told whose
 * numbers the environment has of it.
 */
export async function inspect<T>(
  project: WholeProject,
  reader: NodeId,
  work: (context: StepContext, standing: Standing | null) => Promise<T>,
): Promise<T> {
  const { graph, holdings, effects } = project;
  const plan = await planStored(project);
  makeScratch(effects.scratch);
  try {
    const context = createContext({
      graph,
      store: effects.store,
      sources: holdings,
      scratch: effects.scratch,
      warehouses: effects.warehouses,
      signal: new AbortController().signal,
      shared: nothingSharedYet(),
      stages: new Map(plan.stages.map((stage) => [stage.node, stage])),
      reader,
    });
    return await work(context, standingIn(project, plan, reader));
  } catch (error) {
    const over = overLimit(error, 'data');
    throw over === undefined ? error : problemError('EWS3003', `${reader} ${over.words}`, { hint: over.hint });
  } finally {
    await rm(effects.scratch, { recursive: true, force: true });
  }
}
