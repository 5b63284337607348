import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

export const ROOT = path.resolve(import.meta.dirname, '..');

export interface SourceFile {
  /** Relative to the repository's root, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** The code under these folders of the repository, tests and fixtures too; not what projects of tests hold. */
export async function sourceFiles(...folders: readonly string[]): Promise<readonly SourceFile[]> {
  const found: SourceFile[] = [];
  for (const folder of folders) {
    const entries = await readdir(path.join(ROOT, folder), { recursive: true, withFileTypes: true });
    for (const entry of entries) {
      const file = path.relative(ROOT, path.join(entry.parentPath, entry.name)).split(path.sep).join('/');
      if (!entry.isFile() || !/\.(ts|mts|mjs)$/.test(file) || file.startsWith('tests/projects/')) continue;
      found.push({ path: file, text: await readFile(path.join(ROOT, file), 'utf8') });
    }
  }
  return found;
}

/** Relative imports of a file, those of types among them, resolved against the repository's root. */
export function importsOf({ path: file, text }: SourceFile): readonly string[] {
  const specifiers = [...text.matchAll(/\b(?:from|import)\s*\(?\s*'(?<to>\.[^']*)'/g)].map(
    (match) => match.groups?.['to'],
  );
  return specifiers.flatMap((to) => (to === undefined ? [] : [path.posix.join(path.posix.dirname(file), to)]));
}

/** Whether only tests use the file. */
export function isOfTests({ path: file }: SourceFile): boolean {
  return /\.(test|fixture)\.ts$/.test(file) || file.startsWith('tests/');
}
