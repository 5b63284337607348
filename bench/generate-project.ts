import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { first } from '../engine/presence/index.ts';
import { IN_PROCESS, quoteText, withWarehouse } from '../engine/warehouse/index.ts';
import { INDICATOR_SHAPES } from './group-shapes.ts';
import type { GroupText } from './group-text.ts';
import { MORE_SHAPES } from './more-group-shapes.ts';

/** A project takes them in turn. */
const GROUP_SHAPES = [...INDICATOR_SHAPES, ...MORE_SHAPES];

const SERIES = 200;
const FOLDER_SIZE = 50;

/**
 * Writes a project of `count` groups into `folder`: definitions as people write them (CTEs, windows by row and by date,
 * up to four sources, ASOF and outer joins, a keyed panel), a third of them reading other groups up to three deep, each
 * column with a description, a unit and tests; every tenth group has a custom test, every hundredth a model. Of
 * twenty shapes, and no two texts alike; with data files.
 */
export async function generateProject(folder: string, count: number): Promise<void> {
  const files = new Map<string, string>([
    ['ews.config.yaml', CONFIG],
    ['sources/fred.yaml', fredSource()],
    ['sources/panel.yaml', PANEL],
    ['models/labels/crisis.yaml', LABEL_YAML],
    ['models/labels/crisis.sql', LABEL_SQL],
    ['targets/local.yaml', TARGET],
  ]);
  const texts: GroupText[] = [];
  for (let index = 0; index < count; index++) {
    const text = groupText(index, texts);
    texts.push(text);
    const base = `features/area_${Math.floor(index / FOLDER_SIZE)}/${groupName(index)}`;
    files.set(`${base}.yaml`, groupYaml(groupName(index), text));
    files.set(`${base}.sql`, text.sql);
    if (index % 10 === 0) files.set(`${base}.is_fresh.sql`, freshTest(groupName(index)));
    if (index % 100 === 0) files.set(`models/model_${index}.yaml`, modelYaml(index, text));
  }
  for (const [file, text] of files) {
    const at = path.join(folder, file);
    await mkdir(path.dirname(at), { recursive: true });
    await writeFile(at, text);
  }
  await writeData(path.join(folder, 'sources', 'snapshot'));
}

/** Numbers that mean nothing, from 1970 until the autumn of 2022. */
async function writeData(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await withWarehouse(IN_PROCESS, {}, async (warehouse) => {
    const dates = (step: string): string => `range(DATE '1970-01-01', DATE '2022-11-01', INTERVAL '${step}')`;
    await warehouse.run(`COPY (
      SELECT 'S' || s AS series_id, d::DATE AS date,
        100 + (s * 31 + month(d) * 17 + year(d)) % 97 / 10.0::DOUBLE AS value
      FROM range(${SERIES}) AS series(s), ${dates('1 month')} AS months(d) ORDER BY s, d
    ) TO ${quoteText(path.join(folder, 'fred.parquet'))} (FORMAT parquet)`);
    await warehouse.run(`COPY (
      SELECT d::DATE AS date, 'C' || c AS country, 50 + (c * 7 + quarter(d)) % 11 AS credit, 40 + c AS gdp
      FROM range(20) AS countries(c), ${dates('3 months')} AS quarters(d) ORDER BY c, d
    ) TO ${quoteText(path.join(folder, 'accounts.csv'))} (FORMAT csv)`);
  });
  await writeFile(path.join(folder, 'provenance.json'), '{}\n');
}

const groupName = (index: number): string => `group_${index}`;
const seriesName = (index: number): string => `series_${index % SERIES}`;

function groupText(index: number, before: readonly GroupText[]): GroupText {
  const shape = GROUP_SHAPES[index % GROUP_SHAPES.length];
  if (shape === undefined) throw new Error('there are no shapes');
  // The nearest earlier groups without keys; some of them read groups themselves.
  const nearest = Math.max(0, index - 7);
  const groups = before
    .slice(nearest)
    .map(({ keys, columns }, place) => {
      return { name: groupName(nearest + place), column: first(columns), keyed: keys.length > 0 };
    })
    .filter(({ keyed }) => !keyed)
    .toReversed();
  const series = (step: number): string => seriesName(index * 7 + step * 13);
  const nth = Math.floor(index / GROUP_SHAPES.length);
  return shape({ series: [series(0), series(1), series(2), series(3)], groups: nestable(groups, index), nth });
}

