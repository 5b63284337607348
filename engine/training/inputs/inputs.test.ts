import { describe, expect, test } from 'vitest';
import { at, entry, first, last, present } from '../../presence/index.ts';
import type { EstimatorParameters } from '../estimators/kinds.ts';
import { ESTIMATOR_LIST } from '../estimators/kinds.ts';
import { deserializeModel, ESTIMATORS, predict, serializeModel } from '../estimators/registry.ts';
import { alarmHistory } from '../events/alarm-history.ts';
import { permutationImportance } from '../events/importance.ts';
import { compareRivals } from '../events/rivals.ts';
import { backtest } from '../events/walk-forward.ts';
import { frameRows } from '../frame.ts';
import type { ModelSpec } from '../types.ts';
import { predictValues } from '../values/regression.ts';
import { valueBacktest } from '../values/value-backtest.ts';
import { explainDate, whatIf } from '../what-if.ts';
import { DATES, holedFrame, holedInput, inputsSpec, LABELS } from './inputs.fixture.ts';
import { type Slow, slowly } from './slow-inputs.fixture.ts';
import type { MissingRule } from './types.ts';

const CASES: readonly (readonly [string, EstimatorParameters, MissingRule | undefined, number | undefined])[] = [
  ['a logit that drops rows, by chosen columns', { kind: 'logit', ridge: 2 }, undefined, 0.6],
  ['a logit with medians', { kind: 'logit', ridge: 2 }, 'impute_median', undefined],
  ['a logit with indicators', { kind: 'logit', ridge: 2 }, 'indicator', undefined],
  ['a probit with indicators of chosen columns', { kind: 'probit', ridge: 2 }, 'indicator', 0.4],
  ['trees with chosen columns', forest(), undefined, 0.6],
  ['trees with medians', forest(), 'impute_median', undefined],
  ['trees with indicators', forest(), 'indicator', 0.1],
  ['trees that drop rows', forest(), 'drop', 0.5],
];

function forest(): EstimatorParameters {
  return {
    kind: 'random_forest',
    trees: 8,
    maxDepth: 4,
    minRowsLeaf: 5,
    featuresPerSplit: 'sqrt',
    classWeight: 'none',
  };
}

function specOf(
  estimator: EstimatorParameters,
  missing: MissingRule | undefined,
  minShare: number | undefined,
): ModelSpec {
  return {
    ...inputsSpec,
    estimator,
    ...(missing === undefined ? {} : { missing }),
    ...(minShare === undefined ? {} : { chooseColumns: { minShare } }),
  };
}

