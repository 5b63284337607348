import { type Problem, problem, type TextFile, topOf } from '../diagnostics/index.ts';
import { FileTooLong } from '../folders/index.ts';
import { beyond, LIMITS } from '../limits/index.ts';
import { CONFIG_FILE, type Layout } from './layout.ts';
import type { ProjectFiles } from './project-files.ts';

export interface ProjectTexts {
  /** Whether the file is there and could be read. */
  has(path: string): boolean;
  /** The file's text; empty when it could not be read, which is a problem of its own. */
  of(path: string): TextFile;
  readonly problems: readonly Problem[];
}

/**
 * Reads, once each, every file that defines something. Those that are too large are left out, each with a problem
 * (EWS1025); so are all behind the one with which the project is.
 */
export async function readTexts(layout: Layout, files: ProjectFiles): Promise<ProjectTexts> {
  const texts = new Map<string, TextFile>();
  const problems: Problem[] = [];
  const defining = [CONFIG_FILE, ...[...layout.yamls, ...layout.sqls, ...layout.library].map(({ path }) => path)];
  // Also files that no test names, which nobody complains of.
  const strays = new Set([...layout.strays, ...layout.fixtures]);
  let bytes = 0;
  const read = async (path: string): Promise<void> => {
    if (bytes > LIMITS.definitionBytes.most) return;
    try {
      const text = await files.readText(path, mostOf(path).most);
      if (text.length > mostOf(path).most) throw new FileTooLong(text.length);
      bytes += text.length;
      texts.set(path, Object.freeze({ path, text }));
      if (bytes > LIMITS.definitionBytes.most) problems.push(tooMuchText(path, bytes));
    } catch (error) {
      // What is no definition may be as large as it likes: whether it was meant as one is not asked then.
      if (!(error instanceof FileTooLong && strays.has(path))) problems.push(unreadable(path, error));
    }
  };
  await Promise.all([...defining, ...strays].map(read));
  return {
    has: (path) => texts.has(path),
    of: (path) => texts.get(path) ?? Object.freeze({ path, text: '' }),
    problems,
  };
}

/** The problem of a project with more files than are read; none of them is, then. */
export function tooManyFiles({ all, yamls, sqls, library }: Layout): Problem | undefined {
  const defining = yamls.length + sqls.length + library.length;
  const isMany = all.size > LIMITS.projectFiles.most;
  if (!isMany && defining <= LIMITS.definitionFiles.most) return undefined;
  const found = isMany ? beyond(LIMITS.projectFiles, all.size) : beyond(LIMITS.definitionFiles, defining);
  return Object.freeze(
    problem('EWS1025', `the project has ${found}`, {
      span: topOf(CONFIG_FILE),
      lineText: '',
      hint: 'split it, or keep what defines nothing outside of it, or in a folder whose name begins with a dot',
    }),
  );
}

function mostOf(path: string) {
  return /\.sql$/i.test(path) ? LIMITS.sqlBytes : LIMITS.yamlBytes;
}

function tooMuchText(path: string, bytes: number): Problem {
  const message = `with this file the project has ${beyond(LIMITS.definitionBytes, bytes)}`;
  return Object.freeze(problem('EWS1025', message, { span: topOf(path), lineText: '', hint: 'split the project' }));
}

function unreadable(path: string, error: unknown): Problem {
  const place = { span: topOf(path), lineText: '' };
  if (error instanceof FileTooLong) {
    const hint = 'a definition is small text: split it, and put data into a file that a source reads';
    return Object.freeze(problem('EWS1025', `${path} has ${beyond(mostOf(path), error.bytes)}`, { ...place, hint }));
  }
  const reason = error instanceof Error ? error.message : String(error);
  const hint = 'check its permissions, and that it is UTF-8 text';
  return Object.freeze(problem('EWS1002', `${path} cannot be read: ${reason}`, { ...place, hint }));
}
