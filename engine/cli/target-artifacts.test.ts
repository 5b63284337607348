import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../lake/temporary-folder.fixture.ts';
import { replaceArtifacts } from './target-artifacts.ts';

const artefact = (run: string): string => JSON.stringify({ metadata: { env: { EWS_VERSION: '0.1.0', EWS_RUN: run } } });

function files(run: string): ReadonlyMap<string, string> {
  return new Map(['manifest.json', 'catalog.json'].map((name) => [name, artefact(run)]));
}

it('artefacts take the place of those of an earlier run, and leave nothing else behind', async () => {
  const folder = path.join(await temporaryFolder(onTestFinished), 'target/dbt');
  for (const run of ['one', 'two']) await replaceArtifacts(folder, files(run));
  expect(readdirSync(folder).toSorted()).toEqual(['catalog.json', 'manifest.json']);
  expect(readFileSync(path.join(folder, 'manifest.json'), 'utf8')).toBe(artefact('two'));
});

it.each([
  ['a file of another tool', '{"metadata": {"env": {}}}'],
  ['text', 'my own notes'],
  ['what only looks like an artefact', '{"metadata": {"env": "EWS_VERSION"}}'],
  ['nothing', ''],
])('%s under the name of one is left as it is, and the others too', async (_, text) => {
  const folder = await temporaryFolder(onTestFinished);
  writeFileSync(path.join(folder, 'catalog.json'), text);
  const refused = replaceArtifacts(folder, files('one'));
  await expect(refused).rejects.toMatchObject({ problems: [{ code: 'EWS4014' }] });
  expect(readdirSync(folder)).toEqual(['catalog.json']);
  expect(readFileSync(path.join(folder, 'catalog.json'), 'utf8')).toBe(text);
});

it('a pipe or a folder under the name of one is no artefact, and is not waited for', async () => {
  for (const make of ['mkfifo', 'mkdir']) {
    const folder = await temporaryFolder(onTestFinished);
    execFileSync(make, [path.join(folder, 'manifest.json')]);
    await expect(replaceArtifacts(folder, files('one'))).rejects.toMatchObject({ problems: [{ code: 'EWS4014' }] });
    expect(readdirSync(folder)).toEqual(['manifest.json']);
  }
});

it('a link is replaced, and what it leads to is not written', async () => {
  const folder = await temporaryFolder(onTestFinished);
  const elsewhere = path.join(folder, 'elsewhere');
  writeFileSync(elsewhere, artefact('one'));
  symlinkSync('elsewhere', path.join(folder, 'manifest.json'));
  await replaceArtifacts(folder, files('two'));
  expect(readFileSync(elsewhere, 'utf8')).toBe(artefact('one'));
  expect(readFileSync(path.join(folder, 'manifest.json'), 'utf8')).toBe(artefact('two'));
});
