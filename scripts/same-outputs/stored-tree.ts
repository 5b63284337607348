import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { FileDigests } from './compare-trees.ts';

/** What is not compared, and why: of a project, whose commands' words are in `said`, its own files in `project`. */
export const NOT_COMPARED: readonly { readonly files: RegExp; readonly reason: string }[] = [
  { files: /^project\/\.git\//, reason: "git's own files: ews writes none of them" },
  {
    files: /(^|\/)cache\/(definitions|graph)-[0-9a-f]{16}$/,
    reason: 'they hold the states of files, and the digest of the engine that may believe them',
  },
];

/** Every file below a folder with the digest of its bytes, but for those that are not compared. */
export function treeOf(folder: string): FileDigests {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const names = files.map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
  const compared = names.filter((name) => !NOT_COMPARED.some((each) => each.files.test(name)));
  return new Map(compared.toSorted().map((name) => [name, digestOf(path.join(folder, name))]));
}

function digestOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
