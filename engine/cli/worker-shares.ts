import { availableParallelism } from 'node:os';
import { usageError } from '../diagnostics/index.ts';
import type { TargetDefinition } from '../project/index.ts';
import type { WarehouseLimits } from '../warehouse/index.ts';

type Resources = TargetDefinition['resources'];

/** Bytes without which no worker is of use: nodes of the reference project hold 86 to 260 MB. */
const LEAST_MEMORY = 384e6;

/** How many nodes may run side by side, by `--threads` or the target. Throws a usage error for another text. */
export function threadsOf(wanted: string | undefined, { threads }: Resources): number {
  const text = wanted ?? (threads === 'auto' ? String(availableParallelism()) : String(threads));
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1) return count;
  const message = `--threads takes a whole number from 1, not "${text}"`;
  throw usageError(message, 'leave it out to use every core');
}

/** How many workers share a run's memory: rather fewer than such as could do nothing with their share. */
export function workersOf(threads: number, { memoryBytes }: Resources): number {
  return Math.max(1, Math.min(threads, Math.floor(memoryBytes / LEAST_MEMORY)));
}

/** What one of so many workers may use. */
export function limitsOf(width: number, resources: Resources): WarehouseLimits {
  const { memoryBytes, scratchBytes: scratch, nodeTimeoutSeconds } = resources;
  const { compileMemoryBytes, compileTimeoutSeconds } = resources;
  return {
    data: { memory: Math.max(LEAST_MEMORY, memoryBytes / width), scratch, answerSeconds: nodeTimeoutSeconds },
    compile: {
      memory: Math.max(LEAST_MEMORY, compileMemoryBytes),
      scratch,
      answerSeconds: compileTimeoutSeconds,
    },
  };
}
