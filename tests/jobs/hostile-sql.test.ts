import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { compile } from '../../engine/compile/index.ts';
import { ProblemError } from '../../engine/diagnostics/index.ts';
import { findLaunchTools, type LaunchTools } from '../../engine/jobs/index.ts';
import { IN_PROCESS, quoteText, withWarehouse } from '../../engine/warehouse/index.ts';
import {
  buildProject,
  copyProject,
  definitionsOf,
  edit,
  nodeResult,
  type TestProject,
} from '../build/small-project.ts';
import { sqlWorkers } from './sql-workers.ts';

const MINUTES = 60_000;

/** A query that costs too much on the data, whatever is known of them before. */
const AT_RUN: Readonly<Record<string, string>> = {
  cross: `SELECT a.date, max(a.value + b.value + c.value + d.value) AS v
    FROM rates.long a, rates.long b, rates.long c, rates.long d, rates.long e GROUP BY a.date`,
  counted: `SELECT a.date, count(DISTINCT b.value * c.value + d.value) AS v
    FROM rates.long a, rates.long b, rates.long c, rates.long d GROUP BY a.date`,
  windowed: `SELECT date, max(s) AS v FROM (
    SELECT a.date, sum(b.value) OVER (PARTITION BY a.date ORDER BY d.value * c.value) AS s
    FROM rates.long a, rates.long b, rates.long c, rates.long d) GROUP BY date`,
  distant: `SELECT date, levenshtein(repeat(value::VARCHAR, 100000), repeat('b', 300000)) AS v FROM rates.long`,
  similar: `SELECT date, jaro_similarity(repeat(value::VARCHAR, 300000), repeat('ba', 600000)) AS v FROM rates.long`,
  matched: `SELECT date, length(regexp_replace(repeat(value::VARCHAR, 50000000), '(.+)+x', 'y')) AS v FROM rates.long`,
  ranged: 'SELECT date, len(range(2000000000 + value::BIGINT)) AS v FROM rates.long',
  sorted: 'SELECT date, len(list_sort(range(200000000 + value::BIGINT))) AS v FROM rates.long',
  repeated: 'SELECT date, length(repeat(value::VARCHAR, 500000000)) AS v FROM rates.long',
  joined: `SELECT a.date, length(string_agg(repeat(b.value::VARCHAR, 100000), ',')) AS v
    FROM rates.long a, rates.long b, rates.long c GROUP BY a.date`,
  listed: `SELECT a.date, len(list(b.value + c.value)) AS v
    FROM rates.long a, rates.long b, rates.long c, rates.long d GROUP BY a.date`,
  unnested: `SELECT date, max(x) AS v FROM (
    SELECT date, unnest(range(100000000 + value::BIGINT)) AS x FROM rates.long) GROUP BY date`,
};

/** Constants, which DuckDB computes while it binds where it can. */
const AT_BIND: Readonly<Record<string, string>> = {
  ranged: 'len(range(2000000000))',
  summed: 'list_sum(range(900000000))',
  sorted: 'len(list_sort(range(200000000)))',
  kept: 'len(list_filter(range(400000000), x -> x % 7 = 3))',
  told: "length(array_to_string(range(300000000), ','))",
  repeated: "length(repeat('x', 1900000000))",
  padded: "length(lpad('x', 1500000000, 'y'))",
  distant: "levenshtein(repeat('a', 300000), repeat('b', 300000))",
  swapped: "damerau_levenshtein(repeat('a', 60000), repeat('b', 60000))",
  similar: "jaro_similarity(repeat('ab', 400000), repeat('ba', 400000))",
  nested: `${'('.repeat(3000)}1${')'.repeat(3000)}`,
};

async function addGroups(project: TestProject, queries: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, sql] of Object.entries(queries)) {
    const file = path.join(project.root, 'features', `too_${name}`);
    const column = 'columns:\n  v: { description: too much, unit: units }\n';
    await writeFile(`${file}.yaml`, `feature: too_${name}\ndescription: takes too much\nttl: 95\n${column}`);
    await writeFile(`${file}.sql`, `${sql}\n`);
  }
}

