import {
  type BarredProgram,
  type BarrierTools,
  barriersOf,
  findBarrierTools,
  findLaunchTools,
  type JudgedBarrier,
  type LaunchTools,
  launchBehind,
  NODE_ALONE,
  NOTHING_HOLDS,
  type OrphanGuard,
  startOrphanGuard,
  strongestBarrier,
  type WorkerLaunch,
} from '../../jobs/index.ts';
import { probeProgram } from './launch.ts';

const MEBIBYTE = 2 ** 20;

/** How training processes are started and ended here. */
export interface TrainingPlace {
  readonly launch: WorkerLaunch;
  readonly tools: LaunchTools;
  /** Ends processes with their parent where the kernel does not end all of them. */
  readonly orphans: OrphanGuard | null;
  readonly judged: JudgedBarrier;
}

/** Tools that processes are started with. */
export interface MachineTools {
  readonly launch: LaunchTools;
  readonly barrier: BarrierTools;
}

/** What this machine has. The operator may name a program that puts a filter of system calls before another. */
export async function machineTools(environment: NodeJS.ProcessEnv = process.env): Promise<MachineTools> {
  const launch = await findLaunchTools();
  return { launch, barrier: await findBarrierTools(launch, environment['EWS_SECCOMP_LAUNCHER']) };
}

/** The strongest place that the machine offers, with a heap of `memory` bytes, judged by what the probe reaches. */
export async function judgedPlace(
  program: BarredProgram,
  memory: number,
  tools: MachineTools | Promise<MachineTools> = machineTools(),
): Promise<TrainingPlace> {
  const { launch, barrier } = await tools;
  const judged = await strongestBarrier(barriersOf(barrier), probeProgram(program), launch);
  return placeBehind(judged, program, memory, launch);
}

/** A place behind Node's permission model alone, which nobody has judged: for programs that get no data. */
export async function plainPlace(program: BarredProgram, memory: number): Promise<TrainingPlace> {
  return placeBehind({ barrier: NODE_ALONE, judgement: NOTHING_HOLDS }, program, memory, await findLaunchTools());
}

function placeBehind(judged: JudgedBarrier, program: BarredProgram, memory: number, tools: LaunchTools): TrainingPlace {
  const launch = launchBehind(judged.barrier, program, Math.ceil(memory / MEBIBYTE), tools);
  const isOneProcess = !judged.barrier.parts.some((part) => part === 'bubblewrap' || part === 'namespaces');
  return { launch, tools, orphans: tools.setpriv !== null && isOneProcess ? null : orphanGuard(), judged };
}

let guard: OrphanGuard | undefined;

/** One for all processes of this one. */
function orphanGuard(): OrphanGuard {
  guard ??= startOrphanGuard();
  return guard;
}
