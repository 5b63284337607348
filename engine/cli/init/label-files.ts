import { monthsInPeriod } from './assumed-lag.ts';
import type { DataOfProject } from './data-of-project.ts';
import type { FoundTable } from './look/found-table.ts';
import { HORIZON_MONTHS, type Outcome } from './outcome.ts';
import { yamlList } from './yaml-text.ts';

interface LabelFile {
  readonly path: string;
  readonly lines: readonly string[];
}

type Carried = Exclude<Outcome, { kind: 'missing' }>;

/** The files of a label, and of a model where the data carry one. */
export function labelFiles(data: DataOfProject, outcome: Outcome): readonly LabelFile[] {
  if (outcome.kind === 'missing') return [];
  const model = outcome.firstCutoff === undefined ? [] : [modelFile(data, outcome, outcome.firstCutoff)];
  return [...(outcome.kind === 'event' ? eventFiles(data, outcome) : valueFiles(data, outcome)), ...model];
}

function labelName({ kind, column }: Carried): string {
  return `${column.name}_${kind === 'event' ? 'within' : 'in'}_${HORIZON_MONTHS}m`;
}

function keysOf({ columns }: FoundTable): readonly string[] {
  return columns.filter(({ role }) => role === 'key').map(({ name }) => name);
}

/** The group of the event's state, a row a month; and whether it comes within the horizon. */
function eventFiles({ table, names }: DataOfProject, outcome: Carried): readonly LabelFile[] {
  const { column } = outcome;
  const keys = keysOf(table);
  const label = labelName(outcome);
  const state = `${names.table}_months`;
  const list = keys.map((key) => `  ${key},`);
  const months = monthsInPeriod(table.frequency);
  const spread = (months === undefined ? 1 : months) - 1;
  const first = table.date.dated === 'end' ? `${table.date.name} - INTERVAL ${spread} MONTHS` : table.date.name;
  const day = `date_trunc('month', ${first})`;
  const date =
    spread === 0
      ? `CAST(${day} AS DATE) AS date`
      : `CAST(unnest(generate_series(${day}, ${day} + INTERVAL ${spread} MONTHS, INTERVAL 1 MONTH)) AS DATE) AS date`;
  const partition = keys.length === 0 ? '' : `PARTITION BY ${keys.join(', ')} `;
  const join = `${keys.length === 0 ? 'LEFT JOIN' : 'JOIN'} outlook ON outlook.date = date_trunc('month', dates.date)`;
  return [
    {
      path: `features/${state}.yaml`,
      lines: [
        `feature: ${state}`,
        `description: The state of every month, for the label and for scores, not to predict with`,
        ...(keys.length === 0 ? [] : [`keys: ${yamlList(keys)}`]),
        'columns:',
        `  ${column.name}: { description: 1 in the event, tests: [accepted_values: { values: [0, 1] }] }`,
      ],
    },
    {
      path: `features/${state}.sql`,
      lines: ['SELECT', ...list, `  ${date},`, `  ${column.name}`, `FROM data.${names.table}`],
    },
    {
      path: `models/labels/${label}.yaml`,
      lines: [
        `label: ${label}`,
        `description: The event in any of the next ${HORIZON_MONTHS} months`,
        'kind: binary',
        ...(keys.length === 0 ? [] : [`keys: ${yamlList(keys)}`]),
        'window: { from_month: 1, to_month: $horizon_months }',
        `event: ${state}.${column.name}`,
      ],
    },
    {
      path: `models/labels/${label}.sql`,
      lines: [
        '-- 1 if a month ahead is in the event, 0 once all of them are known to be out of it, NULL until then.',
        'WITH outlook AS (',
        '  SELECT',
        ...['date', ...keys].map((name) => `    ${name},`),
        `    max(${column.name}) OVER ahead AS worst,`,
        `    count(${column.name}) OVER ahead AS months_known`,
        `  FROM features.${state}`,
        '  WINDOW',
        `    ahead AS (${partition}ORDER BY date`,
        '      RANGE BETWEEN INTERVAL 1 MONTH FOLLOWING AND to_months($horizon_months) FOLLOWING)',
        ')',
        '',
        'SELECT',
        '  dates.date,',
        ...keys.map((key) => `  outlook.${key},`),
        '  CASE',
        '    WHEN outlook.worst = 1 THEN 1',
        '    WHEN outlook.months_known = $horizon_months THEN 0',
        '  END AS y',
        'FROM calendar.dates AS dates',
        join,
      ],
    },
  ];
}

/** The month by which the table dates the period that ends with the horizon. */
function outcomeMonth({ frequency, date }: FoundTable): number {
  const months = monthsInPeriod(frequency);
  return date.dated === 'end' || months === undefined ? HORIZON_MONTHS : HORIZON_MONTHS - months + 1;
}

function valueFiles({ table, names }: DataOfProject, outcome: Carried): readonly LabelFile[] {
  const { column } = outcome;
  const label = labelName(outcome);
  const month = outcomeMonth(table);
  return [
    {
      path: `models/labels/${label}.yaml`,
      lines: [
        `label: ${label}`,
        `description: The value of the period that ends ${HORIZON_MONTHS} months ahead`,
        'kind: continuous',
        `window: { from_month: ${month}, to_month: ${month} } # the month by which that period is dated`,
      ],
    },
    {
      path: `models/labels/${label}.sql`,
      lines: [
        'SELECT',
        '  dates.date,',
        `  outcome.${column.name} AS y`,
        'FROM calendar.dates AS dates',
        `LEFT JOIN features.${names.table} AS outcome`,
        `  ON date_trunc('month', outcome.date) = date_trunc('month', dates.date) + INTERVAL ${month} MONTHS`,
      ],
    },
  ];
}

function modelFile({ names }: DataOfProject, outcome: Carried, firstCutoff: string): LabelFile {
  const label = labelName(outcome);
  const isEvent = outcome.kind === 'event';
  const model = `${outcome.column.name}_${isEvent ? 'logit' : 'linear'}`;
  return {
    path: `models/${model}.yaml`,
    lines: [
      `model: ${model}`,
      `description: A first model of ${label}`,
      `label: ${label}`,
      `features: [${outcome.features.map(({ name }) => `${names.table}.${name}`).join(', ')}]`,
      `estimator: { kind: ${isEvent ? 'logit, ridge: 1' : 'linear'} }`,
      'protocol:',
      `  first_cutoff: ${firstCutoff} # from here on it predicts what it has not seen`,
      '  refit_months: 12',
      ...(isEvent ? [`  minimum_episodes: ${outcome.episodes}`] : []),
      ...(isEvent
        ? ['loss: { kind: alessi_detken, preference: 0.7 } # what a missed event costs beside a false alarm']
        : [`baselines: [climatology, { kind: persistence, feature: ${names.table}.${outcome.column.name} }]`]),
      'intended_use: a first model, to look around with',
      'intended_users: [you]',
      'materiality: none; no decision may rest on it',
      'limitations:',
      '  - Its publication lag is assumed.',
      '  - Its columns were chosen by their place in the file, not by what they mean.',
    ],
  };
}
