import type { Day } from '../calendar/index.ts';
import type { BacktestResult, Calibration, FittedGlm, Measured, PredictionRow } from '../training/index.ts';
import type { CardEnvelope } from './card-envelope.ts';
import type { EventCardInput } from './card-input.ts';
import { smallAlarms } from './small-alarms.fixture.ts';
import { smallPredictions as predictions } from './small-predictions.fixture.ts';

function glm(slope: number, gap: number): FittedGlm {
  const coefficient = (name: string, estimate: number) => ({
    name,
    estimate,
    standardError: 0.2,
    z: estimate / 0.2,
    neweyWestError: 0.4,
    neweyWestZ: estimate / 0.4,
    dropped: false,
  });
  const prepared = (feature: string) => ({ feature, clipLow: -2, clipHigh: 3, low: -2, high: 3, mean: 0.5, scale: 1 });
  return {
    kind: 'probit',
    features: ['rates.slope', 'labor.gap'],
    baseMargin: -0.9,
    weights: [slope, gap],
    preparation: [prepared('rates.slope'), prepared('labor.gap')],
    coefficients: [coefficient('(intercept)', -0.6), coefficient('rates.slope', slope), coefficient('labor.gap', gap)],
    statistics: {
      rows: 120,
      positives: 24,
      logLikelihood: -41.25,
      nullLogLikelihood: -60.0966,
      mcFadden: 0.3136,
      estrella: 0.3001,
      iterations: 6,
      converged: true,
      separated: false,
      neweyWestLag: 12,
    },
  };
}

const refit = (cutoff: Day, model: FittedGlm, baseRate: number, calibration: Calibration) => ({
  cutoff,
  rows: 120,
  positives: 24,
  episodes: 3,
  baseRate,
  firstRow: '1997-01-31',
  lastRow: '2006-12-31',
  model,
  parameters: { kind: 'probit' } as const,
  calibration,
  threshold: 0.35,
  notes: [],
});

const evidence = (pairs: number, positives: number, episodes: number) => ({ pairs, positives, episodes });

const measured = (value: number | null, low: number, high: number): Measured => ({
  value,
  interval: { level: 0.9, low, high, draws: 1000, skippedDraws: 3, episodes: 4 },
});

const realTime: BacktestResult = {
  labelKnowledge: 'as_known',
  refits: [
    refit('2007-01-31', glm(-0.6, -0.1), 0.2, { method: 'none', reason: 'few_episodes', ...evidence(80, 16, 4) }),
    refit('2007-05-31', glm(-1, 0.5), 0.25, { method: 'platt', intercept: -0.2, slope: 0.9, ...evidence(96, 20, 5) }),
  ],
  skipped: [{ cutoff: '2006-01-31', episodes: 1, reason: '1 known episode, 2 needed' }],
  tuning: [],
  predictions,
  measures: {
    scored: 6,
    positives: 3,
    unscored: { noProbability: 1, noLabel: 1, excluded: 0 },
    auroc: measured(7.5 / 9, 0.55, 0.97),
    pauroc: measured(0.5, 0.2, 0.8),
    prAuc: measured(0.87, 0.6, 0.95),
    baselineAuroc: 0.5,
    probability: {
      brier: 0.1767,
      baselineBrier: 0.3125,
      brierSkill: measured(0.4347, -0.1, 0.6),
      decomposition: { reliability: 0.05, resolution: 0.13, uncertainty: 0.25, withinBin: 0.0067 },
      logScore: 0.55,
      ...{ baselineLogScore: 0.84, rawBrier: 0.1842, rawLogScore: 0.57 },
      calibration: [
        { from: 0, to: 0.5, rows: 4, meanProbability: 0.225, frequency: 0.25 },
        { from: 0.5, to: 1, rows: 2, meanProbability: 0.7, frequency: 1 },
      ],
    },
    alarms: {
      truePositives: 2,
      falsePositives: 1,
      trueNegatives: 2,
      falseNegatives: 1,
      t1: 1 / 3,
      t2: 1 / 3,
      noiseToSignal: 0.5,
      declared: { kind: 'alessi_detken', preference: 0.7 },
      alessiDetken: { loss: 1 / 3, absolute: -1 / 30, relative: -1 / 9 },
      sarlin: null,
      relativeUsefulness: measured(-1 / 9, -0.5, 0.4),
      falseAlarmMonths: 1,
      falseAlarmSpells: 1,
    },
  },
  episodes: [
    {
      onset: '2008-01-01',
      trough: '2009-06-01',
      outcome: 'warned',
      firstAlarm: '2007-03-31',
      leadMonths: 10,
      persistence: 3 / 7,
      predictionsInWindow: 7,
    },
  ],
  usefulness: [
    { preference: 0.5, relative: -0.2, t1: 0, t2: 0.6 },
    { preference: 0.7, relative: 0.25, t1: 1 / 3, t2: 1 / 3 },
    { preference: 0.95, relative: null, t1: null, t2: null },
  ],
  sensitivity: [{ without: '2020', scored: 6, auroc: 0.8333, brierSkill: 0.43, relativeUsefulness: -0.1 }],
  latest: {
    prediction: predictions[7] as PredictionRow,
    explanation: {
      scale: 'probit',
      margin: -0.4468,
      baseMargin: -0.9,
      contributions: [
        { feature: 'rates.slope', value: 0.2, contribution: 0.3, outsideTraining: false },
        { feature: 'labor.gap', value: 3.5, contribution: 0.1532, outsideTraining: true },
      ],
    },
  },
  problems: [],
};

