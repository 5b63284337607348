import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, it, onTestFinished } from 'vitest';
import { TEST_KEY } from '../../engine/ingest/fred/client-at.fixture.ts';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';
import { present } from '../../engine/presence/index.ts';
import { startFredServer } from '../ingest/fred-server/fred-server.ts';
import { vintagesProject } from '../ingest/fred-server/live-project.ts';
import { seriesOfFile, VINTAGES_FILE } from '../ingest/fred-server/vintages-file.ts';
import { describeOnS3 } from '../s3/describe-s3.ts';
import { newPlace, openS3Place } from '../s3/s3-place.ts';
import { writeS3Target } from '../s3/s3-target.ts';
import { type CommandOutput, REPOSITORY, resultIn, run } from './product.ts';

if (!existsSync(VINTAGES_FILE)) console.warn(`live data on S3 are not tested: there is no ${VINTAGES_FILE}`);

interface Check {
  readonly name: string;
  readonly state: string;
}

await describeOnS3('FRED live into a bucket', (ground) => {
  it.skipIf(!existsSync(VINTAGES_FILE))(
    'is ingested and built, and no secret is in any file, object, log or error',
    async () => {
      const fred = await startFredServer({ series: await seriesOfFile(), key: TEST_KEY, today: '2026-01-01' });
      onTestFinished(() => fred.stop());
      const project = await temporaryFolder(onTestFinished);
      await vintagesProject(project, fred.url);
      const place = await newPlace(ground().server, ground().bucket, onTestFinished);
      await writeS3Target(project, place, `fred: { read: live, requests_per_minute: 1000000, url: "${fred.url}" }\n`);
      const printed: string[] = [];
      const ews = async (words: string, env: NodeJS.ProcessEnv = {}): Promise<CommandOutput> => {
        const command = [
          path.join(REPOSITORY, 'bin/ews.mjs'),
          ...words.split(' '),
          '-t',
          's3',
          '--project-dir',
          project,
        ];
        const answer = await run(process.execPath, command, {
          env: { ...process.env, FRED_API_KEY: TEST_KEY, ...env },
        });
        printed.push(answer.stdout, answer.stderr);
        return answer;
      };

      expect((await ews('ingest')).code).toBe(0);
      // FRED-MD ends in 2021: what tests freshness fails, all else is built.
      expect((await ews('build --log-format json')).stderr).toContain('"features.labor"');
      expect((await ews('show features.labor --columns sahm_gap --as-of 2008-03-31 --last 1')).stdout).toContain(
        '0.43',
      );
      expect((await ews('ingest', { FRED_API_KEY: 'not-a-key-of-fred' })).stderr).toContain('EWS3015');
      const wrong = { AWS_ACCESS_KEY_ID: 'AKIAWRONGWRONGWRONG0', AWS_SECRET_ACCESS_KEY: 'wrong-secret-of-nobody' };
      expect((await ews('build', wrong)).stderr).toContain('EWS4006');
      expect((await ews('debug')).code).toBe(0);

      const secrets = [TEST_KEY, ground().server.credentials.AWS_SECRET_ACCESS_KEY, wrong.AWS_SECRET_ACCESS_KEY];
      const tell = (text: string): readonly string[] =>
        [...secrets, 'X-Amz-Signature', 'not-a-key-of-fred', 'Signature='].filter((secret) => text.includes(secret));
      for (const text of printed) expect(tell(text)).toEqual([]);
      for (const file of await filesBelow(project)) expect(tell(textOf(file, await readFile(file))), file).toEqual([]);
      const store = openS3Place(place);
      const keys = await store.list('');
      expect(keys.some((key) => key.startsWith('ingest/fred/UNRATE/'))).toBe(true);
      for (const key of keys) expect(tell(textOf(key, present(await store.read(key)))), key).toEqual([]);
    },
  );

  it('shows every posture of the bucket: what this server proves, the rest as not verified, never as ok', async () => {
    const project = await temporaryFolder(onTestFinished);
    await vintagesProject(project, 'http://127.0.0.1:9/fred/');
    await writeS3Target(project, await newPlace(ground().server, ground().bucket, onTestFinished));
    const command = [path.join(REPOSITORY, 'bin/ews.mjs'), 'debug', '--json', '-t', 's3', '--project-dir', project];
    const { code, stdout } = await run(process.execPath, command);
    const { checks } = resultIn<{ readonly checks: readonly Check[] }>(stdout);
    const states = new Map(checks.map(({ name, state }) => [name, state]));
    const proven = ['versioning', 'object_lock', 'store'];
    const beyond = ['public_access_block', 'vpc_endpoint', 'fips', 'govcloud', 'credentials'];
    expect(proven.map((name) => [name, states.get(name)])).toEqual(proven.map((name) => [name, 'ok']));
    expect(beyond.filter((name) => states.get(name) === 'ok')).toEqual([]);
    expect(states.get('public_access_block')).toBe('not verified');
    expect(code).toBe(0);
  });
});

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

function textOf(name: string, bytes: Uint8Array): string {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return Buffer.from(isGzip || name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1');
}
