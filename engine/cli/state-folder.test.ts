import { mkdirSync, symlinkSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { ProblemError } from '../diagnostics/index.ts';
import { reachOf } from '../folders/index.ts';
import { temporaryFolder } from '../lake/temporary-folder.fixture.ts';
import { present } from '../presence/index.ts';
import { readProject, type TargetDefinition } from '../project/index.ts';
import { memoryFiles } from '../project/memory-files.ts';
import { checkPlaces, stateFolder, storeFolder } from './state-folder.ts';

let top = '';
let root = '';

beforeEach(async () => {
  top = await realpath(await temporaryFolder(onTestFinished));
  root = path.join(top, 'project');
  for (const folder of ['project/.git', 'named', 'beside']) mkdirSync(path.join(top, folder), { recursive: true });
});

async function targetOf(store: string): Promise<TargetDefinition> {
  const files = memoryFiles({
    'ews.config.yaml': 'name: x\ncalendar: { frequency: monthly, start: 2020-01-31, end: data }\ndefault_target: a\n',
    'targets/a.yaml': `target: a\ndescription: x\nstore: ${store}\n`,
  });
  const { definitions } = await readProject(root, files);
  return present(present(definitions).targets[0]);
}

const bucket = (cache: string): string => `{ kind: s3, bucket: abc, region: us-east-1, cache: { path: ${cache} } }`;

async function refusal(store: string): Promise<string> {
  const state = stateFolder(root, 'run', {});
  try {
    checkPlaces(root, await targetOf(store), state, reachOf(root, [path.join(top, 'named')]));
    return 'none';
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return error.problems.map(({ code, message, span }) => `${code} ${span?.line} ${message}`).join('\n');
  }
}

describe('a lake, or the copies of one, may lie', () => {
  it.each(['.ews/lake', 'lakes/one', '../named', '../named/lake', '../project/lake'])('in %s', async (place) => {
    expect(await refusal(`{ kind: local, path: ${place} }`)).toBe('none');
    expect(await refusal(bucket(place))).toBe('none');
  });

  it.each([
    ['../beside', 'lies outside the project'],
    ['../named/../beside', 'lies outside the project'],
    ['link/lake', 'lies outside the project'],
    ['../named/.git/objects', "lies in a repository's own folder"],
    ['.git/lake', "lies in a repository's own folder"],
    ['/', 'holds the project'],
    [homedir(), 'holds your home'],
  ])('not in %s, which %s', async (place, why) => {
    symlinkSync('../beside', path.join(root, 'link'));
    for (const store of [`{ kind: local, path: ${place} }`, bucket(place)]) {
      expect(await refusal(store)).toMatch(/^EWS4014 3 /);
      expect(await refusal(store)).toContain(why);
    }
  });

  it('nor anywhere in a state folder that is a link', async () => {
    symlinkSync('../beside', path.join(root, '.ews'));
    expect(await refusal('{ kind: local, path: lake }')).toContain('.ews, which is');
  });
});

describe('the artefacts of a target may lie', () => {
  const beside = (place: string): string => `{ kind: local, path: lake }\nartifacts: ${place}`;

  it.each(['target', 'out/dbt', '../named/dbt', '.ews/dbt'])('in %s', async (place) => {
    expect(await refusal(beside(place))).toBe('none');
  });

  it.each([
    ['../beside', 'lies outside the project'],
    ['.git/dbt', "lies in a repository's own folder"],
    ['.', 'holds the project'],
    ['lake', 'is the lake, or lies in it'],
    ['lake/runs', 'is the lake, or lies in it'],
    ['link', 'is the lake, or lies in it'],
  ])('not in %s, which %s', async (place, why) => {
    symlinkSync('lake', path.join(root, 'link'));
    mkdirSync(path.join(root, 'lake'));
    expect(await refusal(beside(place))).toMatch(/^EWS4014 4 /);
    expect(await refusal(beside(place))).toContain(why);
  });
});

describe('caches and scratch files', () => {
  it('lie in the project, or where the user says, with the copies of a bucket', async () => {
    const here = stateFolder(root, 'run', {});
    expect(here).toEqual({ cache: `${root}/.ews/cache`, scratch: `${root}/.ews/scratch/run`, named: [] });
    const named = stateFolder(root, 'run', { EWS_STATE_DIR: '/state' });
    expect(named).toMatchObject({ cache: '/state/cache', named: ['/state'] });
    expect(storeFolder(root, await targetOf(bucket('.ews/cache/s3')), named)).toBe('/state/cache/s3');
    expect(storeFolder(root, await targetOf(bucket('copies')), named)).toBe(`${root}/copies`);
  });
});
