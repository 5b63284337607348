import { describe, expect, test } from 'vitest';
import { present } from '../../presence/index.ts';
import { permutationImportance } from '../events/importance.ts';
import { compareRivals } from '../events/rivals.ts';
import { backtest, compareModels, explainDate, fitOnce, whatIf } from '../index.ts';
import type { BacktestInput, ModelSpec } from '../types.ts';
import { panelOf, panelSpec } from './panel.fixture.ts';

/** The same data without a word of keys. */
function keyless({
  frame: { keys: _, ...frame },
  ...input
}: Required<Omit<BacktestInput, 'outcomesThrough'>>): BacktestInput {
  const bare = <T extends { readonly key?: string }>(rows: readonly T[]) => rows.map(({ key: __, ...row }) => row);
  return {
    ...input,
    frame,
    labels: bare(input.labels),
    events: bare(input.events),
    eventVersions: bare(input.eventVersions),
  };
}

/** Takes away what names the key, and nothing else. */
function withoutKeys(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (name, each) => (name === 'key' || name === 'latestByKey' ? undefined : each)).replaceAll(
      '"without":"IT ',
      '"without":"',
    ),
  );
}

const tuning: ModelSpec['tuning'] = {
  candidates: [0, 1, 20].map((ridge) => ({ set: { ridge }, parameters: { kind: 'logit', ridge } })),
  folds: 3,
  split: 'forward',
  everyMonths: 60,
  score: 'brier',
};
const SPECS: Readonly<Record<string, Partial<ModelSpec>>> = {
  logit: {},
  'tuned logit': { tuning },
  probit: { estimator: { kind: 'probit', winsorize: 0.05 }, features: ['credit.gap', 'credit.noise'] },
  forest: {
    estimator: {
      kind: 'random_forest',
      trees: 5,
      maxDepth: 4,
      minRowsLeaf: 3,
      featuresPerSplit: 'all',
      classWeight: 'none',
    },
    features: ['credit.gap', 'credit.noise'],
    protocol: { ...panelSpec.protocol, excludeInEvent: true, excludeAfterEventMonths: 5 },
  },
  rule: { estimator: { kind: 'threshold', at: 0.8, above: true } },
  climatology: { estimator: { kind: 'climatology' }, features: [] },
};

describe.each(Object.entries(SPECS))('the panel of one country, %s', (_, change) => {
  const spec = {
    ...panelSpec,
    ...change,
    protocol: { ...(change.protocol ?? panelSpec.protocol), minimumEpisodes: 2 },
  };
  const panel = panelOf(['IT'], spec);
  const alone = keyless(panel);
  const [ofPanel, ofCountry] = [backtest(panel), backtest(alone)];

  test('walks forward to the numbers of the country alone, intervals and all', () => {
    expect(ofCountry.predictions.length).toBeGreaterThan(200);
    expect(present(present(ofCountry.measures).auroc.interval).episodes).toBeGreaterThan(4);
    expect(withoutKeys(ofPanel)).toEqual(withoutKeys(ofCountry));
    expect(ofPanel.predictions.every(({ key }) => key === 'IT')).toBe(true);
    expect(ofPanel.latestByKey).toEqual([ofPanel.latest]);
    expect(ofCountry.latestByKey).toBeUndefined();
  });

  test('compares with another model to the same differences', () => {
    const { tuning: _, ...untuned } = spec;
    const other = { ...untuned, estimator: { kind: 'probit' }, features: ['credit.noise'] } as const;
    const compared = (input: BacktestInput, own: typeof ofPanel) =>
      compareModels(
        [
          { name: 'champion', predicts: 'probability', predictions: own.predictions },
          { name: 'challenger', predicts: 'probability', predictions: backtest({ ...input, spec: other }).predictions },
        ],
        input.events,
        spec,
      );
    const [keyed, plain] = [compared(panel, ofPanel), compared(alone, ofCountry)];
    expect(plain.scored).toBeGreaterThan(200);
    expect(keyed).toEqual(plain);
  });

  test('has the same importance, rivals, fit, explanation and what-if', () => {
    expect(permutationImportance(panel, ofPanel)).toEqual(permutationImportance(alone, ofCountry));
    const rivals = [{ kind: 'spread_probit', feature: 'credit.noise' }] as const;
    expect(compareRivals(panel, rivals, ofPanel)).toEqual(compareRivals(alone, rivals, ofCountry));
    const y = panel.frame.asOf.map((_, i): 0 | 1 => (i % 9 === 0 ? 1 : 0));
    expect(fitOnce(panel.frame, y, spec, panel.events)).toEqual(fitOnce(alone.frame, y, spec, alone.events));
    const at = '1999-06-30';
    const changes = new Map(spec.features.map((feature) => [feature, 9]));
    const explained = { frame: panel.frame, spec, backtest: ofPanel };
    const other = { frame: alone.frame, spec, backtest: ofCountry };
    expect(withoutKeys(explainDate(explained, at, 'IT'))).toEqual(explainDate(other, at));
    expect(withoutKeys(whatIf(explained, at, changes, 'IT'))).toEqual(whatIf(other, at, changes));
    expect(explainDate(explained, at)).toBeUndefined();
    expect(explainDate(explained, at, 'FR')).toBeUndefined();
  });
});
