import { constants, copyFileSync, lstatSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ProblemError, problem } from '../../diagnostics/index.ts';
import { makeFolder } from '../../folders/index.ts';
import { CONFIG_FILE } from '../../project/index.ts';
import type { PlannedFile } from './planned-file.ts';

export interface WrittenProject {
  /** Relative to the folder, in the order in which they were written. */
  readonly written: readonly string[];
  /** Whether a `.gitignore` was there: then it may lack a line. */
  readonly hadGitignore: boolean;
}

/** What git keeps nothing of: lakes, caches, and installed packages. */
const GITIGNORE = '# Lakes and caches of ews: they can be made again, or lie elsewhere\n.ews/\nnode_modules/\n';

/**
 * Writes a new project into a folder, which is made where it is not there. Nothing that is there is written over, and
 * no link is followed: ProblemError EWS1018 names what is in the way, before anything is written.
 */
export function writeProject(folder: string, files: readonly PlannedFile[]): WrittenProject {
  const faults = [...files.flatMap(({ path: file }) => inTheWay(folder, file))];
  if (faults.length > 0) throw new ProblemError(faults);
  const hadGitignore = statusOf(path.join(folder, '.gitignore')) !== undefined;
  const all = hadGitignore ? files : [...files, { path: '.gitignore', content: { text: GITIGNORE } }];
  for (const { path: file, content } of all) {
    const place = path.join(folder, file);
    makeFolder(path.dirname(place));
    // Neither goes through a link, nor over a file that came since.
    if ('text' in content) writeFileSync(place, content.text, { flag: 'wx' });
    else copyFileSync(content.bytesOf, place, constants.COPYFILE_EXCL);
  }
  return { written: all.map((each) => each.path), hadGitignore };
}

/** What stands where a file, or a folder above it, is to be. */
function inTheWay(folder: string, file: string) {
  const parts = file.split('/');
  for (let length = 1; length <= parts.length; length++) {
    const below = parts.slice(0, length).join('/');
    const found = statusOf(path.join(folder, below));
    if (found === undefined) return [];
    if (length < parts.length && found.isDirectory()) continue;
    const what = found.isSymbolicLink() ? 'a link' : 'there already';
    const hint =
      below === CONFIG_FILE
        ? 'this is a project already; name another folder: ews init FOLDER'
        : 'nothing is written over; move it, or name another folder: ews init FOLDER';
    return [problem('EWS1018', `${path.join(folder, below)} is ${what}`, { hint })];
  }
  return [];
}

function statusOf(file: string) {
  return lstatSync(file, { throwIfNoEntry: false });
}
