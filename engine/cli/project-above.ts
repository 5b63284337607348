import { lstatSync, realpathSync, type Stats } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { CONFIG_FILE } from '../project/index.ts';
import { logLine } from './log-line.ts';
import type { Terminal } from './terminal.ts';

/** Whose command it is: folders of others and above the home folder are no place to look for a project. */
export interface Person {
  /** The folder that the command is given in. */
  readonly folder: string;
  /** Undefined where the system has no user ids. */
  readonly uid: number | undefined;
  /** Undefined where there is none. */
  readonly home: string | undefined;
}

/**
 * The nearest folder above a person's that is a project, for a command that is given in a subfolder of one. It goes up
 * through folders on one file system that belong to the person, and not beyond the home folder: a project that somebody
 * else left further up, as in `/tmp`, is not taken. Undefined where there is none, or `folder` is one itself.
 */
export function projectAbove({ folder, uid, home }: Person): string | undefined {
  const start = statusOf(folder);
  if (start === undefined || isProject(folder, uid)) return undefined;
  const top = home === undefined ? undefined : realOr(home);
  let here = realOr(folder);
  while (here !== top && path.dirname(here) !== here) {
    here = path.dirname(here);
    const status = statusOf(here);
    if (status === undefined || status.dev !== start.dev || !isOwn(status, uid)) return undefined;
    if (isProject(here, uid)) return here;
  }
  return undefined;
}

/** Has a command that is given in a subfolder of a project, and told of none, take that project, and says so. */
export function takeProjectAbove(program: Command, person: Person, terminal: Terminal): void {
  const found = projectAbove(person);
  if (found === undefined) return;
  program.setOptionValueWithSource('projectDir', path.relative(person.folder, found), 'implied');
  const { quiet, logFormat } = program.opts<{ readonly quiet?: boolean; readonly logFormat: string }>();
  if (logFormat === 'json') terminal.err(logLine({ kind: 'project', root: found }));
  else if (quiet !== true) terminal.err(`project: ${found}`);
}

function isProject(folder: string, uid: number | undefined): boolean {
  const config = statusOf(path.join(folder, CONFIG_FILE));
  return config?.isFile() === true && isOwn(config, uid);
}

function isOwn(status: Stats, uid: number | undefined): boolean {
  return uid === undefined || status.uid === uid;
}

/** Of the path itself, where a link leads elsewhere; undefined where nothing can be read. */
function statusOf(file: string): Stats | undefined {
  try {
    return lstatSync(file);
  } catch {
    return undefined;
  }
}

function realOr(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return path.resolve(folder);
  }
}
