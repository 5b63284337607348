/** What the probe tries behind a barrier, each by its name, in the order in which cards list it. */
export const WAYS_OUT = [
  'tcp_connect',
  'tcp_listen',
  'udp_send',
  'name_lookup',
  'unix_connect',
  'unix_listen',
  'abstract_connect',
  'inspector',
  'file_read',
  'process_read',
  'environment',
  'file_write',
  'file_change',
  'wasi_file',
  'database_file',
  'v8_files',
  'heap_snapshot',
  'diagnostic_report',
  'trace_log',
  'program_start',
  'thread_start',
  'signal',
  'addon',
] as const;

export type WayOut = (typeof WAYS_OUT)[number];

/** What of the world outside the probe is told, so that it can reach for it. */
export interface ProbeTargets {
  /** Says whose a word, a connection or a line is: nobody else knows it. */
  readonly token: string;
  readonly tcpPort: number;
  readonly udpPort: number;
  readonly resolverPort: number;
  readonly unixSocket: string;
  readonly abstractSocket: string;
  /** A file to read, and one to change. */
  readonly secret: string;
  readonly kept: string;
  /** Has a folder by the name of every way that writes. */
  readonly folder: string;
  readonly parent: number;
  readonly untried?: readonly WayOut[];
}

/** One attempt as the probe tells it. It proves nothing alone: what counts is what arrived. */
export interface ProbeAttempt {
  readonly way: WayOut;
  /** A code or a word, for who looks for the reason. */
  readonly said: string;
  /** What it brought back: a text that it read, or where it can be reached. */
  readonly brought?: string;
}
