import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Day } from '../../engine/calendar/index.ts';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';
import type { OnFinished, TestProject } from './small-project.ts';

/** Made-up countries with crises of different rhythms. LV is first seen five years late, and never has a crisis. */
export const COUNTRIES = ['AT', 'BE', 'DE', 'FR', 'IT', 'LV'] as const;
export type Country = (typeof COUNTRIES)[number];

const FIRST = 1990 * 12;
export const MONTHS = 240;
/** Days after the end of a month until its gap is published. */
export const LAG_DAYS = 20;
/** Months until anybody says whether a month was in a crisis. */
const TOLD_AFTER = 3;
const PERIODS: Readonly<Record<Country, number>> = { AT: 52, BE: 41, DE: 66, FR: 48, IT: 37, LV: 1_000_000 };

export interface PanelMonth {
  readonly country: Country;
  /** First day of the month. */
  readonly date: Day;
  readonly gap: number;
  readonly inCrisis: 0 | 1;
  readonly toldOn: Day;
}

export function firstDay(index: number): Day {
  return `${Math.floor((FIRST + index) / 12)}-${String(((FIRST + index) % 12) + 1).padStart(2, '0')}-01`;
}

/** The last day of a month, some days later. */
export function dayAfterMonth(index: number, days: number): string {
  const next = Date.parse(`${firstDay(index + 1)}T00:00:00Z`);
  return new Date(next + (days - 1) * 86_400_000).toISOString().slice(0, 10);
}

const inCrisis = (country: Country, index: number): 0 | 1 => {
  const period = PERIODS[country];
  const phase = (((index + 9 * COUNTRIES.indexOf(country)) % period) + period) % period;
  return phase >= period - 7 ? 1 : 0;
};

/** All that there is to know about some countries, month by month. */
export function monthsOf(countries: readonly Country[]): readonly PanelMonth[] {
  return countries.flatMap((country) =>
    Array.from({ length: MONTHS }, (_, index) => index)
      .filter((index) => country !== 'LV' || index >= 60)
      .map((index) => {
        const ahead = [1, 2, 3, 4, 5, 6].filter((k) => inCrisis(country, index + k) === 1).length;
        const noise = Math.sin(5.1 * index * index + 3 * COUNTRIES.indexOf(country));
        return {
          country,
          date: firstDay(index),
          gap: Math.round(100 * (ahead / 3 + 1.2 * noise)) / 100 + 0,
          inCrisis: inCrisis(country, index),
          toldOn: dayAfterMonth(index + TOLD_AFTER, 0),
        };
      }),
  );
}

/** A project over these countries; `keyed: false` is the same data of one country without a word of keys. */
export async function panelProject(
  onFinished: OnFinished,
  { countries, keyed }: { readonly countries: readonly Country[]; readonly keyed: boolean },
): Promise<TestProject> {
  const root = await temporaryFolder(onFinished);
  for (const [file, text] of Object.entries(filesOf(countries, keyed))) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), text);
  }
  return { root, lake: path.join(root, '.ews', 'lake') };
}

function filesOf(countries: readonly Country[], keyed: boolean): Readonly<Record<string, string>> {
  const keys = keyed ? 'keys: [country]' : 'keys: []';
  const column = keyed ? 'country: { type: VARCHAR, description: code of the country }\n      ' : '';
  const country = keyed ? 'country, ' : '';
  const csv = (header: string, line: (month: PanelMonth) => string): string => {
    const rows = monthsOf(countries).map((month) => `${keyed ? `${month.country},` : ''}${line(month)}`);
    return `${[`${country.trim()}${header}`, ...rows].join('\n')}\n`;
  };
  return {
    'ews.config.yaml': `name: panel
calendar: { frequency: monthly, start: 1990-02-28, end: 2009-12-31 }
default_target: local
`,
    'targets/local.yaml': `target: local
description: a lake on this disk
store: { kind: local, path: .ews/lake }
resources: { threads: 2, memory: 512MB, node_timeout_seconds: 60 }
fred: snapshot
environment: main
postures: []
`,
    'sources/macro.yaml': `source: macro
connector: file
description: Made-up credit gaps, and crises with the day on which each month's state was told
complete_through: 2009-12-31
tables:
  credit:
    description: Credit gap
    file: data/credit.csv
    format: csv
    columns:
      ${column}date: { type: DATE, description: first day of the month }
      gap: { type: DOUBLE, description: credit gap, unit: "%" }
    date: date
    ${keys}
    frequency: monthly
    knowledge: { lag: ${LAG_DAYS} }
  states:
    description: Whether a month was in a crisis
    file: data/states.csv
    format: csv
    columns:
      ${column}date: { type: DATE, description: first day of the month }
      in_crisis: { type: INTEGER, description: 1 in a crisis }
      told_on: { type: DATE, description: when it was told }
    date: date
    ${keys}
    frequency: monthly
    knowledge: { column: told_on }
`,
    'sources/data/credit.csv': csv('date,gap', ({ date, gap }) => `${date},${gap}`),
    'sources/data/states.csv': csv('date,in_crisis,told_on', (m) => `${m.date},${m.inCrisis},${m.toldOn}`),
    'features/credit.yaml': `feature: credit
description: Credit gap
${keys}
columns: { gap: { description: credit gap, unit: "%" } }
`,
    'features/credit.sql': `SELECT ${country}date, gap FROM macro.credit\n`,
    'features/world.yaml': `feature: world
description: What all countries share
columns: { mean_gap: { description: mean credit gap, unit: "%" } }
`,
    'features/world.sql': 'SELECT date, avg(gap) AS mean_gap FROM macro.credit GROUP BY date\n',
    'features/crisis.yaml': `feature: crisis
description: Whether a month was in a crisis
${keys}
columns: { in_crisis: { description: 1 in a crisis } }
`,
    'features/crisis.sql': `SELECT ${country}date, in_crisis FROM macro.states\n`,
    'models/labels/crisis_6m.yaml': `label: crisis_6m
description: A crisis in any of the next six months
kind: binary
${keys}
window: { from_month: 1, to_month: 6 }
event: crisis.in_crisis
`,
    'models/labels/crisis_6m.sql': `SELECT
  dates.date,
  ${keyed ? 'ahead.country,\n  ' : ''}CASE WHEN max(ahead.in_crisis) = 1 THEN 1 WHEN count(*) = 6 THEN 0 END AS y
FROM calendar.dates AS dates
JOIN features.crisis AS ahead
  ON ahead.date > date_trunc('month', dates.date)
  AND ahead.date <= date_trunc('month', dates.date) + INTERVAL 6 MONTHS
GROUP BY dates.date${keyed ? ', ahead.country' : ''}
`,
    'models/crisis_logit.yaml': `model: crisis_logit
description: Probability of a banking crisis within six months
label: crisis_6m
features: [credit.gap, world.mean_gap]
estimator: { kind: logit, ridge: 1 }
tuning: { search: grid, space: { ridge: [1, 30] }, folds: 2, every_months: 48 }
protocol:
  first_cutoff: 1998-01-31
  refit_months: 24
  minimum_episodes: 2
  exclude: [in_event]
  exclude_after_event_months: 4
baselines: [climatology, { kind: spread_probit, feature: credit.gap }]
loss: { kind: alessi_detken, preference: 0.7 }
lead_window: { min_months: 1, max_months: 9 }
alarm: { k: 2, n: 3 }
bootstrap: { draws: 40, level: 0.9 }
seed: 3
intended_use: tests of the engine
intended_users: [engineers]
materiality: none
limitations: [its data are made up]
`,
  };
}
