import { expect, it } from 'vitest';
import { at } from '../../engine/presence/index.ts';
import {
  brokenLinks,
  goneNames,
  linksIn,
  markdownFiles,
  misnamedLinks,
  readPage,
  repositoryFiles,
  tableBelow,
} from './markdown.ts';

const PAGES = markdownFiles();
const FILES = repositoryFiles(/\.(?:ts|mts|mjs)$/);

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

it.each(PAGES)('%s calls what it links to by its place', (file) => {
  expect(misnamedLinks(file, readPage(file))).toEqual([]);
});

const MISNAMED: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'a place that a file has left',
    '[training/walk.ts](../engine/training/walk/walk.ts)',
    ['training/walk.ts: leads to ../engine/training/walk/walk.ts'],
  ],
  [
    'a name that it had',
    '[`store.ts`](../engine/lake/s3/bucket.ts)',
    ['`store.ts`: leads to ../engine/lake/s3/bucket.ts'],
  ],
  [
    'a part of a name',
    '[walk.ts](../engine/training/sidewalk.ts)',
    ['walk.ts: leads to ../engine/training/sidewalk.ts'],
  ],
  [
    'a folder that is another one',
    '[run/verify/](../engine/inspect/verify/a.ts)',
    ['run/verify/: leads to ../engine/inspect/verify/a.ts'],
  ],
  ['nothing in ends of a path', '[walk/walk.ts](../engine/training/walk/walk.ts) [docs/aws/](aws/README.md#a)', []],
  ['nothing in words', '[and/or what it says](dsl.md) [0016](decisions/0016-the-machine-is-part-of-a-number.md)', []],
];

it.each(MISNAMED)('sees %s', (_what, text, found) => {
  expect(misnamedLinks('docs/planted.md', text)).toEqual(found);
});

/** Pages that make files as they go. */
const MAKES_FILES = /^docs\/extending\//;

it.each(PAGES.filter((file) => !MAKES_FILES.test(file)))('%s names only files that are there', (file) => {
  expect(goneNames(readPage(file), FILES)).toEqual([]);
});

it('sees a file that is named and gone, in words', () => {
  const files = ['engine/training/walk/walk.ts', 'tests/lines.test.ts'];
  const text = '`walk/walk.ts`, `lines.test.ts`, `*.test.ts`, `.fixture.ts`, `training/walk.ts` and `wal.ts`';
  expect(goneNames(text, files)).toEqual(['training/walk.ts', 'wal.ts']);
});

it('answers "where is ...?" with at least a hundred rows, each with a link', () => {
  const rows = tableBelow(readPage('docs/architecture.md'), '## Where is ...?');
  expect(rows.length).toBeGreaterThanOrEqual(100);
  expect(rows.filter((cells) => linksIn(at(cells, 1)).length === 0)).toEqual([]);
  const wanted = rows.map(([what]) => what);
  expect(wanted.filter((what, index) => wanted.indexOf(what) !== index)).toEqual([]);
});

it('explains every term of the glossary with a link', () => {
  const glossary = readPage('docs/glossary.md');
  const rows = ['## The field', '## Ours'].flatMap((heading) => tableBelow(glossary, heading));
  expect(rows.length).toBeGreaterThan(60);
  expect(rows.filter((cells) => linksIn(at(cells, 1)).length === 0).map(([term]) => term)).toEqual([]);
  const terms = rows.map(([term]) => term);
  expect(terms.filter((term, index) => terms.indexOf(term) !== index)).toEqual([]);
});
