import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { at, present } from '../../engine/presence/index.ts';
import { REPOSITORY, readPage } from './markdown.ts';

/** The folders of the tree below "## Rooms", each as its path from the root, in order. */
function namedIn(page: string): readonly string[] {
  const tree = /^## Rooms\n+```\n(?<tree>.*?)^```/ms.exec(page)?.groups?.['tree'];
  const way: string[] = [];
  return present(tree)
    .split('\n')
    .flatMap((line) => {
      const { indent, name } = /^(?<indent> *)(?<name>[\w-]+)\/(?: |$)/.exec(line)?.groups ?? {};
      if (indent === undefined || name === undefined) return [];
      way.splice(indent.length / 2, way.length, name);
      return [way.join('/')];
    });
}

/** Folders below one, so many levels deep. */
function foldersIn(folder: string, levels: number): readonly string[] {
  if (levels === 0) return [];
  const entries = readdirSync(path.join(REPOSITORY, folder), { withFileTypes: true });
  const found = entries.filter((entry) => entry.isDirectory()).map(({ name }) => `${folder}/${name}`);
  return found.flatMap((each) => [each, ...foldersIn(each, levels - 1)]);
}

/** Rooms and the folders in them that the page does not name, and what it names and is not there, or twice. */
function faultsOf(page: string): readonly string[] {
  const named = namedIn(page);
  const there = ['engine', ...foldersIn('engine', 2), 'lineage', ...foldersIn('lineage', 1)];
  return [
    ...there.filter((folder) => !named.includes(folder)).map((folder) => `${folder}: not named`),
    ...named.filter((folder) => !existsSync(path.join(REPOSITORY, folder))).map((folder) => `${folder}: not there`),
    ...named.filter((folder, index) => named.indexOf(folder) !== index).map((folder) => `${folder}: twice`),
  ];
}

const PAGE = readPage('docs/architecture.md');

it('docs/architecture.md names every room and the folders in it', () => {
  expect(namedIn(PAGE).length).toBeGreaterThan(60);
  expect(faultsOf(PAGE)).toEqual([]);
});

it('would be told of a folder that is left out, gone, or there twice', () => {
  const lines = PAGE.split('\n');
  const place = lines.findIndex((line) => line.startsWith('    walk/'));
  const [walk, without] = [at(lines, place), lines.toSpliced(place, 1)];
  expect(faultsOf(without.join('\n'))).toEqual(['engine/training/walk: not named']);
  expect(faultsOf(lines.with(place, walk.replace('walk/', 'gait/')).join('\n'))).toEqual([
    'engine/training/walk: not named',
    'engine/training/gait: not there',
  ]);
  expect(faultsOf(lines.toSpliced(place, 0, walk).join('\n'))).toEqual(['engine/training/walk: twice']);
});
