import { type ValueBacktest, type ValueSpec, valueBacktest } from '../../training/index.ts';

const MONTHS = 180;
const day = (index: number): string => new Date(Date.UTC(1990, index + 1, 0)).toISOString().slice(0, 10);

/** A made-up rate that follows two features, with a spell of ten months every five years. */
export function backtestOfValues(): { readonly spec: ValueSpec; readonly result: ValueBacktest } {
  const asOf = Array.from({ length: MONTHS }, (_, i) => day(i));
  const features = ['rates.slope', 'labor.gap'];
  const slope = (i: number): number => Math.sin(i / 11);
  const gap = (i: number): number => Math.cos(i / 5) + 0.2 * Math.sin(i * i);
  const values = [asOf.map((_, i) => slope(i)), asOf.map((_, i) => gap(i))];
  const spec: ValueSpec = {
    estimator: { kind: 'linear', winsorize: 0.01 },
    features,
    protocol: {
      firstCutoff: '1995-01-31',
      refitMonths: 24,
      minimumRows: 30,
      maturity: 'as_known',
      excludeInEvent: false,
    },
    window: { fromMonth: 12, toMonth: 12 },
    bootstrap: { draws: 100, level: 0.9 },
    seed: 5,
  };
  const labels = asOf.map((date, i) => ({
    date,
    y: 5 + slope(i) - 0.5 * gap(i) + 0.3 * Math.sin(3 * i * i),
    knownFrom: day(i + 13),
    knownTo: '9999-12-31',
  }));
  const events = Array.from({ length: MONTHS + 12 }, (_, i) => ({
    month: `${day(i).slice(0, 8)}01`,
    state: (i % 60 >= 50 ? 1 : 0) as 0 | 1,
  }));
  return {
    spec,
    result: valueBacktest({ frame: { asOf, features, values }, labels, events, spec, labelKnowledge: 'as_known' }),
  };
}
