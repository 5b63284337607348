import { compile, type Graph, groupNode } from '../../engine/compile/index.ts';
import type { Problem } from '../../engine/diagnostics/index.ts';
import { present } from '../../engine/presence/index.ts';
import { readProject } from '../../engine/project/index.ts';
import { memoryFiles } from '../../engine/project/memory-files.ts';
import { IN_PROCESS, type Row, withWarehouse } from '../../engine/warehouse/index.ts';
import { problemLines, problemsWith, SMALL_PROJECT } from '../compile/one-query.ts';

/** A file of functions: its SQL, and its YAML below `functions:`. */
export interface Library {
  readonly sql: string;
  readonly yaml: string;
}

/** Files of a project: `planted` is the SQL of its group under test, which returns a date and x. */
export interface WithFunctions {
  readonly library?: Library;
  readonly planted?: string;
  readonly more?: Readonly<Record<string, string>>;
}

export function filesOf({ library, planted, more = {} }: WithFunctions): Readonly<Record<string, string>> {
  return {
    ...(library === undefined
      ? {}
      : { 'features/lib/own.sql': library.sql, 'features/lib/own.yaml': `functions:\n${library.yaml}` }),
    ...(planted === undefined ? {} : { 'features/planted.sql': planted }),
    ...more,
  };
}

export function problemsOf(files: WithFunctions): Promise<readonly Problem[]> {
  return problemsWith(filesOf(files));
}

/** Errors as `CODE file:line:column "underlined" message`. */
export async function errorLines(files: WithFunctions): Promise<readonly string[]> {
  return problemLines((await problemsOf(files)).filter(({ severity }) => severity === 'error'));
}

/** The project compiled; its problems are thrown. */
export async function graphOf(files: WithFunctions): Promise<Graph> {
  const { definitions, problems } = await readProject(
    '/a/project',
    memoryFiles({ ...SMALL_PROJECT, ...filesOf(files) }),
  );
  if (definitions === undefined) throw new Error(problemLines(problems).join('\n'));
  return compile(definitions, { warehouses: IN_PROCESS });
}

/** The text that is run of the group under test. */
export async function writtenOut(files: WithFunctions): Promise<string> {
  return present(groupNode(await graphOf(files), 'planted')).query.sql;
}

/** Twelve months of fred.unrate, and whatever else is run first. */
export function rowsOf(sql: string, ...before: readonly string[]): Promise<readonly Row[]> {
  return withWarehouse(IN_PROCESS, {}, async (warehouse) => {
    await warehouse.run('CREATE SCHEMA fred');
    await warehouse.run(`CREATE TABLE fred.unrate AS
      SELECT (DATE '2000-01-01' + to_months(i::INTEGER))::DATE AS date, (i * i % 7 + i / 10)::DOUBLE AS value
      FROM range(12) AS t(i)`);
    for (const statement of before) await warehouse.run(statement);
    return warehouse.rows(sql);
  });
}
