import { endOfMonth } from '../../calendar/index.ts';
import { CONFIG_FILE } from '../../project/index.ts';
import { assumedKnownFrom, assumedLag } from './assumed-lag.ts';
import type { DataOfProject } from './data-of-project.ts';
import { labelFiles } from './label-files.ts';
import type { FoundColumn, FoundTable } from './look/found-table.ts';
import { completeThrough, HORIZON_MONTHS, isExact, type Outcome, outcomeOf, periodEnd } from './outcome.ts';
import type { PlannedFile } from './planned-file.ts';
import { yamlList, yamlMapping, yamlText } from './yaml-text.ts';

export interface ProjectOfTable {
  readonly files: readonly PlannedFile[];
  /** What a person has to know or decide. */
  readonly notes: readonly string[];
}

/** The schema of the relations: `data.loans`. */
const SOURCE = 'data';

/** A project for a table: source and group, and label and model as far as the data carry them. */
export function projectOfTable(data: DataOfProject): ProjectOfTable {
  const { table, names, file, copiedFrom } = data;
  const outcome = outcomeOf(table);
  const text = (path: string, lines: readonly string[]): PlannedFile => ({
    path,
    content: { text: `${lines.join('\n')}\n` },
  });
  const files: readonly PlannedFile[] = [
    text(CONFIG_FILE, configLines(data, outcome)),
    text(`sources/${SOURCE}.yaml`, sourceLines(data)),
    ...(copiedFrom === undefined ? [] : [{ path: file, content: { bytesOf: copiedFrom } }]),
    text(`features/${names.table}.yaml`, groupLines(data)),
    text(`features/${names.table}.sql`, groupSql(data)),
    ...labelFiles(data, outcome).map(({ path, lines }) => text(path, lines)),
  ];
  return { files, notes: [...table.notes, ...inexactNotes(table), ...missingNotes(outcome)] };
}

function inexactNotes(table: FoundTable): readonly string[] {
  return groupColumns(table)
    .filter((column) => !isExact(table, column))
    .map(
      ({ name }) => `${name} is in no label and no model: models compute with doubles, and its integers go beyond 2^53`,
    );
}

function missingNotes(outcome: Outcome): readonly string[] {
  if (outcome.kind === 'missing') return [`no label and no model: for them it needs ${outcome.what}`];
  return outcome.noModel === undefined ? [] : [`no model: for one it needs ${outcome.noModel}`];
}

function configLines({ names, table }: DataOfProject, outcome: Outcome): readonly string[] {
  const first = table.rows.map(({ day }) => day).toSorted()[0];
  if (first === undefined) throw new Error('a table without rows');
  const frequency = table.frequency === 'monthly' || OF_DAYS.has(table.frequency) ? 'monthly' : 'quarterly';
  const known = assumedKnownFrom(first, table);
  const start = frequency === 'monthly' ? endOfMonth(known) : periodEnd(known, table);
  return [
    `name: ${names.project}`,
    '',
    'calendar:',
    `  frequency: ${frequency} # decision dates are the last days of these periods`,
    `  start: ${start}`,
    '  end: data # as far as the sources are complete',
    ...(outcome.kind === 'event'
      ? ['', 'vars:', `  horizon_months: { type: integer, value: ${HORIZON_MONTHS}, description: months ahead }`]
      : []),
  ];
}

const OF_DAYS: ReadonlySet<string> = new Set(['daily', 'weekly', 'biweekly']);

