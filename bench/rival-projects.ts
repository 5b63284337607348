import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** A group of a generated project as other tools take it: its query, and what its YAML says. */
interface GroupFiles {
  readonly name: string;
  readonly folder: string;
  readonly sql: string;
  readonly columns: readonly string[];
}

/** The same queries as dbt has them: sources and groups by `source()` and `ref()`, columns with their tests. */
export async function writeDbtProject(from: string, to: string): Promise<void> {
  const relation = (schema: string, name: string): string =>
    schema === 'features' ? `{{ ref('${name}') }}` : `{{ source('${schema}', '${name}') }}`;
  const files = new Map([
    ['dbt_project.yml', 'name: generated\nversion: "1.0"\nprofile: generated\nmodel-paths: [models]\n'],
    ['profiles.yml', "generated: { target: dev, outputs: { dev: { type: duckdb, path: ':memory:', threads: 2 } } }\n"],
    ['models/sources.yml', dbtSources(await seriesOf(from))],
  ]);
  for (const { name, folder, sql, columns } of await groupsOf(from)) {
    files.set(`models/${folder}/${name}.sql`, withRelations(sql, relation));
    files.set(`models/${folder}/${name}.yml`, dbtModel(name, columns));
  }
  await write(to, files);
}

/** The same queries as dataform has them, with a declaration of each source and assertions over columns. */
export async function writeDataformProject(from: string, to: string): Promise<void> {
  const relation = (schema: string, name: string): string => `\${ref("${schema}", "${name}")}`;
  const settings = ['defaultProject: generated', 'defaultLocation: US', 'defaultDataset: features'];
  const series = (await seriesOf(from)).map((name) => `declare({ schema: "fred", name: "${name}" });\n`);
  const files = new Map([
    ['workflow_settings.yaml', [...settings, 'defaultAssertionDataset: tests', ''].join('\n')],
    ['definitions/sources.js', [...series, 'declare({ schema: "panel", name: "accounts" });\n'].join('')],
  ]);
  for (const { name, folder, sql, columns } of await groupsOf(from)) {
    const config = {
      type: 'view',
      schema: 'features',
      name,
      description: 'Generated indicators',
      columns: Object.fromEntries(columns.map((column) => [column, `${column} of ${name}`])),
      assertions: {
        nonNull: columns,
        rowConditions: columns.map((column) => `${column} >= -1000 AND ${column} <= 1000`),
      },
    };
    const text = `config ${JSON.stringify(config, null, 2)}\n${withRelations(sql, relation)}`;
    files.set(`definitions/${folder}/${name}.sqlx`, text);
  }
  await write(to, files);
}

function withRelations(sql: string, relation: (schema: string, name: string) => string): string {
  return sql.replaceAll(/\b(fred|panel|features)\.(\w+)/g, (_, schema: string, name: string) => relation(schema, name));
}

function dbtSources(series: readonly string[]): string {
  const tables = series.map((name) => `      - { name: ${name}, description: a series }\n`).join('');
  const panel = '  - name: panel\n    tables:\n      - { name: accounts, description: accounts by country }\n';
  return `version: 2\nsources:\n  - name: fred\n    tables:\n${tables}${panel}`;
}

function dbtModel(name: string, columns: readonly string[]): string {
  const each = columns.map(
    (column) => `      - name: ${column}
        description: ${column} of ${name}
        data_tests:
          - not_null: { config: { severity: warn } }
          - accepted_values: { arguments: { values: [-1000, 1000] }, config: { severity: warn } }
`,
  );
  const head = `version: 2\nmodels:\n  - name: ${name}\n    description: Generated indicators\n    columns:\n`;
  return head + each.join('');
}

async function seriesOf(project: string): Promise<readonly string[]> {
  const text = await readFile(path.join(project, 'sources/fred.yaml'), 'utf8');
  return [...text.matchAll(/^ {2}(series_\d+):/gm)].flatMap(([, name]) => name ?? []);
}

async function groupsOf(project: string): Promise<readonly GroupFiles[]> {
  const files = await readdir(path.join(project, 'features'), { recursive: true });
  const yamls = files.filter((file) => file.endsWith('.yaml')).toSorted();
  return Promise.all(
    yamls.map(async (file): Promise<GroupFiles> => {
      const yaml = await readFile(path.join(project, 'features', file), 'utf8');
      const sql = await readFile(path.join(project, 'features', file.replace(/\.yaml$/, '.sql')), 'utf8');
      const columns = [...yaml.matchAll(/^ {2}(\w+):$/gm)].flatMap(([, column]) => column ?? []);
      return { name: path.basename(file, '.yaml'), folder: path.dirname(file), sql, columns };
    }),
  );
}

async function write(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  for (const [file, text] of files) {
    const at = path.join(folder, file);
    await mkdir(path.dirname(at), { recursive: true });
    await writeFile(at, text);
  }
}
