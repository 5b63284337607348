import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { errorLines, type Library, rowsOf, writtenOut } from './project-with-functions.ts';

const textOf = (file: string): Promise<string> =>
  readFile(path.join(import.meta.dirname, 'written-by-hand', file), 'utf8');

const library: Library = { sql: await textOf('own.sql'), yaml: (await textOf('own.yaml')).replace('functions:\n', '') };

/** What is under test, the query as it calls functions, and as a person writes it without. */
const queries = (await textOf('queries.sql'))
  .split('-- # ')
  .slice(1)
  .map((block): readonly [string, string, string] => {
    const [, what, called, byHand] = /^(.*)\n([\s\S]*?)\n-- by hand\n([\s\S]*)$/.exec(block) ?? [];
    if (what === undefined || called === undefined || byHand === undefined)
      throw new Error(`not two queries: ${block}`);
    return [what, called, byHand.trimEnd()];
  });

const GS10 = `CREATE TABLE fred.gs10 AS
  SELECT (DATE '2000-01-01' + to_months(2 * i::INTEGER))::DATE AS date, (100 + i)::DOUBLE AS value
  FROM range(6) AS t(i)`;

async function datesAndValues(sql: string): Promise<readonly unknown[]> {
  const rows = await rowsOf(sql, GS10);
  return rows.map(({ date, x }) => [date, x === null ? null : Number(x)]);
}

it('the functions themselves are in order', async () => {
  expect(await errorLines({ library })).toEqual([]);
  expect(queries.length).toBeGreaterThanOrEqual(26);
});

it.each(queries)('%s', async (_what, called, byHand) => {
  const expected = await datesAndValues(byHand);
  expect(new Set(expected.map(String)).size).toBeGreaterThan(2);
  expect(await datesAndValues(await writtenOut({ library, planted: called }))).toEqual(expected);
});

it('the same with the line ends of Windows', async () => {
  const windows = { sql: library.sql.replaceAll('\n', '\r\n'), yaml: library.yaml };
  for (const [what, called, byHand] of queries.filter((_, index) => index % 6 === 0)) {
    const planted = called.replaceAll('\n', '\r\n').replaceAll(' FROM ', '\r\nFROM ');
    expect(await datesAndValues(await writtenOut({ library: windows, planted })), what).toEqual(
      await datesAndValues(byHand),
    );
  }
});
