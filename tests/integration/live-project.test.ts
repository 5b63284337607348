import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TEST_KEY } from '../../engine/ingest/fred/client-at.fixture.ts';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';
import { type FredServer, startFredServer } from '../ingest/fred-server/fred-server.ts';
import { vintagesProject } from '../ingest/fred-server/live-project.ts';
import { seriesOfFile, VINTAGES_FILE } from '../ingest/fred-server/vintages-file.ts';
import { type CommandOutput, REPOSITORY, run } from './product.ts';

if (!existsSync(VINTAGES_FILE)) console.warn(`a live project is not tested: there is no ${VINTAGES_FILE}`);

const cleanups: (() => Promise<void>)[] = [];
let server: FredServer;
let project: string;
const printed: string[] = [];

async function ews(...args: readonly string[]): Promise<CommandOutput> {
  const command = [path.join(REPOSITORY, 'bin/ews.mjs'), ...args, '--target', 'live', '--project-dir', project];
  const answer = await run(process.execPath, command, { env: { ...process.env, FRED_API_KEY: TEST_KEY } });
  printed.push(answer.stdout, answer.stderr);
  return answer;
}

async function json(...args: readonly string[]): Promise<unknown> {
  const { code, stdout, stderr } = await ews(...args, '--json');
  if (code !== 0) throw new Error(`ews ${args.join(' ')} ended with ${code}\n${stderr}`);
  return JSON.parse(stdout).result;
}

/** FRED-MD's last edition is of 2021: tests of freshness fail, as they should, and fail again when they are reused. */
const NOTHING_RUN = /: 0 ok, \d+ reused/;

interface Shown {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

describe.skipIf(!existsSync(VINTAGES_FILE))('the labour group on live vintages, its SQL unchanged', () => {
  beforeAll(async () => {
    server = await startFredServer({ series: await seriesOfFile(), key: TEST_KEY, today: '2026-01-01' });
    project = await temporaryFolder((clean) => cleanups.push(clean));
    await vintagesProject(project, server.url);
    const { code, stderr } = await ews('build');
    if (code !== 0 && !stderr.includes('source   fred')) throw new Error(stderr);
  });
  afterAll(async () => {
    await server.stop();
    for (const clean of cleanups) await clean();
  });

  it("crosses Sahm's 0.50 upwards at three month-ends, as known then, and at no other", async () => {
    const { rows } = (await json('show', 'features.labor', '--stored', '--last', '1000')) as Shown;
    const gap = (at: number): number => Number(rows[at]?.['sahm_gap']);
    const alarms = rows.filter((_, at) => gap(at) >= 0.5 && !(at > 0 && gap(at - 1) >= 0.5));
    expect(alarms.map((row) => [row['as_of'], row['date']])).toEqual([
      ['2001-07-31', '2001-06-01'],
      ['2008-05-31', '2008-04-01'],
      ['2020-05-31', '2020-04-01'],
    ]);
  });

  it('shows 0.43 for February 2008 as known at the end of March, beside 0.53 as known last', async () => {
    const { code, stdout } = await ews(
      ...['show', 'features.labor', '--columns', 'sahm_gap', '--as-of', '2008-03-31', '--vs', 'latest', '--last', '1'],
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/2008-02-01 +0\.43 +0\.53/);
  });

  it.each([
    ['2008-10-31', 137_318],
    ['2021-09-30', 136_753],
  ])('counts payrolls for September 2008 as known on %s: %d', async (day, expected) => {
    const { rows } = (await json(
      'show',
      'fred.payems',
      '--as-of',
      day,
      '--from',
      '2008-09-01',
      '--to',
      '2008-09-01',
    )) as Shown;
    expect(rows.map((row) => row['value'])).toEqual([expected]);
  });

  it("says FRED's notice on the terminal, the pages and in what is exported", async () => {
    const notice =
      'This product uses the FRED® API but is not endorsed or certified by the Federal Reserve Bank of St. Louis.';
    expect((await ews('show', 'fred.unrate', '--last', '1')).stderr).toContain(notice);
    const runs = path.join(project, '.ews/live/runs');
    const [runId = ''] = await readdir(runs);
    const traced = await json('lineage', 'features.labor.unrate', '--run', runId);
    expect(JSON.stringify(traced)).toContain(notice);
    for (const file of ['index.html', 'lineage.html', 'lineage.json', 'openlineage.jsonl']) {
      expect(await readFile(path.join(runs, runId, file), 'utf8'), file).toContain(notice);
    }
  });

  it('asks nobody a second time within a day, and nothing runs', async () => {
    const before = server.requests.length;
    const { stdout } = await ews('build');
    expect(server.requests.length).toBe(before);
    expect(stdout).toMatch(NOTHING_RUN);
  });

  it('builds on what is stored where FRED cannot be reached, and says what is overdue', async () => {
    await server.stop();
    expect((await ews('build', '--no-ingest')).stdout).toMatch(NOTHING_RUN);
    const ingested = await ews('ingest');
    expect(ingested.code).toBe(1);
    expect(ingested.stderr).toContain('EWS3012');
    const freshness = await ews('source', 'freshness');
    expect(freshness.stdout).toMatch(/fred\.unrate +2021-08-01 +2021-10-10/);
  });

  it('leaves the key in no file, and prints it nowhere', async () => {
    for (const text of printed) expect(text).not.toContain(TEST_KEY);
    const files = await readdir(project, { recursive: true, withFileTypes: true });
    const stored = files.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
    expect(stored.length).toBeGreaterThan(40);
    for (const file of stored) {
      const bytes = await readFile(file);
      const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1');
      expect(text.includes(TEST_KEY), file).toBe(false);
    }
  });
});
