import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Problem, ProblemCode } from '../../diagnostics/index.ts';
import { githubAnnotations, type ProblemPage, sarifLog } from '../../report/index.ts';
import { errorPage, publishedPage } from '../error-page.ts';
import type { ProblemFormat } from '../problem-flags.ts';
import { EWS_VERSION, THIS_PACKAGE } from '../version.ts';

/** Whose problems are told. */
export interface ToldCommand {
  /** `lineage verify`; null where what was typed is no command. */
  readonly command: string | null;
  readonly exitCode: number;
  /** The folder of the project. */
  readonly projectDir: string;
}

/** All problems of a command in a format for other programs; for none of them an empty list, log or text. */
export async function problemDocument(
  problems: readonly Problem[],
  format: Exclude<ProblemFormat, 'text'>,
  { command, exitCode, projectDir }: ToldCommand,
): Promise<string> {
  if (format === 'json') return JSON.stringify(problems, null, 2);
  const prefix = placeInRepository(path.resolve(projectDir));
  if (format === 'github') return githubAnnotations(problems, prefix);
  const pages = await pagesOf(problems);
  return JSON.stringify(sarifLog(problems, { version: EWS_VERSION, command, exitCode, prefix, pages }), null, 2);
}

async function pagesOf(problems: readonly Problem[]): Promise<ReadonlyMap<ProblemCode, ProblemPage>> {
  const pages = new Map<ProblemCode, ProblemPage>();
  for (const code of new Set(problems.map((problem) => problem.code))) {
    const url = publishedPage(THIS_PACKAGE, code);
    const markdown = await readFile(errorPage(code), 'utf8');
    pages.set(code, { ...(url === undefined ? {} : { url }), markdown });
  }
  return pages;
}

/** `risk/us` of a project in a folder of its repository, by which forges know its files; empty at its top. */
function placeInRepository(root: string): string {
  for (let folder = root; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, '.git'))) return path.relative(folder, root).split(path.sep).join('/');
    if (path.dirname(folder) === folder) return '';
  }
}
