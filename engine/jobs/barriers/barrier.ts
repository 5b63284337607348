import { boundBy, commandOf, type LaunchTools, type WorkerLaunch } from '../launch.ts';
import type { BarredProgram } from './barred-program.ts';
import type { BarrierTools } from './barrier-tools.ts';
import { bubblewrapWords } from './bubblewrap.ts';
import type { WayOut } from './ways-out.ts';

/** Of what a barrier is made, from the outermost in, as cards list it. */
export const BARRIER_PARTS = ['bubblewrap', 'namespaces', 'seccomp_filter', 'permission_model'] as const;

export type BarrierPart = (typeof BARRIER_PARTS)[number];

export interface Barrier {
  readonly parts: readonly BarrierPart[];
  /** Words before the program, which read the filter from descriptor 4 where there is one. */
  readonly before: (program: BarredProgram) => readonly string[];
  readonly filter: Uint8Array | null;
}

/** What this machine may have to offer, the strongest first; whether it works is tried. */
export function barriersOf({ bwrap, filter, filterWords, namespaces }: BarrierTools): readonly Barrier[] {
  const found: Barrier[] = [];
  if (bwrap !== null && filter !== null) {
    const parts = ['bubblewrap', 'seccomp_filter', 'permission_model'] as const;
    found.push({ parts, before: (program) => bubblewrapWords(bwrap, program, true), filter });
  }
  if (bwrap !== null) {
    const parts = ['bubblewrap', 'permission_model'] as const;
    found.push({ parts, before: (program) => bubblewrapWords(bwrap, program, false), filter: null });
  }
  if (filterWords !== null && filter !== null) {
    if (namespaces !== null) {
      const parts = ['namespaces', 'seccomp_filter', 'permission_model'] as const;
      found.push({ parts, before: () => [...namespaces, ...filterWords], filter });
    }
    found.push({ parts: ['seccomp_filter', 'permission_model'], before: () => filterWords, filter });
  }
  if (namespaces !== null) {
    found.push({ parts: ['namespaces', 'permission_model'], before: () => namespaces, filter: null });
  }
  return [...found, NODE_ALONE];
}

/** What every machine has. */
export const NODE_ALONE: Barrier = { parts: ['permission_model'], before: () => [], filter: null };

/** How a program with a heap of `megabytes` is started behind a barrier, to end with its parent. */
export function launchBehind(
  barrier: Barrier,
  program: BarredProgram,
  megabytes: number,
  tools: LaunchTools,
): WorkerLaunch {
  const node = [
    process.execPath,
    ...(barrier.parts.includes('permission_model') ? permissionWords(program) : []),
    '--no-warnings',
    `--max-old-space-size=${megabytes}`,
    `--max-semi-space-size=${youngMegabytes(megabytes)}`,
    ...(program.preloaded ?? []).map((module) => `--import=${module}`),
    program.entry,
  ];
  const launch = commandOf([...boundBy(tools, []), ...barrier.before(program), ...node]);
  return barrier.filter === null ? launch : { ...launch, given: barrier.filter };
}

/** V8's default. */
const YOUNG_LEAST = 16;
const YOUNG_MOST = 64;
const YOUNG_SHARE = 1 / 32;

/**
 * Half of the room for objects that die young, of which training makes many: with V8's own 16 MB a tenth of its time
 * goes into copying those that are not dead yet. A small share of the heap, since it counts as memory of the job.
 */
function youngMegabytes(heap: number): number {
  return Math.min(YOUNG_MOST, Math.max(YOUNG_LEAST, Math.floor(heap * YOUNG_SHARE)));
}

function permissionWords({ readable }: BarredProgram): readonly string[] {
  const permission = process.allowedNodeEnvironmentFlags.has('--permission')
    ? '--permission'
    : '--experimental-permission';
  return [permission, ...readable.map((folder) => `--allow-fs-read=${folder}`), '--no-addons'];
}

/** What leaves over a network, or to the parent. Processes of others are hidden only behind a /proc of its own. */
const OUT_OF_A_NAMESPACE = [
  'tcp_connect',
  'tcp_listen',
  'udp_send',
  'name_lookup',
  'abstract_connect',
  'inspector',
  'environment',
  'signal',
] as const;

const UNIX_SOCKETS = ['unix_connect', 'unix_listen'] as const;

const WRITING = [
  'file_write',
  'file_change',
  'wasi_file',
  'database_file',
  'v8_files',
  'heap_snapshot',
  'diagnostic_report',
  'trace_log',
] as const;

/** What each part closes, whatever Node's permission model does. The probe is asked, without it, whether this is so. */
export const CLOSED_BY: Readonly<Record<Exclude<BarrierPart, 'permission_model'>, readonly WayOut[]>> = {
  bubblewrap: [...OUT_OF_A_NAMESPACE, ...UNIX_SOCKETS, ...WRITING, 'file_read', 'process_read'],
  namespaces: OUT_OF_A_NAMESPACE,
  seccomp_filter: [...OUT_OF_A_NAMESPACE, ...UNIX_SOCKETS, ...WRITING],
};

/** The ways out that nothing but Node's permission model closes behind a barrier of these parts. */
export function closedByNodeAlone(parts: readonly BarrierPart[], closed: readonly WayOut[]): readonly WayOut[] {
  const others = parts.flatMap((part) => (part === 'permission_model' ? [] : CLOSED_BY[part]));
  // The environment is empty because the parent gives none.
  return closed.filter((way) => way !== 'environment' && !others.includes(way));
}
