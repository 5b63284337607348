import { existsSync, readdirSync, readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import path from 'node:path';
import { decodeText } from './decode-text.ts';
import type { ProjectFiles } from './project-files.ts';

/** Folders that hold no definitions; every other folder whose name starts with a dot is skipped as well. */
const SKIPPED_FOLDERS = new Set(['node_modules', 'dist']);

export function isSkippedFolder(name: string): boolean {
  return name.startsWith('.') || SKIPPED_FOLDERS.has(name);
}

/**
 * The files under `root`. Symbolic links are followed only while they stay inside the root, each folder once.
 * Synchronous calls on purpose: a project is thousands of small files, which are read several times faster this way
 * and never run out of file descriptors.
 */
export function diskFiles(root: string): ProjectFiles {
  const folder = path.resolve(root);
  return {
    list: async () => (existsSync(folder) && statSync(folder).isDirectory() ? listFolder(folder) : []),
    readText: async (file) => decodeText(readFileSync(path.join(folder, file))),
    above: async (name) => folderAbove(folder, name),
  };
}

function listFolder(root: string): readonly string[] {
  const realRoot = realpathSync(root);
  const seen = new Set<string>([realRoot]);
  const files: string[] = [];
  const visit = (folder: string, prefix: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const absolute = path.join(folder, entry.name);
      const relative = prefix + entry.name;
      const kind = entry.isSymbolicLink() ? linkedKind(absolute, realRoot) : kindOf(entry);
      if (kind === 'file') files.push(relative);
      if (kind !== 'folder' || isSkippedFolder(entry.name)) continue;
      const real = realpathSync(absolute);
      if (seen.has(real)) continue;
      seen.add(real);
      visit(absolute, `${relative}/`);
    }
  };
  visit(realRoot, '');
  return files;
}

type FileKind = 'file' | 'folder' | 'other';

function kindOf(entry: Pick<Stats, 'isFile' | 'isDirectory'>): FileKind {
  if (entry.isFile()) return 'file';
  return entry.isDirectory() ? 'folder' : 'other';
}

/** What a link leads to, or `other` when it is broken or leaves the root. */
function linkedKind(link: string, realRoot: string): FileKind {
  try {
    const real = realpathSync(link);
    return real.startsWith(realRoot + path.sep) ? kindOf(statSync(real)) : 'other';
  } catch {
    return 'other';
  }
}

function folderAbove(folder: string, name: string): string | undefined {
  const parent = path.dirname(folder);
  if (parent === folder) return undefined;
  return existsSync(path.join(parent, name)) ? parent : folderAbove(parent, name);
}
