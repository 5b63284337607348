import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { ingest } from '../../engine/ingest/index.ts';
import { rowLines, storedRows } from '../../engine/ingest/stored-rows.fixture.ts';
import { openLocalStore } from '../../engine/lake/index.ts';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';
import { readProject } from '../../engine/project/index.ts';
import { memoryFiles } from '../../engine/project/memory-files.ts';
import { ingestRequests } from '../../engine/steps/source-requests.ts';
import { IN_PROCESS } from '../../engine/warehouse/index.ts';

it('the example of a CSV file in another dialect, in the documentation, is read as declared', async () => {
  const page = await readFile(path.join(import.meta.dirname, '../../docs/dsl.md'), 'utf8');
  const yaml = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => text);
  const example = yaml.find((text) => text.includes('\n    delimiter: ";"'));
  if (example === undefined) throw new Error('docs/dsl.md has no such example');
  const root = await temporaryFolder(onTestFinished);
  const files = {
    'ews.config.yaml': 'name: documented\ncalendar: { frequency: monthly, start: 2020-01-31 }\n',
    'targets/local.yaml':
      'target: local\ndescription: local\nstore: { kind: local, path: .ews/lake }\nfred: snapshot\n',
    'sources/bank.yaml': example,
    'sources/data/loans.csv': '',
  };
  const { definitions, problems } = await readProject(root, memoryFiles(files));
  expect(problems).toEqual([]);
  const [request] = definitions?.sources.flatMap((source) => ingestRequests(definitions, source)) ?? [];
  if (request?.kind !== 'file') throw new Error('no request');

  const file = path.join(root, 'loans.csv');
  await writeFile(
    file,
    Buffer.from('month;loans;note\r\n2020-01-01;1234,5;"M\xfcller; \x80"\r\n2020-02-01;k.A.;\r\n', 'latin1'),
  );
  const store = openLocalStore(path.join(root, 'lake'));
  const { object } = await ingest(
    store,
    { ...request, file },
    { warehouses: IN_PROCESS, now: () => new Date('2022-11-01T00:00:00Z') },
  );
  expect(rowLines(await storedRows(store, object))).toEqual([
    '2020-01-01 1234.5 2020-03-01 9999-12-31 assumed',
    '2020-02-01 null 2020-03-30 9999-12-31 assumed',
  ]);
});
