import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROBLEM_CODES } from '../../engine/diagnostics/index.ts';
import { linksIn, REPOSITORY, readPage } from './markdown.ts';

const DOCS = 'docs/README.md';
const DECISIONS = 'docs/decisions/README.md';
const ERRORS = 'docs/errors/README.md';

/** Rows of an index as it should have them, each as a pattern of its line. */
type Wanted = Readonly<Record<string, RegExp>>;

/** What an index lacks or has twice, and what it has without reason: rows that begin with a link. */
function faultsOf(text: string, wanted: Wanted): readonly string[] {
  const rows = text.split('\n').filter((line) => line.startsWith('| ['));
  const counts = Object.entries(wanted).flatMap(([name, pattern]) => {
    const found = rows.filter((row) => pattern.test(row)).length;
    return found === 1 ? [] : [`${name}: ${found} times`];
  });
  const others = rows.filter((row) => !Object.values(wanted).some((pattern) => pattern.test(row)));
  return [...counts, ...others];
}

function pagesIn(folder: string): readonly string[] {
  const entries = readdirSync(path.join(REPOSITORY, folder), { withFileTypes: true });
  const pages = entries.map((entry) => (entry.isDirectory() ? `${entry.name}/README.md` : entry.name));
  return pages.filter((name) => name.endsWith('.md') && name !== 'README.md');
}

function literal(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Number, file, the title of the page, a day, and a status. */
function decisions(): Wanted {
  const status = '(in force|replaced by \\[\\d{4}\\]).*';
  const rows = pagesIn('docs/decisions').map((file) => {
    const title = literal(readPage(`docs/decisions/${file}`).split('\n')[0]?.slice('# 0000: '.length) ?? 'no title');
    const cells = [`\\[${file.slice(0, 4)}\\]\\(${literal(file)}\\)`, title, '\\d{4}-\\d{2}-\\d{2}', status];
    return [file, new RegExp(`^\\| ${cells.join(' \\| ')} \\|$`)] as const;
  });
  return Object.fromEntries(rows);
}

function errors(): Wanted {
  const rows = Object.entries(PROBLEM_CODES).map(
    ([code, title]) => [code, new RegExp(`^\\| \\[${code}\\]\\(${code}\\.md\\) \\| ${literal(title)} \\|$`)] as const,
  );
  return Object.fromEntries(rows);
}

it('docs/README.md names every page and folder of docs/ once', () => {
  const named = linksIn(readPage(DOCS)).flatMap(({ target }) => (target.startsWith('..') ? [] : [target]));
  expect(named.toSorted()).toEqual(pagesIn('docs').toSorted());
});

describe.each([
  [DECISIONS, decisions(), '0016-the-machine-is-part-of-a-number.md'],
  [ERRORS, errors(), 'EWS2104'],
] as const)('%s', (index, wanted, one) => {
  const text = readPage(index);
  const row = text.split('\n').find((line) => wanted[one]?.test(line)) ?? expect.fail(`no row of ${one}`);

  it('has each of its pages once, under its own title', () => {
    expect(faultsOf(text, wanted)).toEqual([]);
  });

  it('has them in order', () => {
    const sections = text.split(/^## /m).map((section) => [...section.matchAll(/^\| \[(\w+)\]/gm)].map(([, id]) => id));
    for (const ids of sections) expect(ids).toEqual(ids.toSorted());
  });

  it('would be told of a row that is missing, there twice, or under another title', () => {
    expect(faultsOf(text.replace(row, ''), wanted)).toEqual([`${one}: 0 times`]);
    expect(faultsOf(text.replace(row, `${row}\n${row}`), wanted)).toEqual([`${one}: 2 times`]);
    const renamed = row.replace(') | ', ') | another ');
    expect(faultsOf(text.replace(row, renamed), wanted)).toEqual([`${one}: 0 times`, renamed]);
  });
});
