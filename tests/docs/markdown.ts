import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { present } from '../../engine/presence/index.ts';

export const REPOSITORY = path.resolve(import.meta.dirname, '../..');

/**
 * What is installed, compiled or built in a working copy, and `golden`, what the engine is expected to write: the links
 * of a card hold in a run's folder.
 */
const NOT_OURS = new Set(['node_modules', 'dist', 'coverage', '.git', '.ews', 'golden']);

/** A link of a page to a file or folder of the repository, or into a page. */
export interface PageLink {
  readonly text: string;
  /** As written, `decisions/0016-x.md` or `dsl.md#panels`. */
  readonly target: string;
}

/** Every Markdown file of the repository, relative to its root. */
export function markdownFiles(): readonly string[] {
  return repositoryFiles(/\.md$/);
}

/** Every file of the repository with such a name, relative to its root. */
export function repositoryFiles(named: RegExp, folder = ''): readonly string[] {
  return readdirSync(path.join(REPOSITORY, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) return NOT_OURS.has(entry.name) ? [] : repositoryFiles(named, file);
    return named.test(file) ? [file] : [];
  });
}

export function readPage(file: string): string {
  return readFileSync(path.join(REPOSITORY, file), 'utf8');
}

/** Links that do not leave the repository, in the order of the text; what stands in blocks or spans of code is none. */
export function linksIn(text: string): readonly PageLink[] {
  const prose = text
    .replaceAll(/^```.*?^```/gms, '')
    .replaceAll(/`[^`\n]*`/g, (code) => code.replaceAll(/[[\]()]/g, ' '));
  return [...prose.matchAll(/\[(?<text>[^\]]*)\]\((?<target>[^)\s]+)\)/g)].flatMap(({ groups }) => {
    const { text: shown, target } = groups ?? {};
    const leaves = target === undefined || /^[a-z]+:/.test(target);
    return leaves || shown === undefined ? [] : [{ text: shown, target }];
  });
}

/** The anchors that GitHub gives a page's headings: lower case, spaces as hyphens, no other punctuation. */
function anchorsOf(text: string): ReadonlySet<string> {
  const headings = text.replaceAll(/^```.*?^```/gms, '').matchAll(/^#{1,6} (.*)$/gm);
  return new Set(
    [...headings].map(([, heading]) =>
      present(heading)
        .trim()
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(/\s/g, '-'),
    ),
  );
}

/** The file that a link leads to, empty for its own page, and the anchor there. */
function partsOf(target: string): { readonly to: string; readonly anchor: string | undefined } {
  const [to, anchor] = target.split('#');
  return { to: present(to), anchor };
}

/** What a link of a page leads to, relative to the repository's root. */
function placeOf(file: string, to: string): string {
  return to === '' ? file : path.posix.join(path.posix.dirname(file), decodeURI(to));
}

/** What is wrong with a page's links: `target: why`, nothing where all lead somewhere. */
export function brokenLinks(file: string, text: string): readonly string[] {
  return linksIn(text).flatMap(({ target }) => {
    const { to, anchor } = partsOf(target);
    const found = placeOf(file, to);
    if (found.startsWith('..')) return [`${target}: leaves the repository`];
    if (to !== '' && !existsSync(path.join(REPOSITORY, found))) return [`${target}: no such file`];
    if (anchor === undefined) return [];
    if (!found.endsWith('.md')) return [`${target}: an anchor in what is no page`];
    const page = to === '' ? text : readPage(found);
    return anchorsOf(page).has(anchor) ? [] : [`${target}: no such heading`];
  });
}

/**
 * Links whose text looks like a path and is not the end of the path that they lead to, as after a move of which only
 * the target was told: `text: leads to target`. A folder may stand for what lies in it.
 */
export function misnamedLinks(file: string, text: string): readonly string[] {
  return linksIn(text).flatMap(({ text: shown, target }) => {
    const name = shown.replaceAll('`', '').replace(/\/$/, '');
    if (/\s/.test(name) || !/\/|\.(?:ts|mts|mjs|md|json|ya?ml|sql)$/.test(name)) return [];
    const { to } = partsOf(target);
    const found = placeOf(file, to).replace(/\/$/, '');
    const isEnd = [found, path.posix.dirname(found)].some((place) => `/${place}`.endsWith(`/${name}`));
    return isEnd ? [] : [`${shown}: leads to ${target}`];
  });
}

/** Source files that a page names in code, by their path or its end, and none of these `files` is. */
export function goneNames(text: string, files: readonly string[]): readonly string[] {
  const names = [...text.matchAll(/`(?<name>\w[\w./-]*\.(?:ts|mts|mjs))`/g)].flatMap((match) => match.groups?.['name']);
  return names.flatMap((name) => {
    return name === undefined || files.some((file) => `/${file}`.endsWith(`/${name}`)) ? [] : [name];
  });
}

/** The rows of the first table below a heading, without its head; each row as its cells. */
export function tableBelow(text: string, heading: string): readonly (readonly string[])[] {
  const [, section] = text.split(`\n${heading}\n`);
  if (section === undefined) throw new Error(`no heading "${heading}"`);
  const table = /(?:^\|.*\n?)+/m.exec(section)?.[0];
  if (table === undefined) throw new Error(`no table below "${heading}"`);
  const rows = table.trimEnd().split('\n').slice(2);
  return rows.map((row) =>
    row
      .slice(1, -1)
      .split(' | ')
      .map((cell) => cell.trim()),
  );
}