export const smallInput: EventCardInput = {
  task: 'event',
  identity: { model: 'small_probit', version: 'ab12cd34ef56ab12cd34', engine: [{ name: 'ews', version: '0.1.0' }] },
  label: { name: 'recession_12m', kind: 'binary', event: 'cycle.in_recession' },
  spec: {
    estimator: { kind: 'probit', ridge: 0, standardize: true, winsorize: 0.01 },
    features: ['rates.slope', 'labor.gap'],
    protocol: {
      firstCutoff: '2006-01-31',
      refitMonths: 4,
      minimumEpisodes: 2,
      maturity: 'as_known',
      excludeInEvent: false,
    },
    window: { fromMonth: 1, toMonth: 12 },
    calibration: 'auto',
    loss: { kind: 'alessi_detken', preference: 0.7 },
    leadWindow: { minMonths: 1, maxMonths: 18 },
    persistence: { k: 1, n: 1 },
    bootstrap: { draws: 1000, level: 0.9 },
    seed: 7,
  },
  frame: {
    asOf: predictions.map(({ asOf }) => asOf),
    features: ['rates.slope', 'labor.gap'],
    values: [
      [1, 2, -1, 0.5, -2, 0, null, 0.2],
      [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 3.5],
    ],
  },
  features: [
    {
      name: 'rates.slope',
      series: ['fred.gs10', 'fred.tb3ms'],
      dates: predictions.map(({ asOf, probability }) => (probability === null ? null : `${asOf.slice(0, 8)}01`)),
    },
    { name: 'labor.gap', series: ['fred.unrate'] },
  ],
  sources: [
    {
      name: 'fred',
      digest: 'sha256:0123456789abcdef',
      completeThrough: '2007-08-31',
      series: [series('fred.gs10', '2007-08-01'), series('fred.unrate', '2007-07-01')],
    },
    {
      name: 'nber',
      digest: 'sha256:fedcba9876543210',
      completeThrough: null,
      series: [
        {
          ...series('nber.turning_points', '2001-11-01'),
          usedFor: 'label',
          rows: { published: 3, observed: 0, assumed: 1 },
          published: [{ from: '1980-06-03', through: '9999-12-31' }],
          publicationLagDays: null,
        },
      ],
    },
  ],
  windowCompared: true,
  outcomesThrough: '2007-08-31',
  gaps: [],
  notFinite: [],
  events: [
    { month: '2007-11-01', state: 0 },
    { month: '2008-01-01', state: 1 },
    { month: '2008-02-01', state: 1 },
    { month: '2008-03-01', state: 0 },
  ],
  steps: { realTime, valuesFinal: 'no_vintages' },
  alarms: smallAlarms(predictions),
  rocBand: [
    { fpr: 0, low: 0, high: 0.5 },
    { fpr: 0.5, low: 0.4, high: 1 },
    { fpr: 1, low: 1, high: 1 },
  ],
  gates: [
    { gate: 'auroc_lower_bound', required: 0.5 },
    { gate: 'beats_climatology', required: 0 },
  ],
  rivals: [
    {
      kind: 'threshold',
      feature: 'labor.gap',
      at: 0.5,
      above: true,
      scored: 6,
      auroc: 0.7333,
      relativeUsefulness: 0.2,
      aurocLead: measured(0.1, -0.02, 0.2),
      usefulnessLead: measured(-0.311, -0.6, 0.1),
      brierSkill: { value: null, interval: null },
    },
  ],
  importance: [
    { feature: 'rates.slope', brierIncrease: 0.021, aurocDrop: 0.11 },
    { feature: 'labor.gap', brierIncrease: -0.0004, aurocDrop: null },
  ],
  reproduction: {
    command: 'npx ews build --select +small_probit',
    inputs: [{ node: 'fred', fingerprint: '0123456789ab' }],
  },
};

function series(name: string, newestDate: Day) {
  return {
    name,
    usedFor: 'features',
    rows: { published: 0, observed: 0, assumed: 100 },
    published: [],
    publicationLagDays: 10,
    firstDate: '1959-01-01',
    newestDate,
    breaks: [],
  } as const;
}

export const smallEnvelope: CardEnvelope = {
  runId: '20070901T080000Z-1',
  createdAt: '2007-09-01T08:00:00Z',
  actor: 'analyst',
  commit: 'c0ffee00c0ffee00',
  approvals: [],
  isolation: {
    demanded: 'best_effort',
    barriers: [
      { barrier: 'bubblewrap', present: false },
      { barrier: 'permission_model', present: true },
    ],
    checks: [
      { check: 'tcp_connect', held: false },
      { check: 'file_read', held: true },
      { check: 'time_limit', held: true },
    ],
    onNodeAlone: ['file_read'],
  },
  prose: {
    description: 'A small probit.',
    intendedUse: 'Tests.',
    intendedUsers: ['validators'],
    materiality: 'None.',
    limitations: ['It is made up.'],
    owner: 'models@example.org',
    validatedBy: null,
    labelDescription: 'Recession in any of the next twelve months.',
    features: [{ name: 'rates.slope', description: 'Slope of the curve', unit: '%', owner: null }],
    series: [{ name: 'fred.gs10', title: '10-year yield', units: '%' }],
  },
};
