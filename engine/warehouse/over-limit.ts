import { JobEnded } from '../jobs/index.ts';
import type { WarehouseWork } from './warehouse.ts';

/** Why a query has no result that is no fault of its data, in words, and the way out. */
export interface OverLimit {
  /** Follows the name of a node: `ran longer than 3 s and was stopped`. */
  readonly words: string;
  readonly hint: string;
}

/** What DuckDB, its decompression, V8 and the C++ library say when the kernel gives them no more memory. */
const NO_MEMORY = new RegExp(
  [
    'Out of Memory Error',
    'OutOfMemory',
    'failed to allocate',
    'Allocation failure',
    'ZSTD (?:de)?compression failure',
    'Array buffer allocation failed',
    'heap out of memory',
    'bad_alloc',
  ].join('|'),
  'i',
);
const NO_DISK = /max_temp_directory_size|No space left on device|File too large/i;

const LOST = 'was lost with the process that computed it: ';
/** Nobody here killed it: most often the kernel did, to make room. */
const KILLED = /by SIGKILL$/;
const NO_ROOM =
  'the machine was out of memory, most often: close programs, or take fewer --threads; if it stays so, report it';

/** The keys of a target's resources that say how much each may take. */
const KEYS = {
  compile: { time: 'compile_timeout_seconds', memory: 'compile_memory' },
  data: { time: 'node_timeout_seconds', memory: 'memory' },
} as const satisfies Readonly<Record<WarehouseWork, { readonly time: string; readonly memory: string }>>;

/** Undefined where the error is none of a limit, nor of a worker that died: a refusal of DuckDB, a bug, an abort. */
export function overLimit(error: unknown, work: WarehouseWork): OverLimit | undefined {
  if (!(error instanceof Error)) return undefined;
  const cheaper = (key: string): string => `make it cheaper, or raise resources.${key} in the target`;
  const noMemory = { words: 'needed more memory than it may use and was stopped', hint: cheaper(KEYS[work].memory) };
  if (!(error instanceof JobEnded)) {
    if (NO_MEMORY.test(error.message)) return noMemory;
    return NO_DISK.test(error.message)
      ? { words: 'needed more disk than it may use and was stopped', hint: cheaper('scratch') }
      : undefined;
  }
  const said = error.message.replace(/^it /, '');
  switch (error.ending) {
    case 'time':
      return { words: `${said} and was stopped`, hint: cheaper(KEYS[work].time) };
    case 'memory':
      return { words: `${said}: it was stopped`, hint: cheaper(KEYS[work].memory) };
    case 'scratch':
      return { words: `${said}: it was stopped`, hint: cheaper('scratch') };
    case 'died':
    case 'protocol':
      if (NO_MEMORY.test(error.lastWords)) return noMemory;
      if (KILLED.test(error.message)) return { words: LOST + error.message, hint: NO_ROOM };
      return {
        words: LOST + error.message,
        hint: 'make it simpler; if it stays so, report it with the query',
      };
    case 'never_started':
      if (KILLED.test(error.message)) return { words: `could not be computed: ${error.message}`, hint: NO_ROOM };
      return {
        words: `could not be computed: ${error.message}`,
        hint: 'run "ews debug"; where processes are limited, allow some more of them and of memory',
      };
    case 'cancelled':
      return undefined;
    default:
      return error.ending satisfies never;
  }
}