it(
  'a query that takes too much costs its own group alone, and the next ones are built',
  async () => {
    const project = await copyProject(onTestFinished);
    await addGroups(project, AT_RUN);
    const warehouses = await sqlWorkers(onTestFinished);
    const select = [...Object.keys(AT_RUN).map((name) => `too_${name}`), 'slope'];
    const built = await buildProject(project, { select, threads: 1 }, { warehouses });
    for (const name of Object.keys(AT_RUN)) {
      const { status, problems } = nodeResult(built, `features.too_${name}`);
      expect([name, status, problems.map(({ code, span }) => [code, span?.file])]).toEqual([
        name,
        'failed',
        [['EWS3003', `features/too_${name}.sql`]],
      ]);
    }
    expect(nodeResult(built, 'features.slope')).toMatchObject({ status: 'ok', rows: 120 });
  },
  5 * MINUTES,
);

it(
  'a definition that takes too much to bind is lost alone',
  async () => {
    const project = await copyProject(onTestFinished);
    const asGroups = Object.entries(AT_BIND).map(([name, value]) => [
      name,
      `SELECT date, ${value} AS v\nFROM rates.long`,
    ]);
    await addGroups(project, Object.fromEntries(asGroups));
    // What is wrong behind them is found all the same.
    await edit(project, 'features/strain.sql', 'slope.slope', 'slope.slop');
    const warehouses = await sqlWorkers(onTestFinished);
    const found = await compile(await definitionsOf(project), { warehouses }).catch((error: unknown) => error);
    const problems = found instanceof ProblemError ? found.problems : [];
    const codes = new Map(problems.map(({ code, span }) => [span?.file, code]));
    expect([...codes.keys()]).toContain('features/strain.sql');
    for (const [file, code] of codes) {
      if (file?.startsWith('features/too_')) expect(['EWS2106', 'EWS2121']).toContain(code);
    }
  },
  5 * MINUTES,
);

it(
  'a definition that takes memory while it is bound is ended without a limit of the kernel, the next one is bound',
  async () => {
    const project = await copyProject(onTestFinished);
    await addGroups(project, { ranged: `SELECT date, ${AT_BIND['ranged']} AS v\nFROM rates.long` });
    await edit(project, 'features/strain.sql', 'slope.slope', 'slope.slop');
    const unlimited = async (): Promise<LaunchTools> => ({ ...(await findLaunchTools()), prlimit: null });
    const warehouses = await sqlWorkers(onTestFinished, undefined, unlimited);
    const found = await compile(await definitionsOf(project), { warehouses }).catch((error: unknown) => error);
    const problems = found instanceof ProblemError ? found.problems : [];
    expect(problems.map(({ code, span }) => [code, span?.file]).toSorted()).toEqual([
      ['EWS2105', 'features/strain.sql'],
      ['EWS2121', 'features/too_ranged.sql'],
    ]);
  },
  5 * MINUTES,
);

it(
  'a small file that holds gigabytes is refused, and what was stored stays',
  async () => {
    const project = await copyProject(onTestFinished);
    const warehouses = await sqlWorkers(onTestFinished);
    const before = await buildProject(project, { select: ['slope'] }, { warehouses });
    expect(nodeResult(before, 'source:rates').status).toBe('ok');
    const file = path.join(project.root, 'sources/data/rates.parquet');
    await withWarehouse(IN_PROCESS, {}, (warehouse) =>
      warehouse.run(`
        COPY (SELECT CASE i // 20000000 WHEN 0 THEN 'LONG' WHEN 1 THEN 'SHORT' ELSE 'VACANCIES' END AS series_id,
              DATE '2000-01-01' AS date, 1.5::DOUBLE AS value FROM range(60000000) AS rows(i))
        TO ${quoteText(file)} (FORMAT parquet, COMPRESSION zstd)`),
    );
    const after = await buildProject(project, { select: ['slope', 'credit'] }, { warehouses });
    const source = nodeResult(after, 'source:rates');
    expect(source.status).toBe('failed');
    expect(source.problems.map(({ code }) => code)[0]).toBe('EWS3041');
    expect(nodeResult(after, 'features.credit').status).toBe('ok');
  },
  5 * MINUTES,
);
