import type { Definitions } from '../project/index.ts';

/** Whether a target of the project protects an environment, whichever target was chosen. */
export function isProtected({ targets }: Definitions, name: string): boolean {
  return targets.some((target) => target.isProtected && target.environment === name);
}
