import { type Day, monthEnd, monthIndex, monthStart } from '../../calendar/index.ts';
import type { BacktestInput, EventMonth, LabelVersion, ModelSpec } from '../types.ts';

export const START = monthIndex('1970-01-01');
const MONTHS = 420;
const OPEN = '9999-12-31';

/** Six countries with crises of different rhythms; LV appears five years late and never has one. */
export const COUNTRIES = ['AT', 'BE', 'DE', 'FR', 'IT', 'LV'] as const;
type TestCountry = (typeof COUNTRIES)[number];
const PERIOD: Readonly<Record<TestCountry, number>> = { AT: 60, BE: 48, DE: 90, FR: 72, IT: 54, LV: 1_000_000 };

export const crisisAt = (country: TestCountry, month: number): 0 | 1 => {
  const shifted = month - START + 7 * COUNTRIES.indexOf(country);
  const phase = ((shifted % PERIOD[country]) + PERIOD[country]) % PERIOD[country];
  return phase >= PERIOD[country] - 8 ? 1 : 0;
};

/** Rises before each crisis, in noise of its own. */
const gapAt = (country: TestCountry, month: number): number => {
  const ahead = [1, 2, 3, 4, 5, 6, 7, 8].filter((k) => crisisAt(country, month + k) === 1).length / 8;
  return ahead + 0.9 * Math.sin(7.3 * month * month + 5 * COUNTRIES.indexOf(country));
};

const firstMonth = (country: TestCountry): number => (country === 'LV' ? START + 60 : START);

/** What a test would say of one country alone, or of the panel of some. */
export interface PanelRow {
  readonly asOf: Day;
  readonly key: TestCountry;
  readonly gap: number;
}

export function panelRows(countries: readonly TestCountry[]): readonly PanelRow[] {
  return Array.from({ length: MONTHS }, (_, i) => START + i).flatMap((month) =>
    countries
      .filter((country) => month >= firstMonth(country))
      .map((key) => ({ asOf: monthEnd(month), key, gap: gapAt(key, month) })),
  );
}

/**
 * "A crisis within six months": a one is known two months after its first month, a zero four months after the window.
 */
export function labelVersions({
  asOf: date,
  key,
}: PanelRow): readonly (LabelVersion & { readonly key: TestCountry })[] {
  const month = monthIndex(date);
  const first = [1, 2, 3, 4, 5, 6].map((k) => month + k).find((each) => crisisAt(key, each) === 1);
  const knownFrom = monthEnd(first === undefined ? month + 10 : first + 2);
  return [
    { date, key, y: null, knownFrom: '0001-01-01', knownTo: knownFrom },
    { date, key, y: first === undefined ? 0 : 1, knownFrom, knownTo: OPEN },
  ];
}

function eventMonths(country: TestCountry): readonly (EventMonth & { readonly key: TestCountry })[] {
  return Array.from({ length: MONTHS + 24 }, (_, i) => START - 12 + i).map((month) => ({
    month: monthStart(month),
    key: country,
    state: crisisAt(country, month),
  }));
}

export const panelSpec: ModelSpec = {
  estimator: { kind: 'logit' },
  features: ['credit.gap'],
  protocol: {
    firstCutoff: '1978-01-01',
    refitMonths: 12,
    minimumEpisodes: 3,
    maturity: 'as_known',
    excludeInEvent: false,
  },
  window: { fromMonth: 1, toMonth: 6 },
  loss: { kind: 'alessi_detken', preference: 0.6 },
  leadWindow: { minMonths: 1, maxMonths: 9 },
  persistence: { k: 2, n: 3 },
  bootstrap: { draws: 60, level: 0.9 },
  seed: 5,
};

/** The panel of some countries; what was known of their crises is told four months late. */
export function panelOf(
  countries: readonly TestCountry[],
  spec: ModelSpec = panelSpec,
): Required<Omit<BacktestInput, 'outcomesThrough'>> {
  const rows = panelRows(countries);
  const events = countries.flatMap(eventMonths);
  return {
    frame: {
      asOf: rows.map(({ asOf }) => asOf),
      keys: rows.map(({ key }) => key),
      features: ['credit.gap', 'credit.noise'],
      values: [rows.map(({ gap }) => gap), rows.map((_, i) => (i % 37 === 5 ? null : Math.cos(3 * i * i)))],
    },
    labels: rows.flatMap(labelVersions),
    events,
    spec,
    labelKnowledge: 'as_known',
    eventVersions: events.map(({ month, key, state }) => ({
      date: month,
      key,
      y: state,
      knownFrom: monthEnd(monthIndex(month) + 4),
      knownTo: OPEN,
    })),
  };
}
