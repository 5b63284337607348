import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { buildProject, copyProject, nodeResult } from '../build/small-project.ts';

const TABLE = (name: string): string => `  ${name}:
    description: a table
    file: ${name}.csv
    format: csv
    columns:
      date: { type: DATE, description: day }
      value: { type: DOUBLE, description: value }
    date: date
    frequency: monthly
    knowledge: { lag: 30 }
`;

/** The small project with sources of files, by name: the text of each table's CSV. */
async function projectWith(sources: Readonly<Record<string, Readonly<Record<string, string>>>>) {
  const project = await copyProject(onTestFinished);
  for (const [source, tables] of Object.entries(sources)) {
    const folder = path.join(project.root, 'sources', source);
    await mkdir(folder);
    const yaml = `source: ${source}\nconnector: file\ndescription: files\ncomplete_through: 2022-09-30\ntables:\n`;
    await writeFile(path.join(folder, `${source}.yaml`), yaml + Object.keys(tables).map(TABLE).join(''));
    for (const [name, text] of Object.entries(tables)) await writeFile(path.join(folder, `${name}.csv`), text);
  }
  const relations = Object.entries(sources).flatMap(([source, tables]) =>
    Object.keys(tables).map((table) => `${source}.${table}`),
  );
  const sql = `SELECT date, value AS x FROM (${relations.map((name) => `FROM ${name}`).join(' UNION ALL ')})
QUALIFY row_number() OVER (PARTITION BY date ORDER BY value) = 1\n`;
  const yaml = 'feature: files\ndescription: all files\ncolumns: { x: { description: x } }\n';
  await writeFile(path.join(project.root, 'features/files.yaml'), yaml);
  await writeFile(path.join(project.root, 'features/files.sql'), sql);
  return project;
}

const GOOD = 'date,value\n2020-01-01,1\n2020-02-01,2\n';

it('what is wrong with every file of a source is told in one build, and with those of other sources', async () => {
  const project = await projectWith({
    lender: { one: 'date,value\n2020-01-01,n/a\n2020-02-01,#\n2020-03-01,3\n', two: GOOD, three: 'date;value\n1;2\n' },
    market: { four: 'date,value\n01.02.2020,1\n', five: 'date,value\n2020-01-01,"1,234.5"\n' },
  });
  const built = await buildProject(project, { select: ['files'] });
  const hints = ['source:lender', 'source:market'].flatMap((id) =>
    nodeResult(built, id).problems.map(({ hint }) => hint),
  );
  const parts = ['nulls: ["n/a"]', 'declare delimiter: ";"', 'YYYY-MM-DD', 'thousands have no mark'];
  for (const [i, part] of parts.entries()) expect(hints[i]).toContain(part);
  const said = ['source:lender', 'source:market'].map((id) =>
    nodeResult(built, id).problems.map(({ message }) => message),
  );
  expect(said).toEqual([
    [
      'sources/lender/one.csv, row 1: column "value" holds "n/a", which is not a DOUBLE (and 1 more row)',
      'sources/lender/three.csv (source lender.three): its header is separated by semicolons, not by commas',
    ],
    [
      'sources/market/four.csv, row 1: column "date" holds "01.02.2020", which is not a DATE',
      'sources/market/five.csv, row 1: column "value" holds "1,234.5", which is not a DOUBLE',
    ],
  ]);
});
