import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { ROOT } from '../source-files.ts';

const PRLIMIT = '/usr/bin/prlimit';
const WAREHOUSE = pathToFileURL(path.join(ROOT, 'dist/engine/warehouse/index.js')).href;

/** Asks for one row that takes much memory, three times, and says of each answer how it came. */
const ASKS = `
const { IN_PROCESS } = await import(${JSON.stringify(WAREHOUSE)});
const warehouse = await IN_PROCESS.open({ memoryLimit: '256MiB' });
await warehouse.run('CREATE TABLE r (date DATE, v DOUBLE)');
const deep = 'SELECT date, len(' + '['.repeat(500) + '1' + ']'.repeat(500) + ') AS v FROM r';
const plan = 'SELECT json_serialize_plan($1::VARCHAR)::VARCHAR AS a';
const ask = 'SELECT CASE WHEN strlen(a) < 3e7 THEN a END AS a FROM (' + plan + ')';
for (let i = 0; i < 3; i++) {
  const told = await warehouse.rows(ask, [deep]).then(
    (rows) => rows.length + ' rows',
    (error) => error.message,
  );
  console.log(told);
}`;

/** How often each answer came where a process may have so many MB of data. */
function answers(megabytes: number): readonly string[] {
  const { stdout } = spawnSync(PRLIMIT, [
    `--data=${megabytes * 1e6}`,
    ...[process.execPath, '--input-type=module', '--eval', ASKS],
  ]);
  // A process that the C++ library ends says nothing more, and no worker that ends so is believed.
  return stdout.toString().split('\n').filter(Boolean);
}

it.skipIf(!existsSync(PRLIMIT))(
  'a result for which memory runs out while it is handed over is refused, never shorter',
  () => {
    const told = [900, 950, 1000, 1050, 1300].flatMap(answers);
    expect(
      told.filter((answer) => answer !== '1 rows' && !/Out of Memory|Allocation failure|allocat/i.test(answer)),
    ).toEqual([]);
    expect(told.filter((answer) => answer.includes('0 of 1 rows of a result could be handed over'))).not.toEqual([]);
  },
);
