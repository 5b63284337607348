import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compile } from '../../engine/compile/index.ts';
import { nodeId } from '../../engine/ids/index.ts';
import { findObject, openLocalStore } from '../../engine/lake/index.ts';
import { readEnvironment } from '../../engine/plan/index.ts';
import { openSources } from '../../engine/steps/open-sources.ts';
import { nothingSharedYet } from '../../engine/steps/shared-work.ts';
import { IN_PROCESS, type Warehouse } from '../../engine/warehouse/index.ts';
import { buildProject, copyProject, definitionsOf, type TestProject } from './small-project.ts';

let project: TestProject;
let warehouse: Warehouse;
const cleanups: (() => Promise<void>)[] = [];

/** What user SQL runs in, and the gate not asked. */
beforeAll(async () => {
  project = await copyProject((clean) => cleanups.push(clean));
  await buildProject(project, { select: ['slope'] });
  const store = openLocalStore(project.lake);
  const { manifest } = await readEnvironment(store, 'main');
  const long = nodeId('rates.long');
  const [object] = manifest?.nodes[long]?.objects ?? [];
  if (object === undefined) throw new Error('rates.long is not stored');
  const scratch = path.join(project.root, 'scratch');
  await mkdir(scratch);
  await writeFile(path.join(project.root, 'secret.csv'), 'password\nhunter2\n');
  warehouse = await openSources(
    {
      graph: await compile(await definitionsOf(project), { warehouses: IN_PROCESS }),
      store,
      sources: new Map([[long, { state: 'current', reason: 'current', object }]]),
      object: async ({ kind, name, fingerprint }) => {
        const meta = await findObject(store, { kind, name, fingerprint });
        return meta ?? expect.fail('it is stored');
      },
      input: () => expect.fail('a query reads no stored group'),
      components: () => expect.fail('a query stores nothing'),
      isDeferred: () => false,
      scratch,
      warehouses: IN_PROCESS,
      signal: new AbortController().signal,
      shared: nothingSharedYet(),
    },
    [long],
  );
});
afterAll(async () => {
  warehouse.close();
  for (const clean of cleanups) await clean();
});

describe('the instance that user SQL runs in', () => {
  it('holds the declared observations and the calendar, and nothing else', async () => {
    const tables = await warehouse.rows(
      `SELECT table_schema || '.' || table_name AS name FROM information_schema.tables`,
    );
    expect(tables.map(({ name }) => name).toSorted()).toEqual(['obs.calendar.dates', 'obs.rates.long']);
    expect(await warehouse.rows('SELECT count(*) AS n FROM obs."rates.long"')).toEqual([{ n: 132 }]);
  });

  const refused: readonly (readonly [string, (root: string) => string])[] = [
    ['reads a file of the project', (root) => `SELECT * FROM read_csv('${root}/secret.csv')`],
    ['reads a file by its bare path', (root) => `SELECT * FROM '${root}/secret.csv'`],
    ['reads text', (root) => `SELECT content FROM read_text('${root}/secret.csv')`],
    ['reads up and out of its folder', (root) => `SELECT * FROM read_csv('${root}/scratch/../secret.csv')`],
    ['reads the system', () => `SELECT * FROM read_text('/etc/passwd')`],
    ['reads the lake', (root) => `SELECT * FROM read_parquet('${root}/.ews/lake/objects/**/*.parquet')`],
    ['lists files', (root) => `SELECT * FROM glob('${root}/*')`],
    ['reads the network', () => `SELECT * FROM read_csv('https://example.org/x.csv')`],
    ['reads a bucket', () => `SELECT * FROM read_parquet('s3://bucket/x.parquet')`],
    ['writes a file', (root) => `COPY (SELECT 1) TO '${root}/out.csv'`],
    ['attaches a database', (root) => `ATTACH '${root}/other.db' AS other`],
    ['installs an extension', () => 'INSTALL httpfs'],
    ['loads an extension', () => 'LOAD httpfs'],
    ['imports a database', (root) => `IMPORT DATABASE '${root}'`],
    ['opens the door again', () => 'SET enable_external_access = true'],
    ['allows itself a folder', () => `SET allowed_directories = ['/']`],
    ['unlocks the settings', () => 'SET lock_configuration = false'],
    ['takes more memory', () => `SET memory_limit = '64GB'`],
    ['takes more threads', () => 'SET threads = 64'],
    ['moves its temporary files', (root) => `SET temp_directory = '${root}'`],
    ['makes a secret', () => `CREATE PERSISTENT SECRET s (TYPE s3, KEY_ID 'x', SECRET 'y')`],
  ];

  it.each(refused)('refuses SQL that %s', async (_what, sql) => {
    const before = await readdir(project.root);
    await expect(warehouse.run(sql(project.root))).rejects.toThrow(
      /Permission Error|configuration has been locked|disabled by configuration|Cannot change|extension/i,
    );
    expect(await readdir(project.root)).toEqual(before);
  });

  it('gives no environment variable', async () => {
    await expect(warehouse.rows(`SELECT getenv('PATH') AS path`)).rejects.toThrow(/getenv/);
  });
});
