import type { LaunchTools } from '../launch.ts';
import type { BarredProgram } from './barred-program.ts';
import { type Barrier, launchBehind, NODE_ALONE } from './barrier.ts';
import { type Judgement, judgeBarrier, NOTHING_HOLDS } from './judge-barrier.ts';

const PROBE_MEGABYTES = 256;

/** A barrier, and what of it was seen to hold. */
export interface JudgedBarrier {
  readonly barrier: Barrier;
  readonly judgement: Judgement;
}

/** The first barrier behind which the probe answers: one that does not work here starts no program. */
export async function strongestBarrier(
  barriers: readonly Barrier[],
  probe: BarredProgram,
  tools: LaunchTools,
): Promise<JudgedBarrier> {
  for (const barrier of barriers) {
    const judgement = await judgeBarrier(launchBehind(barrier, probe, PROBE_MEGABYTES, tools), tools);
    if (judgement !== null) return { barrier, judgement };
  }
  return { barrier: NODE_ALONE, judgement: NOTHING_HOLDS };
}
