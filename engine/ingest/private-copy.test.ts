import { existsSync } from 'node:fs';
import { truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { digestOfFile } from '../lake/index.ts';
import { temporaryFolder } from '../lake/temporary-folder.fixture.ts';
import { copyPrivately } from './private-copy.ts';

const REACHES = [
  ['a file anywhere', () => ({})],
  ['a file of the project', (root: string) => ({ reach: { root, outside: [] } })],
] as const;

describe('a private copy', () => {
  it.each(REACHES)('has the bytes and the digest of %s', async (_, reachOf) => {
    const folder = await temporaryFolder(onTestFinished);
    const [from, to] = ['loans.csv', 'copy.csv'].map((name) => path.join(folder, name)) as [string, string];
    await writeFile(from, 'date,value\n'.repeat(50_000));
    const digest = await copyPrivately({ file: from, shownAs: 'loans.csv', ...reachOf(folder) }, to);
    expect(digest).toEqual(await digestOfFile(from));
    expect(digest).toEqual(await digestOfFile(to));
    expect(digest.bytes).toBe(550_000);
  });

  it.each(REACHES)('of %s is given up when nobody waits for it any more, however large it is', async (_, reachOf) => {
    const { folder, from } = await hollow();
    const copying = copyPrivately(
      { file: from, shownAs: 'loans.csv', ...reachOf(folder) },
      path.join(folder, 'copy.csv'),
      { signal: abortedSoon() },
    );
    await expect(copying).rejects.toMatchObject({ name: 'AbortError' });
  });

  it.each(REACHES)('of %s is not begun where it is larger than a copy may be', async (_, reachOf) => {
    const folder = await temporaryFolder(onTestFinished);
    const [from, to] = ['loans.csv', 'copy.csv'].map((name) => path.join(folder, name)) as [string, string];
    await writeFile(from, 'x'.repeat(1001));
    const located = { file: from, shownAs: 'loans.csv', ...reachOf(folder) };
    await expect(copyPrivately(located, to, { most: 1000 })).rejects.toMatchObject({
      problems: [{ code: 'EWS3041', message: expect.stringContaining('loans.csv') }],
    });
    expect(existsSync(to)).toBe(false);
    expect(await copyPrivately(located, to, { most: 1001 })).toMatchObject({ bytes: 1001 });
  });
});

it('the digest of a file is given up when nobody waits for it any more, however large it is', async () => {
  const { from } = await hollow();
  await expect(digestOfFile(from, abortedSoon())).rejects.toMatchObject({ name: 'AbortError' });
});

/** A file that takes no room, and minutes to be read. */
async function hollow(): Promise<{ readonly folder: string; readonly from: string }> {
  const folder = await temporaryFolder(onTestFinished);
  const from = path.join(folder, 'loans.csv');
  await writeFile(from, '');
  await truncate(from, 2 ** 38);
  return { folder, from };
}

function abortedSoon(): AbortSignal {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 20);
  return controller.signal;
}