/** The composite (fifth shape) reads two groups of series; the excess (sixth) and the last read one. */
function nestable<T>(groups: readonly T[], index: number): readonly T[] {
  const read = new Map([
    [4, 2],
    [5, 1],
    [19, 1],
  ]).get(index % GROUP_SHAPES.length);
  return read === undefined ? [] : groups.slice(0, read);
}

function groupYaml(name: string, { keys, columns }: GroupText): string {
  const keyLine = keys.length === 0 ? '' : `keys: [${keys.join(', ')}]\n`;
  const each = columns.map(
    (column) => `  ${column}:
    description: ${column.replaceAll('_', ' ')} of ${name}
    unit: "%"
    tests:
      - not_null: { severity: warn }
      - range: { min: -1000, max: 1000, severity: warn }
`,
  );
  return `feature: ${name}\ndescription: Generated indicators\n${keyLine}ttl: 120\ncolumns:\n${each.join('')}`;
}

const freshTest = (name: string): string => `SELECT as_of, date FROM features.${name} WHERE as_of - date > 400\n`;

function fredSource(): string {
  const series = Array.from(
    { length: SERIES },
    (_, index) =>
      `  ${seriesName(index)}: { id: S${index}, title: Series ${index}, units: "%", ` +
      'frequency: monthly, publication_lag: 15 }\n',
  );
  return `source: fred
connector: fred
description: Generated series
snapshot: { file: snapshot/fred.parquet, provenance: snapshot/provenance.json }
complete_through: 2022-10-31
prehistory: assume
series:
${series.join('')}`;
}

function modelYaml(index: number, { columns: [column = ''] }: GroupText): string {
  return `model: model_${index}
description: Generated model
label: crisis
features: [${groupName(index)}.${column}]
estimator: { kind: logit, ridge: 1, standardize: true }
protocol: { first_cutoff: 1985-01-31, refit_months: 12, minimum_episodes: 2, maturity: as_known }
baselines: [climatology]
loss: { kind: alessi_detken, preference: 0.7 }
lead_window: { min_months: 1, max_months: 18 }
alarm: { k: 1, n: 1 }
bootstrap: { draws: 100, level: 0.9 }
seed: 1
intended_use: Measuring the compiler
intended_users: [engineers]
materiality: none
limitations: [Generated]
`;
}

const CONFIG = `name: generated
calendar: { frequency: monthly, start: 1970-01-31, end: data }
default_target: local
owners:
  - { path: "features/**", owner: indicators@example.org }
  - { path: "models/**", owner: models@example.org }
`;

const TARGET = `target: local
description: a lake on this disk
store: { kind: local, path: .ews/lake }
fred: snapshot
environment: main
`;

const PANEL = `source: panel
connector: file
description: Generated accounts by country
complete_through: 2022-10-31
tables:
  accounts:
    description: one row a country and quarter
    file: snapshot/accounts.csv
    format: csv
    columns:
      date: { type: DATE, description: first day of the quarter }
      country: { type: VARCHAR, description: country }
      credit: { type: DOUBLE, description: credit }
      gdp: { type: DOUBLE, description: product }
    date: date
    keys: [country]
    frequency: quarterly
    knowledge: { lag: 60 }
`;

const LABEL_YAML = `label: crisis
description: Generated outcome
kind: binary
window: { from_month: 1, to_month: 12 }
event: group_0.level
`;

const LABEL_SQL = `SELECT c.date, max(CASE WHEN s.value > 100 THEN 1 ELSE 0 END) AS y
FROM calendar.dates AS c
JOIN fred.series_0 AS s ON s.date > c.date AND s.date <= c.date + INTERVAL 12 MONTHS
GROUP BY c.date
`;
