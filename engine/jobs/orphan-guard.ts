import { spawn } from 'node:child_process';

/**
 * Reads `+ID` and `-ID`; when nothing more can come, because who writes is dead, it kills the groups of processes that
 * are left.
 */
const SCRIPT = `trap '' HUP INT TERM
ids=' '
while read -r word; do
  id=\${word#?}
  case $word in
    +*) ids="$ids$id " ;;
    -*) ids="\${ids%% $id *} \${ids#* $id }" ;;
  esac
done
for id in $ids; do kill -s KILL -- "-$id" 2>/dev/null; done`;

/** Kills the processes that it was told of, each with its group, when this process is gone, also after SIGKILL. */
export interface OrphanGuard {
  /** The process leads a group, as one that is started detached does. */
  watch(pid: number): void;
  /** A process has ended: its id may be another's soon. */
  forget(pid: number): void;
  close(): void;
}

/**
 * For machines whose kernel sends no signal at a parent's death, and for programs that are several processes, of which
 * the kernel would end the first alone while the others are not yet made: a shell waits for the end of its input.
 */
export function startOrphanGuard(): OrphanGuard {
  const shell = spawn('/bin/sh', ['-c', SCRIPT], {
    env: {},
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  shell.on('error', () => undefined);
  shell.stdin.on('error', () => undefined);
  shell.unref();
  const tell = (word: string): void => void shell.stdin.write(`${word}\n`);
  return {
    watch: (pid) => tell(`+${pid}`),
    forget: (pid) => tell(`-${pid}`),
    close: () => shell.stdin.end(),
  };
}
