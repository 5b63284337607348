import type { Perturbation } from './perturbation.ts';
import type { Observation, ProjectOracle } from './project-oracle.ts';

/** Observes them two at a time: a build computes on one thread for much of its time. */
export async function observeAll(
  oracle: ProjectOracle,
  perturbations: readonly Perturbation[],
): Promise<readonly Observation[]> {
  const open = [...perturbations.entries()];
  const found: Observation[] = [];
  const work = async (): Promise<void> => {
    for (let next = open.shift(); next !== undefined; next = open.shift())
      found[next[0]] = await oracle.observe(next[1]);
  };
  await Promise.all([work(), work()]);
  return found;
}
