import { copyFile, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { CardBody } from '../../engine/cards/index.ts';
import { runLineageVerify } from '../../engine/cli/commands/lineage-verify.ts';
import { nodeId } from '../../engine/ids/index.ts';
import type { VerifiedChain } from '../../engine/inspect/index.ts';
import { digestOfFile, openLocalStore, type Store } from '../../engine/lake/index.ts';
import { readEnvironment } from '../../engine/plan/index.ts';
import { present } from '../../engine/presence/index.ts';
import { openWarehouse, quoteText } from '../../engine/warehouse/index.ts';
import { recordingTerminal } from '../golden-project/recording-terminal.ts';
import { objectFile } from './object-file.ts';
import { buildProject, copyProject, edit, type TestProject } from './small-project.ts';

const VINTAGES = 'sources/data/vintages.parquet';
const SNAPSHOT = 'sources/data/rates.parquet';

/**
 * The small project whose long rate has vintages: half a point less from its 1st of the month on, and the value in the
 * next.
 */
async function projectWithVintages(): Promise<TestProject> {
  const project = await copyProject(onTestFinished);
  const [from, to] = [SNAPSHOT, VINTAGES].map((file) => quoteText(path.join(project.root, file)));
  const warehouse = await openWarehouse();
  await warehouse.run(`
    COPY (
      WITH own AS (
        SELECT date::DATE AS date, value, (date::DATE + INTERVAL 1 MONTH)::DATE AS out
        FROM ${from} WHERE series_id = 'LONG'
      )
      SELECT 'LONG' AS series_id, date, value - 0.5 AS value, out AS realtime_start,
        (out + INTERVAL 1 MONTH)::DATE - 1 AS realtime_end,
        CASE WHEN date < '2000-01-01' THEN 'assumed' ELSE 'published' END AS knowledge
      FROM own
      UNION ALL
      SELECT 'LONG', date, value, (out + INTERVAL 1 MONTH)::DATE, DATE '9999-12-31',
        CASE WHEN date < '2000-01-01' THEN 'assumed' ELSE 'published' END FROM own
    ) TO ${to} (FORMAT parquet)`);
  warehouse.close();
  const provenance = {
    'vintages.parquet': await digestOfFile(path.join(project.root, VINTAGES)),
    'rates.parquet': await digestOfFile(path.join(project.root, SNAPSHOT)),
  };
  await writeFile(path.join(project.root, 'sources/data/provenance.json'), JSON.stringify(provenance));
  const both = 'vintages: { file: data/vintages.parquet }\nsnapshot: { file: data/rates.parquet }';
  await edit(project, 'sources/rates.yaml', 'snapshot: { file: data/rates.parquet }', both);
  return project;
}

async function verified(project: TestProject, target: string): Promise<VerifiedChain> {
  const terminal = recordingTerminal();
  await runLineageVerify(target, { projectDir: project.root, logFormat: 'text', json: true }, terminal);
  return JSON.parse(terminal.said.out.join('\n')) as VerifiedChain;
}

async function textOf(store: Store, key: string): Promise<string> {
  const bytes = await store.read(key);
  if (bytes === undefined) throw new Error(`there is no ${key}`);
  return bytes.toString();
}

it('traces each series to the file that has it, verifies both, and says how many are real-time', async () => {
  const project = await projectWithVintages();
  const { result } = await buildProject(project);
  expect(result.ok).toBe(true);
  expect(result.predictions[0]?.published).toMatch(/^published for 1 of \d+ series, 20\d\d-\d\d-\d\d \.\. now$/);

  const store = openLocalStore(project.lake);
  const { manifest } = await readEnvironment(store, 'main');
  const card = manifest?.nodes[nodeId('models.crisis_probit')]?.objects.find(({ kind }) => kind === 'card');
  const folder = path.join(project.lake, 'objects/card', `${card?.name}/${card?.fingerprint}`);
  const body: CardBody = JSON.parse(await readFile(await objectFile(folder, 'card.json'), 'utf8'));
  expect(body.data.basis).toBe('partly_real_time');
  expect(body.performance.steps.map(({ id, kind }) => `${id} ${kind}`)).toContain('values_final measured');

  const lineage = JSON.parse(await textOf(store, `runs/${result.run}/lineage.json`)) as {
    stages: { id: string; columns: { column: string; edges: { from: { relation: string } }[] }[] }[];
  };
  const rawsOf = (id: string): readonly string[] => {
    const { columns } = present(lineage.stages.find((stage) => stage.id === id));
    const value = present(columns.find(({ column }) => column === 'value'));
    return value.edges.map(({ from }) => from.relation);
  };
  expect(rawsOf('rates.long')).toEqual(['raw.rates.vintages']);
  expect(rawsOf('rates.short')).toEqual(['raw.rates.snapshot']);

  const chain = await verified(project, 'slope');
  expect(chain.holds).toBe(true);
  const files = chain.links
    .filter(({ kind }) => kind === 'project' || kind === 'raw')
    .map(({ kind, name }) => `${kind} ${name}`);
  expect(files.toSorted()).toEqual([
    'project rates.parquet',
    'project vintages.parquet',
    'raw rates.snapshot',
    'raw rates.vintages',
  ]);

  for (const file of [VINTAGES, SNAPSHOT]) {
    const whole = path.join(project.root, file);
    await copyFile(whole, `${whole}.kept`);
    await writeFile(whole, 'something else');
    const wrong = (await verified(project, 'slope')).links.filter((link) => !link.holds);
    expect(wrong).toMatchObject([{ kind: 'project', id: file, files: [{ state: 'changed' }, { state: 'holds' }] }]);
    await copyFile(`${whole}.kept`, whole);
  }
  await edit(project, 'sources/data/provenance.json', '"vintages.parquet":{"sha256"', '"vintages.parquet":{"digest"');
  const unstated = (await verified(project, 'slope')).links.filter((link) => !link.holds);
  expect(unstated).toMatchObject([{ id: VINTAGES, files: [{ state: 'holds' }, { state: 'changed' }] }]);
});
