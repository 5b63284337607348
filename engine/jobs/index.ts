export type { BarredProgram } from './barriers/barred-program.ts';
export {
  BARRIER_PARTS,
  type BarrierPart,
  barriersOf,
  closedByNodeAlone,
  launchBehind,
  NODE_ALONE,
} from './barriers/barrier.ts';
export { type BarrierTools, findBarrierTools } from './barriers/barrier-tools.ts';
export { NOTHING_HOLDS } from './barriers/judge-barrier.ts';
export { type JudgedBarrier, strongestBarrier } from './barriers/strongest-barrier.ts';
export { WAYS_OUT, type WayOut } from './barriers/ways-out.ts';
export { type Frame, FrameReader, writeFrameSync } from './frame.ts';
export { JobEnded, type JobEnding, type JobLimits } from './job-ended.ts';
export { findLaunchTools, type LaunchTools, type WorkerLaunch } from './launch.ts';
export type { JobAnswer, OpenJob, ParentMessage, RoomOfWorker, WorkerMessage } from './messages.ts';
export { type OrphanGuard, startOrphanGuard } from './orphan-guard.ts';
export { type RoomLoaders, serveJobs } from './serve-jobs.ts';
export { WorkerProcess } from './worker-process.ts';
export { type JobRequest, localWorkers, type WorkerJob, type Workers } from './workers.ts';
