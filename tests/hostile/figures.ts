import type { MeasuredRun } from './measured-run.ts';

/** Gathers what the runs of a suite took at most. */
export interface HostileFigures {
  add(run: MeasuredRun): void;
  /** Prints them as `.ci/large` reads them; says how many runs there were. */
  print(): number;
}

export function hostileFigures(what: string): HostileFigures {
  const runs: MeasuredRun[] = [];
  const most = (of: (run: MeasuredRun) => number): number => Math.max(...runs.map(of));
  return {
    add: (run) => void runs.push(run),
    print: () => {
      const seconds = most((run) => run.seconds).toFixed(1);
      const memory = (most((run) => run.memoryBytes) / 1e6).toFixed(0);
      const scratch = (most((run) => run.scratchBytes) / 1e6).toFixed(0);
      console.log(
        `figures: ${runs.length} hostile ${what}: at most ${seconds} s, ${memory} MB, ${scratch} MB of scratch`,
      );
      return runs.length;
    },
  };
}
