import type { NodeOnPage, RunPageData } from './run-page-data.ts';

export function node(id: string, kind: NodeOnPage['kind'], inputs: readonly string[] = []): NodeOnPage {
  return {
    id,
    kind,
    description: `The ${kind} ${id}.`,
    status: 'ok',
    seconds: 0.25,
    rows: 766,
    evaluation: kind === 'feature' ? 'lifted' : null,
    reason: 'never built',
    fingerprint: '0123456789abcdef',
    inputs,
    parts: [],
  };
}

export const smallPage: RunPageData = {
  project: 'us_recession',
  run: {
    id: '20221101T080000Z-1',
    startedAt: '2022-11-01T08:00:00Z',
    seconds: 7.24,
    outcome: 'ok',
    command: 'ews build',
    actor: 'analyst',
    vouchedFor: false,
    host: null,
    commit: null,
    declared: false,
    dirty: false,
    engine: [{ name: 'ews', version: '0.1.0' }],
    environment: 'main',
    target: 'local',
    threads: 2,
    calendar: { frequency: 'monthly', first: '1959-01-31', last: '2022-10-31', dates: 766 },
  },
  models: [
    {
      name: 'recession_probit',
      description: 'Spread only.',
      standing: null,
      champion: true,
      cardHref: 'cards/recession_probit.html',
      predicts: 'probability',
      front: null,
      window: { fromMonth: 12, toMonth: 12 },
      latest: {
        asOf: '2022-10-31',
        probability: 0.214,
        threshold: 0.06,
        alarm: true,
        baseline: 0.13,
        outcome: { from: '2023-10-01', to: '2023-10-01' },
      },
      history: [
        { asOf: '2022-08-31', probability: 0.04, threshold: 0.06, alarm: false },
        { asOf: '2022-09-30', probability: null, threshold: 0.06, alarm: null },
        { asOf: '2022-10-31', probability: 0.214, threshold: 0.06, alarm: true },
      ],
      events: [{ from: '2022-08-01', to: '2022-08-01' }],
      eventName: 'recession',
      basis: { basis: 'pseudo_real_time', published: '' },
      outcomesThrough: '2022-10-31',
      scores: {
        auroc: {
          value: 0.843,
          interval: { level: 0.9, low: 0.784, high: 0.92, draws: 1000, skippedDraws: 0, episodes: 7 },
        },
        brier: { model: 0.09, climatology: 0.11 },
        relativeUsefulness: 0.31,
      },
    },
  ],
  comparisons: [
    { label: 'recession_12m', href: 'cards/recession_12m.comparison.html', models: 3, champion: null, standing: null },
  ],
  nodes: [
    { ...node('fred', 'source'), parts: ['gs10', 'tb3ms', 'unrate'] },
    node('nber', 'source'),
    node('features.yield_curve', 'feature', ['fred']),
    node('features.labor', 'feature', ['fred']),
    node('labels.recession_12m', 'label', ['nber']),
    node('models.recession_probit', 'model', ['features.yield_curve', 'labels.recession_12m']),
  ],
  tests: [
    { node: 'features.labor', name: 'not_null', status: 'pass', failures: 0, rows: 766, reused: false },
    { node: 'features.labor', name: 'range', status: 'warn', failures: 3, rows: 766, reused: true },
  ],
  problems: [{ code: 'EWS5003', severity: 'warning', message: 'newest data 2022-09: a demonstration, not a forecast' }],
  freshness: [
    {
      source: 'fred',
      series: 3,
      newestDate: '2022-09-01',
      completeThrough: '2022-10-31',
      rows: 2400,
      knowledge: { published: 0, observed: 0, assumed: 1 },
    },
  ],
  terms: [],
  notices: [],
  documentsOf: null,
  lineageHref: 'lineage.html',
  files: [{ title: 'Lineage', href: 'lineage.json', note: 'every column' }],
};
