import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';

/** How this process was started, and where. */
export interface Invocation {
  /** The path of the program, as the system was given it: `process.argv[1]`. */
  readonly program: string;
  /** Folders of `PATH`. */
  readonly searched: readonly string[];
}

/**
 * The words by which the same `ews` is called again from a folder: `ews` where a shell finds it, `npx ews` where the
 * folder or one above has it installed, and else the program by its path. Without looking, `npx ews` would ask the
 * registry for a package of that name, which may be anybody's.
 */
export function calledAs(folder: string, { program, searched }: Invocation): string {
  const own = realOr(program);
  if (searched.some((each) => isSame(path.join(each, 'ews'), own) && !isOfPackages(each))) return 'ews';
  if (isInstalledFor(path.resolve(folder), own)) return 'npx ews';
  return `node ${quotedWord(own)}`;
}

/** How this process was started. */
export function thisInvocation(): Invocation {
  return { program: String(process.argv[1]), searched: String(process.env['PATH']).split(path.delimiter) };
}

/** A word of a command line that a shell takes as it is. */
export function quotedWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** npx puts these before the others: outside of it they are not searched. */
function isOfPackages(folder: string): boolean {
  return path.basename(folder) === '.bin' && path.basename(path.dirname(folder)) === 'node_modules';
}

/** Whether npx runs `own` in a folder: it looks in the nearest one above that is a package or has packages. */
function isInstalledFor(folder: string, own: string): boolean {
  for (let here = folder; ; here = path.dirname(here)) {
    const isPackage = existsSync(path.join(here, 'package.json'));
    if (isPackage || existsSync(path.join(here, 'node_modules'))) {
      // A package's own programs are found too.
      return (
        isSame(path.join(here, 'node_modules/.bin/ews'), own) ||
        (isPackage && isSame(path.join(here, 'bin/ews.mjs'), own))
      );
    }
    if (path.dirname(here) === here) return false;
  }
}

function isSame(file: string, own: string): boolean {
  return existsSync(file) && realOr(file) === own;
}

function realOr(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return path.resolve(file);
  }
}
