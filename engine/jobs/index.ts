export { type Frame, FrameReader, writeFrameSync } from './frame.ts';
export { JobEnded, type JobEnding, JobFailed, type JobLimits } from './job-ended.ts';
export { barredLaunch, findLaunchTools, type LaunchTools, type WorkerLaunch } from './launch.ts';
export type { JobAnswer, OpenJob, ParentMessage, RoomOfWorker, WorkerMessage } from './messages.ts';
export { type OrphanGuard, startOrphanGuard } from './orphan-guard.ts';
export { type RoomLoaders, serveJobs } from './serve-jobs.ts';
export { WorkerProcess } from './worker-process.ts';
export { type JobRequest, localWorkers, type WorkerJob, type Workers } from './workers.ts';
