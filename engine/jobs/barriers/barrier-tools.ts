import { type LaunchTools, programNamed, works } from '../launch.ts';
import { seccompFilter } from './seccomp-filter.ts';

/** What this machine has to put before a program; null where it has none. */
export interface BarrierTools {
  readonly bwrap: string | null;
  /** Words of `unshare`: a network, processes and mounts of its own, or at least a network. */
  readonly namespaces: readonly string[] | null;
  /** Words that put the filter before a program, from descriptor 4. */
  readonly filterWords: readonly string[] | null;
  /** Null on a processor that the filter is not written for. */
  readonly filter: Uint8Array | null;
}

const FILTER_FILE = '/dev/fd/4';

const ALL_NAMESPACES = [
  ...['--user', '--map-root-user', '--net', '--ipc', '--pid', '--mount', '--mount-proc'],
  ...['--fork', '--kill-child', '--'],
];

/** @param launcher a program that starts another behind a filter: `LAUNCHER FILTER PROGRAM ARGUMENT ...` */
export async function findBarrierTools(launch: LaunchTools, launcher: string | undefined): Promise<BarrierTools> {
  const [unshare, setpriv] = [programNamed('unshare'), programNamed('setpriv')];
  const [all, filters] = await Promise.all([
    works(unshare, ALL_NAMESPACES),
    // Where the option is not known the usage is wrong; where it is, no filter is read before the program's name.
    works(setpriv, ['--no-new-privs', '--seccomp-filter', '/dev/null', '--help']),
  ]);
  const own = filters && setpriv !== null ? [setpriv, '--no-new-privs', '--seccomp-filter', FILTER_FILE] : null;
  return {
    bwrap: programNamed('bwrap'),
    namespaces: all && unshare !== null ? [unshare, ...ALL_NAMESPACES] : launch.noNetwork,
    filterWords: launcher === undefined ? own : [launcher, FILTER_FILE],
    filter: seccompFilter(),
  };
}