describe.each(CASES)('%s', (_, estimator, missing, minShare) => {
  const spec = specOf(estimator, missing, minShare);
  const input = holedInput(11, spec);
  const { frame } = input;
  const result = backtest(input);
  const usual = ESTIMATORS[estimator.kind].reads === 'any_feature' ? 'native' : 'drop';
  const slow = (cutoff: string): Slow => slowly(frame, cutoff, missing ?? usual, minShare ?? Number.NEGATIVE_INFINITY);

  test('each refit learns which columns it reads, and their medians, on its own rows', () => {
    expect(result.refits.length).toBeGreaterThan(4);
    for (const { cutoff, model, rows } of result.refits) {
      const { used, medians, indicators, trained } = slow(cutoff);
      const columns = present(model.inputs).columns;
      expect(columns.filter(({ leftOut }) => leftOut === null).map(({ feature }) => feature)).toEqual(used);
      expect(columns.filter(({ indicator }) => indicator).map(({ feature }) => feature)).toEqual(indicators);
      for (const { feature, median } of columns) {
        if (median === null) expect(medians.has(feature)).toBe(false);
        else expect(median).toBeCloseTo(entry(medians, feature), 12);
      }
      expect(model.kind === 'climatology' ? [] : model.features).toEqual([
        ...used,
        ...indicators.map((name) => `${name}__missing`),
      ]);
      expect(rows).toBe(trained.length);
    }
  });

  test('each refit is the fit of those columns, and predicts from them until the next', () => {
    for (const [k, refit] of result.refits.entries()) {
      const { rows, trained } = slow(refit.cutoff);
      const width = present(rows.find((row) => row !== null)).length;
      const column = (j: number) => rows.map((row) => (row === null ? null : at(row, j)));
      const features = refit.model.kind === 'climatology' ? [] : refit.model.features;
      const values = Array.from({ length: width }, (__, j) => column(j));
      const learnt = new Set(trained);
      const known = new Map(LABELS.map(({ date, y }) => [date, y]));
      const y = DATES.map((date, i) => (learnt.has(i) ? (entry(known, date) as 0 | 1) : null));
      const until = DATES.indexOf(refit.cutoff) + 1;
      const { model } = ESTIMATORS[estimator.kind].fit(
        { features, values: values.map((each) => each.slice(0, until)), rows: until, y: y.slice(0, until) },
        { parameters: estimator, seed: spec.seed, neweyWestLag: 6 },
      );
      expect({ ...refit.model, inputs: undefined }).toEqual({ ...model, inputs: undefined });
      const said = ESTIMATORS[estimator.kind].predict(present(model), { features, values, rows: DATES.length });
      const next = result.refits[k + 1]?.cutoff ?? '9999-12-31';
      const predicted = result.predictions.filter(({ asOf }) => asOf >= refit.cutoff && asOf < next);
      expect(predicted.map(({ raw }) => raw)).toEqual(predicted.map(({ asOf }) => at(said, DATES.indexOf(asOf))));
    }
    expect(result.predictions.some(({ raw }) => raw === null)).toBe(true);
  });

  test('nothing after a cut-off moves what is learnt or predicted before the next', () => {
    const from = DATES.indexOf(at(result.refits, 3).cutoff) + 1;
    const values = frame.values.map((column, j) => column.map((value, i) => (i < from ? value : later(i, j))));
    const changed = backtest({ ...input, frame: { ...frame, values } });
    expect(JSON.stringify(changed.refits.slice(0, 4))).toBe(JSON.stringify(result.refits.slice(0, 4)));
    const early = ({ asOf }: { readonly asOf: string }): boolean => asOf < at(DATES, from);
    expect(JSON.stringify(changed.predictions.filter(early))).toBe(JSON.stringify(result.predictions.filter(early)));
    expect(changed.refits.slice(4)).not.toEqual(result.refits.slice(4));
  });

  test('the stored model is all that another process needs to predict', () => {
    const { model } = last(result.refits);
    const copy = deserializeModel(serializeModel(model));
    const rows = frameRows(frame, spec.features);
    expect(predict(copy, rows)).toEqual(predict(model, rows));
  });

  test('what is explained, alarms included, adds up to the margin, by the same columns at every refit', () => {
    const columns = [...spec.features, ...(missing === 'indicator' ? spec.features.map((f) => `${f}__missing`) : [])];
    const explained = alarmHistory(input, result);
    expect(explained.some(({ explanation }) => explanation === null)).toBe(true);
    for (const { prediction, explanation } of explained) {
      if (explanation === null) {
        expect(prediction.raw).toBeNull();
        continue;
      }
      expect(explanation.contributions.map(({ feature }) => feature)).toEqual(columns);
      const sum = explanation.contributions.reduce(
        (total, { contribution }) => total + contribution,
        explanation.baseMargin,
      );
      expect(sum).toBeCloseTo(explanation.margin, 9);
      const { medians, used } = slow(prediction.cutoff);
      for (const { feature, value, contribution, imputed } of explanation.contributions) {
        if (feature.endsWith('__missing')) continue;
        if (!used.includes(feature)) expect(contribution).toBe(0);
        if (value === null && medians.has(feature)) expect(imputed).toBeCloseTo(entry(medians, feature), 12);
        else expect(imputed).toBeUndefined();
      }
    }
  });

  test('with the observed inputs a what-if is the prediction, to the bit; an unread input moves nothing', () => {
    const explained = { frame, spec, backtest: result };
    for (const asOf of DATES.slice(110, 130)) {
      const row = DATES.indexOf(asOf);
      const observed = new Map(spec.features.map((name, j) => [name, at(at(frame.values, j), row)]));
      const { probability, changes } = present(whatIf(explained, asOf, observed));
      const said = present(explainDate(explained, asOf));
      expect(probability).toBe(said.prediction.probability);
      const { used } = slow(said.prediction.cutoff);
      expect(changes.filter(({ unread }) => unread !== true).map(({ feature }) => feature)).toEqual(used);
      const unread = spec.features.filter((name) => !used.includes(name));
      const moved = present(whatIf(explained, asOf, new Map(unread.map((name) => [name, 1e5]))));
      expect(moved.probability).toBe(said.prediction.probability);
      expect(moved.changes.some(({ outsideTraining }) => outsideTraining)).toBe(false);
    }
  });

  test('an unread feature has no importance, and rivals read their one feature as it is', () => {
    const importance = permutationImportance(input, result);
    expect(present(importance.find(({ feature }) => feature === 'h.never')).brierIncrease).toBe(0);
    const rivals = [{ kind: 'spread_probit', feature: 'g.holed' }] as const;
    const plain = { ...inputsSpec, estimator };
    const walks = [spec, plain].map((each) => {
      const { frame: _frame, ...rest } = holedInput(11, each);
      return compareRivals({ ...rest, frame }, rivals, { predictions: result.predictions });
    });
    expect(first(walks)).toEqual(last(walks));
    expect(first(first(walks)).scored).toBeGreaterThan(50);
  });
});

/** Something else than any row had: as often missing as not. */
function later(i: number, j: number): number | null {
  return (i + j) % 2 === 0 ? null : 1e6 * (j + 1) + i;
}

