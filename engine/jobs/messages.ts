/** What a worker is told: to open a room for a job, to answer a question in it, to close it. */
export type ParentMessage =
  | { readonly kind: 'open'; readonly id: number; readonly room: string; readonly scratch: string }
  | { readonly kind: 'ask'; readonly id: number; readonly question: unknown }
  | { readonly kind: 'close'; readonly id: number };

/** What a worker says, on a descriptor of its own. */
export type WorkerMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string; readonly stack: string };

/** A room's side of a job: what a worker loads by the room's name. */
export interface RoomOfWorker {
  /** Prepares what the next job of this room needs, while the worker is idle: when it starts, and after each job. */
  prepare?(): Promise<void>;
  /** Begins a job that may write into a folder. */
  open(scratch: string): Promise<OpenJob>;
}

/** A job under way in a worker. */
export interface OpenJob {
  answer(question: unknown, body: Uint8Array): Promise<JobAnswer>;
  close(): Promise<void>;
}

export interface JobAnswer {
  /** Plain data. */
  readonly answer: unknown;
  readonly body?: readonly Uint8Array[];
}