function sourceLines({ table, names, file, today }: DataOfProject): readonly string[] {
  const { delimiter, decimal, nulls, encoding, date } = table;
  const keys = table.columns.filter(({ role }) => role === 'key').map(({ name }) => name);
  const [value] = table.columns.filter(({ header }) => header === undefined);
  return [
    `source: ${SOURCE}`,
    'connector: file',
    `description: ${yamlText(`Data of ${baseOf(file)}`)}`,
    `complete_through: ${completeThrough(table, today)} # assumed: the day on which the newest row was known`,
    'tables:',
    `  ${names.table}:`,
    `    description: ${yamlText(`rows of ${baseOf(file)}`)}`,
    `    file: ${yamlText(file.startsWith('sources/') ? file.slice('sources/'.length) : `../${file}`)}`,
    '    format: csv',
    ...(delimiter === ',' ? [] : [`    delimiter: ${JSON.stringify(delimiter)}`]),
    ...(decimal === '.' ? [] : [`    decimal: ${JSON.stringify(decimal)}`]),
    ...(nulls.length === 0 ? [] : [`    nulls: ${yamlList(nulls)}`]),
    ...(encoding === 'utf-8' ? [] : [`    encoding: ${encoding}`]),
    '    columns:',
    `      ${date.name}: ${dateColumn(date)}`,
    ...table.columns.map((column) => `      ${column.name}: ${columnMapping(column)}`),
    `    date: ${date.name}`,
    ...(date.format === undefined ? [] : [`    date_format: ${yamlText(date.format)}`]),
    ...(table.isWide && value !== undefined
      ? [`    periods_in_columns: ${yamlMapping({ date: date.name, value: value.name })}`]
      : []),
    ...(keys.length === 0 ? [] : [`    keys: ${yamlList(keys)}`]),
    `    frequency: ${yamlText(table.frequency)}`,
    ...(date.dated === 'end' ? ['    dated: end'] : []),
    `    # In days after the last day of the period:`,
    `    knowledge: { lag: ${assumedLag(table)} } # assumed: put the real publication lag here`,
    ...(table.projections ? ['    projections: true'] : []),
  ];
}

function baseOf(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1);
}

function dateColumn({ name, header, dated }: FoundTable['date']): string {
  const description = dated === 'end' ? 'last day of the period' : 'the period, by its first day';
  return yamlMapping({
    type: 'DATE',
    description: yamlText(description),
    header: header === undefined || header === name ? undefined : yamlText(header),
  });
}

function columnMapping({ name, header, type, role }: FoundColumn): string {
  const words = header === undefined ? 'the cells of the periods' : header.replaceAll(/\s+/g, ' ').trim().slice(0, 80);
  return yamlMapping({
    type,
    description: yamlText(role === 'key' ? `${words}: whose row it is` : words),
    header: header === undefined || header === name ? undefined : yamlText(header),
  });
}

/** The columns that a group has: all numbers. */
function groupColumns({ columns }: FoundTable): readonly FoundColumn[] {
  return columns.filter(({ role }) => role === 'value' || role === 'event');
}

function groupLines({ table, names, file }: DataOfProject): readonly string[] {
  const keys = table.columns.filter(({ role }) => role === 'key').map(({ name }) => name);
  return [
    `feature: ${names.table}`,
    `description: ${yamlText(`The columns of ${baseOf(file)}, as they were known`)}`,
    ...(keys.length === 0 ? [] : [`keys: ${yamlList(keys)}`]),
    'columns:',
    ...groupColumns(table).map(
      ({ name, header, role }) =>
        `  ${name}: ${yamlMapping({
          description: yamlText(header === undefined ? name : header.replaceAll(/\s+/g, ' ').trim().slice(0, 80)),
          tests: role === 'event' ? '[accepted_values: { values: [0, 1] }]' : '[finite]',
        })}`,
    ),
  ];
}

/** Names that are made by `plainName` need no quotes. */
function groupSql({ table, names }: DataOfProject): readonly string[] {
  const keys = table.columns.filter(({ role }) => role === 'key').map(({ name }) => name);
  const { date } = table;
  const columns = [...keys, date.name === 'date' ? 'date' : `${date.name} AS date`];
  const all = [...columns, ...groupColumns(table).map(({ name }) => name)];
  return [
    '-- On every decision date this reads the rows as they were known on that day: write it as if there were no dates.',
    'SELECT',
    ...all.map((column, i) => `  ${column}${i < all.length - 1 ? ',' : ''}`),
    `FROM ${SOURCE}.${names.table}`,
  ];
}
