import { closedByNodeAlone, type JudgedBarrier } from '../../jobs/index.ts';
import { ISOLATION_CHECKS, type Isolation, TRAINING_BARRIERS } from '../../training/index.ts';

/** What of the isolation of training holds behind a barrier that was judged. */
export function isolationBehind({ barrier, judgement }: JudgedBarrier): Omit<Isolation, 'demanded'> {
  const parts = new Set<string>([...barrier.parts, 'guard']);
  const held = new Map<string, boolean>([
    ...judgement.closed,
    ['own_process', true],
    ['memory_limit', judgement.isWatched],
    ['time_limit', true],
  ]);
  const closed = [...judgement.closed].flatMap(([way, isClosed]) => (isClosed ? [way] : []));
  return {
    barriers: TRAINING_BARRIERS.map((name) => ({ barrier: name, present: parts.has(name) })),
    checks: ISOLATION_CHECKS.map((check) => ({ check, held: held.get(check) === true })),
    onNodeAlone: closedByNodeAlone(barrier.parts, closed),
  };
}
