import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { STEP_REVISIONS } from '../../engine/plan/index.ts';
import { at } from '../../engine/presence/index.ts';
import { NODE_VERSIONS } from '../../scripts/node-binaries.ts';
import { REPOSITORY, readPage, tableBelow } from './markdown.ts';

const { version, engines, license, files, scripts } = JSON.parse(readPage('package.json'));
const biome = JSON.parse(readPage('biome.json'));

it('.editorconfig agrees with biome.json', () => {
  const [, everywhere = ''] = readPage('.editorconfig').split('[*]\n');
  const { indentStyle, indentWidth, lineWidth } = biome.formatter;
  expect(everywhere).toContain(
    `indent_style = ${indentStyle}\nindent_size = ${indentWidth}\nmax_line_length = ${lineWidth}\n`,
  );
});

it('.nvmrc, engines and the oldest Node of npm run nodes are one version', () => {
  const lowest = readPage('.nvmrc').trim();
  expect([engines.node, NODE_VERSIONS[0]]).toEqual([`>=${lowest}`, `${lowest}.0`]);
});

it('the licence is the one that package.json names', () => {
  expect([license, at(readPage('LICENSE').split('\n'), 1).trim()]).toEqual(['Apache-2.0', 'Version 2.0, January 2004']);
});

it('the version is in the changelog, and the engine has no other', () => {
  expect(readPage('CHANGELOG.md').split('\n')).toContain(`## ${version}`);
  const sources = readdirSync(path.join(REPOSITORY, 'engine'), { recursive: true, encoding: 'utf8' });
  const others = sources.filter((file) => {
    if (!file.endsWith('.ts')) return false;
    const [, stated] = /VERSION = '(\d+\.\d+\.\d+)'/.exec(readPage(`engine/${file}`)) ?? [];
    return stated !== undefined && stated !== version;
  });
  expect(others).toEqual([]);
});

it('docs/releasing.md has the revisions of today', () => {
  const rows = tableBelow(readPage('docs/releasing.md'), '## Lakes of other versions');
  const documented = rows.map(([what = '', revision]) => [/`(\w+)`/.exec(what)?.[1] ?? what, Number(revision)]);
  const request = readPage('engine/ingest/request.ts');
  const revisionOf = (name: string) => Number(new RegExp(`^const ${name} = (\\d+);$`, 'm').exec(request)?.[1]);
  expect(Object.fromEntries(documented)).toEqual({
    ...STEP_REVISIONS,
    'observations of files': revisionOf('REVISION'),
    'observations of live sources': revisionOf('LIVE_REVISION'),
  });
});

it('CODEOWNERS names only what is there', () => {
  const owned = [...readPage('.github/CODEOWNERS').matchAll(/^\/(\S+) +@/gm)].map(([, place = '']) => place);
  expect(owned.length).toBeGreaterThan(10);
  expect(owned.filter((place) => !existsSync(path.join(REPOSITORY, place)))).toEqual([]);
});

it('the lock file is packed under the name that npm packs, and no copy is left behind', () => {
  expect(files).toContain('npm-shrinkwrap.json');
  expect([scripts.prepack, scripts.postpack]).toEqual([
    expect.stringContaining("copyFileSync('package-lock.json', 'npm-shrinkwrap.json')"),
    expect.stringContaining("rmSync('npm-shrinkwrap.json')"),
  ]);
  expect(existsSync(path.join(REPOSITORY, 'npm-shrinkwrap.json'))).toBe(false);
});

it('no locked package wants a newer Node, and each with a script for its install is decided about', () => {
  const lock = JSON.parse(readFileSync(path.join(REPOSITORY, 'package-lock.json'), 'utf8'));
  const packages = Object.entries<{ engines?: { node?: string }; hasInstallScript?: boolean }>(lock.packages).slice(1);
  expect(packages.length).toBeGreaterThan(100);
  const lowest = readPage('.nvmrc').trim();
  const tooNew = packages.filter(([, { engines: wanted }]) => !allows(wanted?.node ?? '*', `${lowest}.0`));
  expect(tooNew.map(([folder, { engines: wanted }]) => `${folder}: ${wanted?.node}`)).toEqual([]);
  const scripted = packages.flatMap(([folder, { hasInstallScript }]) =>
    hasInstallScript ? [path.basename(folder)] : [],
  );
  expect(JSON.parse(readPage('package.json')).allowScripts).toEqual(
    Object.fromEntries(scripted.map((name) => [name, false])),
  );
});

it.each([
  ['>=22.0.0', false],
  ['20 || >=22', true],
  ['^18.18.0 || ^20.20.0 || >=22', false],
  ['^20.19.0 || >=22.12.0', true],
  ['>= 0.4', true],
  ['*', true],
])('reads the range %s', (range, allowed) => {
  expect(allows(range, '20.19.0')).toBe(allowed);
});

/** Whether a range of versions, as packages write them under `engines`, holds this one. */
function allows(range: string, wanted: string): boolean {
  const alternatives = range.replaceAll(/([<>=^~]) +/g, '$1').split('||');
  return alternatives.some((each) =>
    each
      .trim()
      .split(/\s+/)
      .every((comparator) => holds(comparator, wanted)),
  );
}

function holds(comparator: string, wanted: string): boolean {
  if (comparator === '*') return true;
  const { sign, bound } = /^(?<sign>[<>=^~]*)v?(?<bound>[\d.x]+)$/.exec(comparator)?.groups ?? {};
  if (bound === undefined) throw new Error(`a range that is not read here: ${comparator}`);
  const [lower, version] = [partsOf(bound), partsOf(wanted)];
  const order = orderOf(version, lower);
  if (sign === '<') return order < 0;
  if (sign === '>=') return order >= 0;
  if (sign === '^' || sign === '') return version[0] === lower[0] && order >= 0;
  throw new Error(`a range that is not read here: ${comparator}`);
}

/** Below 0 where the first version is the lower one, above where it is the higher one, 0 where they are the same. */
function orderOf(one: readonly number[], other: readonly number[]): number {
  for (const [place, part] of one.entries()) if (part !== other[place]) return part - at(other, place);
  return 0;
}

/** Major, minor and patch; what a range leaves open is 0. */
function partsOf(version: string): readonly number[] {
  return [...version.replaceAll('x', '0').split('.').map(Number), 0, 0].slice(0, 3);
}
