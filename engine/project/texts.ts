import { type Problem, problem, type TextFile, topOf } from '../diagnostics/index.ts';
import { CONFIG_FILE, type Layout } from './layout.ts';
import type { ProjectFiles } from './project-files.ts';

export interface ProjectTexts {
  /** Whether the file is there and could be read. */
  has(path: string): boolean;
  /** The file's text; empty when it could not be read, which is a problem of its own. */
  of(path: string): TextFile;
  readonly problems: readonly Problem[];
}

/** Reads, once each, every file that defines something. */
export async function readTexts(layout: Layout, files: ProjectFiles): Promise<ProjectTexts> {
  const texts = new Map<string, TextFile>();
  const problems: Problem[] = [];
  const paths = [CONFIG_FILE, ...[...layout.yamls, ...layout.sqls].map(({ path }) => path), ...layout.strays];
  await Promise.all(
    paths.map(async (path) => {
      try {
        texts.set(path, Object.freeze({ path, text: await files.readText(path) }));
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        problems.push(unreadable(path, reason));
      }
    }),
  );
  return {
    has: (path) => texts.has(path),
    of: (path) => texts.get(path) ?? Object.freeze({ path, text: '' }),
    problems,
  };
}

function unreadable(path: string, reason: string): Problem {
  return Object.freeze(
    problem('EWS1002', `${path} cannot be read: ${reason}`, {
      span: topOf(path),
      lineText: '',
      hint: 'check its permissions, and that it is UTF-8 text',
    }),
  );
}
