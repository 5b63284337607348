import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { type ExportFlags, runExport } from '../../engine/cli/commands/export.ts';
import { present } from '../../engine/presence/index.ts';
import { IN_PROCESS, parquetRows, withWarehouse } from '../../engine/warehouse/index.ts';
import { builtProject } from '../build/built-project.ts';
import { objectFile } from '../build/object-file.ts';
import { manifestOf, type TestProject } from '../build/small-project.ts';
import { recordingTerminal } from '../golden-project/recording-terminal.ts';

const fresh = builtProject();

async function exported({ root }: TestProject, target: string, more: Partial<ExportFlags>) {
  const terminal = recordingTerminal();
  const output = path.join(root, `out-${more.format ?? 'csv'}-${more.asOf ?? 'stored'}`);
  const flags = { projectDir: root, logFormat: 'text', json: true, format: 'csv', output, ...more } as const;
  expect(await runExport(target, flags, terminal)).toBe(0);
  return { output, report: JSON.parse(terminal.said.out.join('\n')) };
}

it('writes the stored rows with their types: parquet says the same as the lake', async () => {
  const project = await fresh();
  const { output, report } = await exported(project, 'slope', { format: 'parquet' });
  const node = present((await manifestOf(project)).nodes['features.slope' as never]);
  const stored = await objectFile(path.join(project.lake, 'objects/feature/slope', node.fingerprint));
  await withWarehouse(IN_PROCESS, {}, async (warehouse) => {
    const columns = report.columns.map(({ name }: { name: string }) => name).join(', ');
    const difference = (one: string, other: string) =>
      warehouse.rows(
        `SELECT ${columns} FROM ${parquetRows(one)} EXCEPT ALL SELECT ${columns} FROM ${parquetRows(other)}`,
      );
    expect(await difference(stored, output)).toEqual([]);
    expect(await difference(output, stored)).toEqual([]);
    const types = await warehouse.columns(`SELECT ${columns} FROM ${parquetRows(output)} LIMIT 0`);
    expect(types.map(({ name, type }) => ({ name, type }))).toEqual(report.columns);
  });
  expect(report).toMatchObject({ node: 'features.slope', stored: true, asOf: null, format: 'parquet' });
  expect(report.rows).toBeGreaterThan(100);
});

it('writes what was known on a day, of one column or a model, and of a source', async () => {
  const project = await fresh();
  const { output, report } = await exported(project, 'slope.slope', { asOf: '2009-06-30', to: '2009-01-31' });
  const [head = '', ...rows] = (await readFile(output, 'utf8')).trimEnd().split('\r\n');
  expect(head).toBe('date,slope');
  expect(rows).toHaveLength(report.rows);
  expect(rows.at(-1)).toMatch(/^2009-01-\d\d,-?\d/);
  expect((await exported(project, 'crisis_probit', { format: 'arrow' })).report.rows).toBeGreaterThan(10);
  expect((await exported(project, 'rates.long', { format: 'xlsx' })).report).toMatchObject({ stored: false });
});

it('replaces nothing', async () => {
  const project = await fresh();
  const output = path.join(project.root, 'there.csv');
  await writeFile(output, 'mine');
  await expect(exported(project, 'slope', { output })).rejects.toMatchObject({
    problems: [{ code: 'EWS6001', hint: 'name another file' }],
  });
  expect(await readFile(output, 'utf8')).toBe('mine');
});
