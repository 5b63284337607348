import { at } from '../../presence/index.ts';
import { randomStream } from '../random.ts';
import type { BacktestInput, EventMonth, LabelVersion, ModelSpec, TrainingFrame } from '../types.ts';

const MONTHS = 260;
export const DATES = Array.from({ length: MONTHS }, (_, i) =>
  new Date(Date.UTC(1990, i + 1, 0)).toISOString().slice(0, 10),
);
const HORIZON = 6;

function state(i: number): 0 | 1 {
  return i % 40 >= 30 ? 1 : 0;
}

/** Three features with holes at random, one that begins in the middle, one without any value; a month without all. */
export function holedFrame(seed: number): TrainingFrame {
  const random = randomStream(seed);
  const noise = (): number => random.below(4001) / 1000 - 2;
  const holed = (tell: number, of: number) =>
    DATES.map((_, i) => (random.below(of) === 0 ? null : tell * state(i + HORIZON) + noise()));
  const late = DATES.map((_, i) => (i < 150 ? null : noise() + state(i + HORIZON)));
  const columns = [holed(1.5, 5), holed(-1, 3), holed(0, 50), late, DATES.map(() => null)];
  return {
    asOf: DATES,
    features: ['g.told', 'g.holed', 'h.noise', 'h.late', 'h.never'],
    values: columns.map((column) => column.map((value, i) => (i === 70 || i === 200 ? null : value))),
  };
}

const EVENTS: readonly EventMonth[] = DATES.map((date, i) => ({
  month: `${date.slice(0, 7)}-01`,
  state: state(i),
}));

/** Known only once their window is over. */
export const LABELS: readonly LabelVersion[] = DATES.flatMap((date, i) =>
  i + HORIZON >= MONTHS
    ? []
    : [{ date, y: state(i + HORIZON), knownFrom: at(DATES, i + HORIZON), knownTo: '9999-12-31' }],
);

export const inputsSpec: ModelSpec = {
  estimator: { kind: 'logit', ridge: 2 },
  features: ['g.told', 'g.holed', 'h.noise', 'h.late', 'h.never'],
  protocol: {
    firstCutoff: '1998-01-31',
    refitMonths: 24,
    minimumEpisodes: 1,
    maturity: 'as_known',
    excludeInEvent: false,
  },
  window: { fromMonth: HORIZON, toMonth: HORIZON },
  loss: { kind: 'alessi_detken', preference: 0.5 },
  leadWindow: { minMonths: 1, maxMonths: 12 },
  persistence: { k: 1, n: 1 },
  bootstrap: { draws: 5, level: 0.9 },
  seed: 3,
};

export function holedInput(seed: number, spec: ModelSpec): BacktestInput {
  return { frame: holedFrame(seed), labels: LABELS, events: EVENTS, labelKnowledge: 'as_known', spec };
}
