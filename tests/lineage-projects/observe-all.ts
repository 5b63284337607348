import { NothingChanged, type Perturbation } from './perturbation.ts';
import { BrokenBuild, type PerturbationOutcome, type ProjectOracle } from './project-oracle.ts';

/** Observes them two at a time: a build computes on one thread for much of its time. */
export async function observeAll(
  oracle: ProjectOracle,
  perturbations: readonly Perturbation[],
): Promise<readonly PerturbationOutcome[]> {
  return twoAtATime(perturbations, (each) => oracle.observe(each));
}

/** Observes perturbations that nobody chose: those that change nothing or do not build are left out. */
export async function observeSound(
  oracle: ProjectOracle,
  perturbations: readonly Perturbation[],
): Promise<readonly PerturbationOutcome[]> {
  const tried = await twoAtATime(perturbations, async (each): Promise<readonly PerturbationOutcome[]> => {
    try {
      return [await oracle.observe(each)];
    } catch (error) {
      if (error instanceof BrokenBuild || error instanceof NothingChanged) return [];
      throw error;
    }
  });
  return tried.flat();
}

async function twoAtATime<From, To>(all: readonly From[], make: (each: From) => Promise<To>): Promise<readonly To[]> {
  const open = [...all.entries()];
  const made: To[] = [];
  const work = async (): Promise<void> => {
    for (let next = open.shift(); next !== undefined; next = open.shift()) made[next[0]] = await make(next[1]);
  };
  await Promise.all([work(), work()]);
  return made;
}
