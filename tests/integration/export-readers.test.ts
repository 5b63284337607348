import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { arrowOf } from '../../engine/inspect/export/arrow.ts';
import { csvOf } from '../../engine/inspect/export/csv.ts';
import { xlsxOf } from '../../engine/inspect/export/xlsx.ts';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';
import { describeWithPython } from '../python/python-readers.ts';

const TABLE = {
  columns: [
    { name: 'date', type: 'DATE' },
    { name: 'key', type: 'VARCHAR' },
    { name: 'value', type: 'DOUBLE' },
    { name: 'big', type: 'BIGINT' },
  ],
  rows: [
    { date: '2008-03-31', key: '=1+1', value: -0.1, big: '9007199254740993' },
    { date: '1960-02-29', key: 'Zürich 日本 🙂, "x"\n', value: null, big: null },
    { date: null, key: null, value: 5e-324, big: -5 },
  ],
} as const;

const CSV = `
import csv, json, sys
with open(sys.argv[1], newline='', encoding='utf-8') as file: print(json.dumps(list(csv.reader(file))))`;

const XLSX = `
import json, sys, openpyxl
sheet = openpyxl.load_workbook(sys.argv[1])['rows']
print(json.dumps([[[cell.data_type, str(cell.value)] for cell in row] for row in sheet.iter_rows()]))`;

const ARROW = `
import json, sys, pyarrow as pa
table = pa.ipc.open_file(sys.argv[1]).read_all()
print(json.dumps({'types': [str(f.type) for f in table.schema], 'rows': table.to_pylist()}, default=str))`;

await describeWithPython('files for other tools', (ask) => {
  const written = async (name: string, content: string | Uint8Array): Promise<string> => {
    const file = path.join(await temporaryFolder(onTestFinished), name);
    await writeFile(file, content);
    return file;
  };

  it("are read by Python's csv", async () => {
    expect(await ask(CSV, await written('t.csv', csvOf(TABLE)))).toEqual([
      ['date', 'key', 'value', 'big'],
      ['2008-03-31', "'=1+1", '-0.1', '9007199254740993'],
      ['1960-02-29', 'Zürich 日本 🙂, "x"\n', '', ''],
      ['', '', '5e-324', '-5'],
    ]);
  });

  it('are read by openpyxl, without a formula', async () => {
    expect(await ask(XLSX, await written('t.xlsx', xlsxOf(TABLE)))).toEqual([
      ['date', 'key', 'value', 'big'].map((name) => ['s', name]),
      [
        ['d', '2008-03-31 00:00:00'],
        ['s', '=1+1'],
        ['n', '-0.1'],
        ['s', '9007199254740993'],
      ],
      [
        ['d', '1960-02-29 00:00:00'],
        ['s', 'Zürich 日本 🙂, "x"\n'],
        ['n', 'None'],
        ['n', 'None'],
      ],
      [
        ['n', 'None'],
        ['n', 'None'],
        ['n', '5e-324'],
        ['n', '-5'],
      ],
    ]);
  });

  it('are read by pyarrow', async () => {
    expect(await ask(ARROW, await written('t.arrow', await arrowOf(TABLE)))).toMatchObject({
      types: ['date32[day]', 'string', 'double', 'int64'],
      rows: [
        { date: '2008-03-31', key: '=1+1', value: -0.1 },
        { date: '1960-02-29', key: 'Zürich 日本 🙂, "x"\n', value: null, big: null },
        { date: null, key: null, value: 5e-324, big: -5 },
      ],
    });
  });
});
