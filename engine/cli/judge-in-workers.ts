import type { JudgeSql } from '../project/index.ts';
import { workerWarehouses } from '../warehouse/index.ts';
import { commandWorkers } from './command-workers.ts';
import { stateFolder } from './state-folder.ts';
import { limitsOf, threadsOf, workersOf } from './worker-shares.ts';

/** Judges SQL of a project whose YAML has errors, in a worker with the limits of the target that is meant. */
export function judgeInWorkers(root: string, flags: { readonly target?: string }): JudgeSql {
  return async (parts, resourcesOf) => {
    // Only a project with errors pays for loading it here.
    const { judgeSql } = await import('../compile/index.ts');
    const resources = resourcesOf(flags.target);
    const { named } = stateFolder(root, 'judge');
    const width = workersOf(threadsOf(undefined, resources), resources);
    return judgeSql(parts, { warehouses: workerWarehouses(commandWorkers(width, named), limitsOf(width, resources)) });
  };
}
