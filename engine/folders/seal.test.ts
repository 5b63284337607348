import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { sealOf, userKeyState, userSeal } from './index.ts';

let top = '';
const at = (name: string): string => path.join(top, name);

beforeEach(async () => {
  top = await realpath(await mkdtemp(path.join(tmpdir(), 'ews-seal-')));
  onTestFinished(() => rm(top, { recursive: true }));
  for (const folder of ['project', 'caches', 'state']) mkdirSync(at(folder));
});

const sealed = (environment: NodeJS.ProcessEnv): string | undefined => userSeal(at('project'), environment)()?.('text');

function replaced(file: string, by: () => void): void {
  unlinkSync(file);
  by();
}

describe('the seal of a user', () => {
  it('is the same in every process, of no other user, and rests on a key that they alone can read', () => {
    const mine = sealed({ XDG_CACHE_HOME: at('caches') });
    expect(mine).toMatch(/^[0-9a-f]{64}$/);
    expect(sealed({ XDG_CACHE_HOME: at('caches') })).toBe(mine);
    expect(readdirSync(at('caches/ews'))).toEqual(['seal.key']);
    expect(statSync(at('caches/ews/seal.key')).mode & 0o777).toBe(0o600);
    expect(sealed({ XDG_CACHE_HOME: at('others') })).not.toBe(mine);
    expect(sealed({ XDG_CACHE_HOME: at('caches'), EWS_STATE_DIR: at('state') })).not.toBe(mine);
    expect(readdirSync(at('state'))).toEqual(['seal.key']);
  });

  it('makes nothing before it is asked for', () => {
    userSeal(at('project'), { XDG_CACHE_HOME: at('caches') });
    expect(readdirSync(at('caches'))).toEqual([]);
  });

  it('rests on no key in the project', () => {
    const planted = Buffer.alloc(32, 1);
    for (const folder of ['project/.ews', 'project/ews']) mkdirSync(at(folder));
    for (const folder of ['.ews', 'ews']) writeFileSync(at(`project/${folder}/seal.key`), planted, { mode: 0o600 });
    const known = sealOf(planted)('text');
    const state = sealed({ EWS_STATE_DIR: at('project/.ews'), XDG_CACHE_HOME: at('caches') });
    expect(state).toBe(sealed({ XDG_CACHE_HOME: at('caches') }));
    expect(state).not.toBe(known);
    symlinkSync('project/.ews', at('link'));
    expect(sealed({ EWS_STATE_DIR: at('link'), XDG_CACHE_HOME: at('caches') })).not.toBe(known);
    expect(sealed({ XDG_CACHE_HOME: at('project') })).toBeUndefined();
  });

  it.each<[string, (file: string) => void]>([
    ['that others can read', (file) => chmodSync(file, 0o644)],
    ['that is too short', (file) => writeFileSync(file, 'short')],
    ['that is too long', (file) => writeFileSync(file, Buffer.alloc(33))],
  ])('rests on no key %s, and leaves it', (_, change) => {
    expect(sealed({ XDG_CACHE_HOME: at('caches') })).toBeDefined();
    change(at('caches/ews/seal.key'));
    const before = readFileSync(at('caches/ews/seal.key'));
    expect(sealed({ XDG_CACHE_HOME: at('caches') })).toBeUndefined();
    expect(readFileSync(at('caches/ews/seal.key'))).toEqual(before);
    expect(readdirSync(at('caches/ews'))).toEqual(['seal.key']);
  });

  it.each([0o600, 0o644])('makes a key in place of an empty one, whose rights are %i', (mode) => {
    const file = at('caches/ews/seal.key');
    mkdirSync(at('caches/ews'));
    writeFileSync(file, '', { mode });
    const environment = { XDG_CACHE_HOME: at('caches') };
    expect(userKeyState(at('project'), environment)).toEqual({ kind: 'none yet', file });
    const mine = sealed(environment);
    expect(mine).toMatch(/^[0-9a-f]{64}$/);
    expect(sealed(environment)).toBe(mine);
    expect([statSync(file).mode & 0o777, statSync(file).size]).toEqual([0o600, 32]);
    expect(readdirSync(at('caches/ews'))).toEqual(['seal.key']);
    expect(userKeyState(at('project'), environment)).toEqual({ kind: 'kept', file });
  });

  it.each<[reason: string, change: (file: string) => void]>([
    ['other users may read it', (file) => chmodSync(file, 0o640)],
    ['it has 5 bytes, and a key has 32', (file) => writeFileSync(file, 'short')],
    ['it is a link', (file) => replaced(file, () => symlinkSync('elsewhere', file))],
    ['it is no file', (file) => replaced(file, () => mkdirSync(file))],
  ])('says of a key that cannot be used: %s', (reason, change) => {
    const environment = { XDG_CACHE_HOME: at('caches') };
    sealed(environment);
    const file = at('caches/ews/seal.key');
    change(file);
    expect(userKeyState(at('project'), environment)).toEqual({ kind: 'unusable', file, reason });
    expect(sealed(environment)).toBeUndefined();
  });

  it('says where there is no key, and makes none for that', () => {
    expect(userKeyState(at('project'), { XDG_CACHE_HOME: at('project') })).toEqual({ kind: 'nowhere' });
    expect(userKeyState(at('project'), { XDG_CACHE_HOME: at('caches') }).kind).toBe('none yet');
    expect(readdirSync(at('caches'))).toEqual([]);
  });

  it('rests on no link, and on nothing where no key can be kept', () => {
    mkdirSync(at('caches/ews'));
    writeFileSync(at('key'), Buffer.alloc(32), { mode: 0o600 });
    symlinkSync(at('key'), at('caches/ews/seal.key'));
    expect(sealed({ XDG_CACHE_HOME: at('caches') })).toBeUndefined();
    writeFileSync(at('file'), '');
    expect(sealed({ XDG_CACHE_HOME: at('file') })).toBeUndefined();
  });
});
