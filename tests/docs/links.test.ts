import { expect, it } from 'vitest';
import { at } from '../../engine/presence/index.ts';
import { brokenLinks, linksIn, markdownFiles, readPage, tableBelow } from './markdown.ts';

const PAGES = markdownFiles();

it('finds the pages of the repository, and none of what is installed or built', () => {
  expect(PAGES).toEqual(expect.arrayContaining(['README.md', 'docs/aws/README.md', 'docs/errors/EWS1001.md']));
  expect(PAGES.filter((file) => file.includes('node_modules') || file.startsWith('dist/'))).toEqual([]);
});

it.each(PAGES)('%s links only to what exists', (file) => {
  expect(brokenLinks(file, readPage(file))).toEqual([]);
});

const PLANTED: readonly (readonly [string, string, readonly string[]])[] = [
  ['a file that is gone', '[a](gone.md)', ['gone.md: no such file']],
  ['a heading that is gone', '[a](dsl.md#gone)', ['dsl.md#gone: no such heading']],
  ['a heading of its own that is gone', '# Here\n[a](#there)', ['#there: no such heading']],
  [
    'a place in a source file',
    '[a](../package.json#version)',
    ['../package.json#version: an anchor in what is no page'],
  ],
  ['a way out of the repository', '[a](../../other/README.md)', ['../../other/README.md: leaves the repository']],
  ['nothing in links that hold', '# Here\n[a](#here) [b](aws/) [c](dsl.md#panels) [d](https://example.org/gone)', []],
  ['nothing in code', 'a `[x](gone.md)` b\n```\n[y](gone.md)\n```\n', []],
];

it.each(PLANTED)('sees %s', (_what, text, found) => {
  expect(brokenLinks('docs/planted.md', text)).toEqual(found);
});

it('answers "where is ...?" with at least twenty rows, each with a link', () => {
  const rows = tableBelow(readPage('docs/architecture.md'), '## Where is ...?');
  expect(rows.length).toBeGreaterThanOrEqual(20);
  expect(rows.filter((cells) => linksIn(at(cells, 1)).length === 0)).toEqual([]);
});

it('explains every term of the glossary with a link', () => {
  const glossary = readPage('docs/glossary.md');
  const rows = ['## The field', '## Ours'].flatMap((heading) => tableBelow(glossary, heading));
  expect(rows.length).toBeGreaterThan(60);
  expect(rows.filter((cells) => linksIn(at(cells, 1)).length === 0).map(([term]) => term)).toEqual([]);
  const terms = rows.map(([term]) => term);
  expect(terms.filter((term, index) => terms.indexOf(term) !== index)).toEqual([]);
});
