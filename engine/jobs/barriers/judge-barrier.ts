import { JobEnded } from '../job-ended.ts';
import type { LaunchTools, WorkerLaunch } from '../launch.ts';
import { WorkerProcess } from '../worker-process.ts';
import { HOST, wordsOf } from './ears.ts';
import { type Outside, openOutside } from './outside.ts';
import { type ProbeAttempt, WAYS_OUT, type WayOut } from './ways-out.ts';
import { within } from './within.ts';

const PROBE_SECONDS = 60;
const PROBE_MEMORY = 2 ** 30;
const INSPECTOR_MS = 2000;

export interface Judgement {
  /** Of every way out, whether it is closed. */
  readonly closed: ReadonlyMap<WayOut, boolean>;
  /** Whether the memory of a process can be seen from here, and so be limited. */
  readonly isWatched: boolean;
}

/** What is known where no probe has answered. */
export const NOTHING_HOLDS: Judgement = { closed: new Map(), isWatched: false };

/** What a probe did and said, beside what of the outside it has reached. */
interface Evidence {
  readonly outside: Outside;
  /** What it printed, and what was started by it. */
  readonly printed: string;
  readonly attempt: ProbeAttempt;
}

/**
 * Runs the probe behind a barrier and judges by what arrived here: connections, datagrams, files, signals, words. Null
 * where the probe gave no answer: then nothing is known, and nothing holds.
 * @param untried ways that are left alone; nothing is known of them.
 */
export async function judgeBarrier(
  launch: WorkerLaunch,
  tools: LaunchTools,
  untried: readonly WayOut[] = [],
): Promise<Judgement | null> {
  const outside = await openOutside();
  const worker = new WorkerProcess(launch, { prlimit: tools.prlimit, environment: {} });
  try {
    await worker.ready;
    worker.begin({ limits: { seconds: PROBE_SECONDS, memory: PROBE_MEMORY, scratch: 0 }, scratch: null });
    const { head } = await worker.ask({ kind: 'ask', question: { ...outside.targets, untried } });
    return await judged(head as readonly ProbeAttempt[], outside, worker);
  } catch (error) {
    if (!(error instanceof JobEnded)) throw error;
    return null;
  } finally {
    worker.end();
    worker.kill('cancelled', 'it was judged');
    await worker.gone;
    outside.close();
  }
}

async function judged(attempts: readonly ProbeAttempt[], outside: Outside, worker: WorkerProcess): Promise<Judgement> {
  const isWatched = worker.ownMemory() !== null;
  // One after the other: the first ones give what was printed the time to arrive.
  const closed = new Map<WayOut, boolean>();
  for (const way of WAYS_OUT) {
    const attempt = attempts.find((each) => each.way === way);
    // What was not tried is not known to be closed.
    closed.set(way, attempt !== undefined && !(await CAME_THROUGH[way]({ outside, printed: worker.words, attempt })));
  }
  return { closed, isWatched };
}

/** By what a way out shows that it is open. */
const CAME_THROUGH: Readonly<Record<WayOut, (evidence: Evidence) => boolean | Promise<boolean>>> = {
  tcp_connect: ({ outside }) => outside.ears.tcp.wasReached(),
  tcp_listen: async ({ outside, attempt: { brought } }) =>
    brought !== undefined && (await wordsOf({ port: Number(brought), host: HOST })) === outside.targets.token,
  udp_send: ({ outside }) => outside.ears.udp.wasReached(),
  name_lookup: ({ outside }) => outside.ears.resolver.wasReached(),
  unix_connect: ({ outside }) => outside.ears.unix.wasReached(),
  unix_listen: ({ outside }) => outside.filesOf('unix_listen').length > 0,
  abstract_connect: ({ outside }) => outside.ears.abstract.wasReached(),
  inspector: async ({ attempt: { brought } }) => brought !== undefined && isInspector(brought),
  file_read: ({ outside, attempt: { brought } }) => brought === outside.secret,
  process_read: ({ attempt: { brought } }) => brought !== undefined && brought.length > 0,
  environment: ({ attempt: { brought } }) => brought === undefined || !isBare(brought),
  file_write: ({ outside }) => outside.filesOf('file_write').length > 0,
  file_change: ({ outside }) => outside.isChanged(),
  wasi_file: ({ outside }) => outside.filesOf('wasi_file').length > 0,
  database_file: ({ outside }) => outside.filesOf('database_file').length > 0,
  v8_files: ({ outside }) => outside.filesOf('v8_files').length > 0,
  heap_snapshot: ({ outside }) => outside.filesOf('heap_snapshot').length > 0,
  diagnostic_report: ({ outside }) => outside.filesOf('diagnostic_report').length > 0,
  trace_log: ({ outside }) => outside.filesOf('trace_log').length > 0,
  program_start: ({ outside, printed }) => printed.includes(`${outside.targets.token} program_start`),
  thread_start: ({ outside, printed }) => printed.includes(`${outside.targets.token} thread_start`),
  signal: ({ outside }) => outside.wasSignalled(),
  // Only the word of Node that it loads none says that it did not look for the file.
  addon: ({ attempt: { said } }) => said !== 'ERR_DLOPEN_DISABLED',
};

/** `bwrap` tells a program in which folder it is, which is the root of what it sees. */
function isBare(variables: string): boolean {
  return variables === '' || variables === 'PWD=/';
}

/** Whether an inspector answers at an address, `ws://127.0.0.1:1234/its-name`, and is the one of that name. */
async function isInspector(address: string): Promise<boolean> {
  const { host, pathname } = new URL(address);
  const listed = fetch(`http://${host}/json/list`).then((answer) => answer.text());
  const found = listed.then(
    (text) => text.includes(pathname.slice(1)),
    () => false,
  );
  return within(INSPECTOR_MS, found, false);
}
