import type { Day } from '../calendar/index.ts';
import type { Problem } from '../diagnostics/index.ts';
import { first, last } from '../presence/index.ts';

/** Each kind of note once, with how many refits it concerns. */
export function distinctNotes(
  refits: readonly { readonly cutoff: Day; readonly notes: readonly Problem[] }[],
): readonly Problem[] {
  const byMessage = new Map<string, { readonly problem: Problem; readonly cutoffs: Day[] }>();
  for (const { cutoff, notes } of refits) {
    for (const problem of notes) {
      const entry = byMessage.get(problem.message) ?? { problem, cutoffs: [] };
      entry.cutoffs.push(cutoff);
      byMessage.set(problem.message, entry);
    }
  }
  return [...byMessage.values()].map(({ problem, cutoffs }) => ({
    ...problem,
    message: `${cutoffs.length} of ${refits.length} refits: ${problem.message}`,
    notes: [`first at ${first(cutoffs)}, last at ${last(cutoffs)}`],
  }));
}
