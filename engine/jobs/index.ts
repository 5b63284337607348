export type { Frame } from './frame.ts';
export { JobEnded, type JobEnding, type JobLimits } from './job-ended.ts';
export { findLaunchTools, type LaunchTools } from './launch.ts';
export type { JobAnswer, OpenJob, RoomOfWorker } from './messages.ts';
export { type RoomLoaders, serveJobs } from './serve-jobs.ts';
export { type JobRequest, localWorkers, type WorkerJob, type Workers } from './workers.ts';