test('models that say nothing of missing values keep nothing of them', () => {
  const { refits } = backtest(holedInput(5, { ...inputsSpec, features: ['g.told', 'h.noise'] }));
  for (const { model } of refits) expect(Object.keys(model)).not.toContain('inputs');
});

test('a feature without any value is left out where values are filled in, and said once', () => {
  const { problems } = backtest(holedInput(5, { ...inputsSpec, missing: 'impute_median' }));
  const said = problems.filter(({ message }) => message.includes('h.never'));
  expect(said.length).toBeGreaterThan(0);
  expect(said.every(({ code, severity }) => code === 'EWS5002' && severity === 'warning')).toBe(true);
});

test('where no feature is there often enough, no cut-off is trained, and the reason is told', () => {
  const spec = { ...inputsSpec, features: ['h.late', 'h.never'], chooseColumns: { minShare: 0.99 } };
  const result = backtest(holedInput(5, spec));
  expect(result.refits).toEqual([]);
  expect(new Set(result.skipped.map(({ reason }) => reason))).toEqual(
    new Set(['no feature has a value in 99% of the rows with a label']),
  );
  expect(result.problems.map(({ message }) => message).join()).toContain('in 99% of the rows');
});

test('inside a search, what stands in is learnt on the training rows of each fold', () => {
  const tuning = {
    candidates: [{ set: { ridge: 2 }, parameters: inputsSpec.estimator }],
    folds: 2,
    split: 'forward',
    everyMonths: 1200,
    score: 'brier',
  } as const;
  const late = { ...inputsSpec.protocol, firstCutoff: '2006-01-31' };
  const spec: ModelSpec = { ...inputsSpec, protocol: late, missing: 'impute_median', tuning };
  const search = first(backtest(holedInput(11, spec)).tuning);
  const frame = holedFrame(11);
  for (const [k, { train, validate }] of search.folds.entries()) {
    // A cut-off at the last training date that knows all labels until there makes the very fit of the fold.
    const labels = LABELS.filter(({ date }) => date <= train.to).map((label) => ({
      ...label,
      knownFrom: '1900-01-01',
    }));
    const { tuning: _, ...untuned } = spec;
    const protocol = { ...spec.protocol, firstCutoff: validate.from, refitMonths: 1200 };
    const alone = backtest({ ...holedInput(11, { ...untuned, protocol }), frame, labels });
    const known = new Map(LABELS.map(({ date, y }) => [date, y]));
    const squares = alone.predictions
      .filter(({ asOf, raw }) => asOf <= validate.to && raw !== null)
      .map(({ asOf, raw }) => (present(raw) - present(entry(known, asOf))) ** 2);
    expect(first(search.candidates).scores[k]).toBeCloseTo(squares.reduce((a, b) => a + b, 0) / squares.length, 9);
  }
});

test('a model of a value: medians, indicators and unread features, in prediction and explanation', () => {
  const frame = holedFrame(21);
  const labels = LABELS.map((label, i) => ({ ...label, y: present(label.y) + (i % 7) / 10 }));
  const spec = {
    estimator: { kind: 'linear', winsorize: 0 },
    features: frame.features,
    missing: 'indicator',
    protocol: { ...inputsSpec.protocol, minimumRows: 20 },
    window: inputsSpec.window,
    bootstrap: inputsSpec.bootstrap,
    seed: 1,
  } as const;
  const result = valueBacktest({ frame, labels, events: [], labelKnowledge: 'as_known', spec });
  expect(result.refits.length).toBeGreaterThan(4);
  for (const { cutoff, model } of result.refits) {
    const { used, indicators, medians } = slowly(frame, cutoff, 'indicator', 0);
    expect(model.features).toEqual([...used, ...indicators.map((name) => `${name}__missing`)]);
    for (const { feature, median } of present(model.inputs).columns)
      if (median !== null) expect(median).toBeCloseTo(entry(medians, feature), 12);
  }
  const { model } = last(result.refits);
  const copy = JSON.parse(JSON.stringify(model)) as typeof model;
  expect(predictValues(copy, frameRows(frame, spec.features))).toEqual(
    predictValues(model, frameRows(frame, spec.features)),
  );
  const { explanation, prediction } = present(result.latest);
  const { base, contributions } = present(explanation);
  expect(contributions.reduce((sum, { contribution }) => sum + contribution, base)).toBeCloseTo(
    present(prediction.prediction),
    9,
  );
  expect(contributions).toHaveLength(2 * frame.features.length);
});

test('what estimators declare of missing values is what they do', () => {
  for (const { kind, missing, predicts } of ESTIMATOR_LIST) {
    if (predicts === 'value' || missing === null) continue;
    const { reads } = ESTIMATORS[kind as EstimatorParameters['kind']];
    expect(missing).toBe(reads === 'any_feature' ? 'native' : 'drop');
  }
});
