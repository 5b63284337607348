import { findLaunchTools, type LaunchTools, type OrphanGuard, startOrphanGuard } from '../../jobs/index.ts';
import { launchOf, type TrainingProgram } from './launch.ts';
import type { TrainingPlace } from './training-process.ts';

const MEBIBYTE = 2 ** 20;

let orphans: OrphanGuard | undefined;

/** How a program is started here, with a heap of `memory` bytes; tools are looked for where they are not given. */
export async function trainingPlace(
  program: TrainingProgram,
  memory: number,
  tools: LaunchTools | Promise<LaunchTools> = findLaunchTools(),
): Promise<TrainingPlace> {
  const found = await tools;
  if (found.setpriv === null) orphans ??= startOrphanGuard();
  const launch = launchOf(program, Math.ceil(memory / MEBIBYTE), found);
  return { launch, tools: found, orphans: found.setpriv === null ? (orphans ?? null) : null };
}
