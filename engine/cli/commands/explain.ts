import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { didYouMean, PROBLEM_CODES, type ProblemCode, usageError } from '../../diagnostics/index.ts';
import { ERROR_PAGES, errorPage } from '../error-page.ts';
import type { GlobalFlags } from '../session.ts';
import type { ExitCode, Terminal } from '../terminal.ts';

/** `ews explain EWS2104`: the page of each code, or every code with its title. Asks nobody and needs no project. */
export async function runExplain(words: readonly string[], flags: GlobalFlags, terminal: Terminal): Promise<ExitCode> {
  const codes = words.map(codeOf);
  if (codes.length === 0) {
    const all = Object.entries(PROBLEM_CODES) as readonly [ProblemCode, string][];
    const listed = all.map(([code, title]) => ({ code, title }));
    if (flags.json === true) terminal.answer.gave('explain', listed);
    else terminal.out(all.map((each) => each.join('  ')).join('\n'));
    return 0;
  }
  const pages = await Promise.all(
    codes.map(async (code) => {
      const file = errorPage(code);
      return { code, title: PROBLEM_CODES[code], file, page: await readFile(file, 'utf8') };
    }),
  );
  if (flags.json === true) terminal.answer.gave('explain', pages);
  else terminal.out(pages.map(({ page }) => readable(page, terminal)).join('\n\n'));
  return 0;
}

/** `EWS2104`, `ews2104` and `2104` are the same. UsageError for what is no code. */
function codeOf(word: string): ProblemCode {
  const digits = /^(?:EWS)?([0-9]{4})$/i.exec(word)?.[1];
  const code = `EWS${digits}`;
  if (isCode(code)) return code;
  const near = didYouMean(digits === undefined ? word : code, Object.keys(PROBLEM_CODES));
  throw usageError(`there is no problem with the code "${word}"`, near ?? 'ews explain lists all codes');
}

function isCode(code: string): code is ProblemCode {
  return Object.hasOwn(PROBLEM_CODES, code);
}

/** A page as a terminal shows it: what it links to in the package is listed below it, by paths that exist here. */
function readable(page: string, { paintOut }: Terminal): string {
  const links = [...page.matchAll(LINK)].map(([, , to = '']) => to.replace(/#.*$/, ''));
  const files = new Set(links.filter((to) => isFile(to)).map((to) => path.join(ERROR_PAGES, to)));
  const text = page
    .trimEnd()
    .replaceAll(LINK, (_whole, words: string, to: string) => linkText(words, to))
    .replaceAll(/^```\w*\n?/gm, '')
    .replaceAll(/^#+ (.*)$/gm, (_whole, title: string) => paintOut.bold(title));
  return files.size === 0 ? text : `${text}\n\n${paintOut.dim(`read on: ${[...files].join(', ')}`)}`;
}

const LINK = /\[([^\]]+)\]\(([^)\s]+)\)/g;

function isFile(to: string): boolean {
  return !/^https?:|^EWS[0-9]{4}[.]md/.test(to);
}

function linkText(words: string, to: string): string {
  if (/^https?:/.test(to)) return `${words} (${to})`;
  const code = /^(EWS[0-9]{4})[.]md/.exec(to)?.[1];
  return code === undefined || words === code ? words : `${words} (${code})`;
}
