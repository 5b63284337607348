import { existsSync, lstatSync, readlinkSync } from 'node:fs';
import type { BarredProgram } from './barred-program.ts';

/** Where systems keep the libraries that Node is linked with. */
const LIBRARIES = ['/lib', '/lib32', '/lib64', '/usr/lib', '/usr/lib32', '/usr/lib64', '/nix/store', '/gnu/store'];

/** Tells the loader in which folder each library lies; there are systems without it. */
const LOADER_CACHE = '/etc/ld.so.cache';

const FILTER_DESCRIPTOR = '4';

/**
 * The words of `bwrap` for a root with nothing in it but libraries, Node and what the program may read, all of it read
 * only. A whole root that is read only would not do: one may still connect to the sockets in it.
 */
export function bubblewrapWords(bwrap: string, program: BarredProgram, filtered: boolean): readonly string[] {
  return [
    bwrap,
    ...LIBRARIES.filter((folder) => existsSync(folder)).flatMap(asItIs),
    ...readOnly(LOADER_CACHE),
    ...['--dev', '/dev', '--proc', '/proc', '--tmpfs', '/tmp', '--tmpfs', '/run'],
    ...[process.execPath, ...program.readable].flatMap(readOnly),
    ...['--remount-ro', '/', '--unshare-all', '--die-with-parent', '--clearenv', '--cap-drop', 'ALL'],
    ...(filtered ? ['--seccomp', FILTER_DESCRIPTOR] : []),
    '--',
  ];
}

/** A link stays a link, so that what is behind it is there once. */
function asItIs(folder: string): readonly string[] {
  return lstatSync(folder).isSymbolicLink() ? ['--symlink', readlinkSync(folder), folder] : readOnly(folder);
}

function readOnly(file: string): readonly string[] {
  return ['--ro-bind-try', file, file];
}
