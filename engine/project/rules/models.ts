import { didYouMean, type Problem } from '../../diagnostics/index.ts';
import { grouped, LIMITS } from '../../limits/index.ts';
import { type EstimatorKind, estimatorOf, isOfValues } from '../../training/estimators/index.ts';
import { gridSize, withSetting } from '../normalise/tuning.ts';
import type { ProblemWords } from '../problem-at.ts';
import { problemAtValue, type Sketch } from './rule.ts';

export function* cutoffsAreWithinTheCalendar({ config, models }: Sketch): Iterable<Problem> {
  if (config === undefined) return;
  const { start, end } = config.definition.calendar;
  for (const model of models) {
    const { firstCutoff } = model.definition.protocol;
    const path = ['protocol', 'first_cutoff'];
    if (firstCutoff < start) {
      const message = `the first cut-off ${firstCutoff} is before the calendar starts on ${start}`;
      yield problemAtValue(model, path, {
        code: 'EWS1011',
        message,
        hint: 'leave some years of decision dates to train on',
      });
    } else if (end !== 'data' && firstCutoff > end) {
      const message = `the first cut-off ${firstCutoff} is after the calendar ends on ${end}`;
      yield problemAtValue(model, path, {
        code: 'EWS1011',
        message,
        hint: 'set an earlier cut-off, or a later calendar.end',
      });
    }
  }
}

export function* estimatorsFitTheirLabels({ models, labels }: Sketch): Iterable<Problem> {
  const kinds = new Map(labels.map(({ definition }) => [definition.name, definition.kind]));
  for (const model of models) {
    const { estimator, label } = model.definition;
    const kind = kinds.get(label);
    const wanted = isOfValues(estimator) ? 'continuous' : 'binary';
    if (kind === undefined || kind === wanted) continue;
    const message = `${estimator.kind} ${whatItPredicts(estimator.kind)}, but label "${label}" is ${kind}`;
    const hint = `predict a label of kind: ${wanted}`;
    yield problemAtValue(model, ['estimator', 'kind'], { code: 'EWS1011', message, hint });
  }
}

const PREDICTS = {
  probability: 'estimates a probability',
  base_rate: 'estimates a probability',
  alarm: 'raises an alarm',
  value: 'predicts a value',
} as const;

function whatItPredicts(kind: EstimatorKind): string {
  return PREDICTS[estimatorOf(kind).predicts];
}

/** A loss weighs missed events against false alarms: models of events need one, models of values have no alarms. */
export function* lossesGoWithEvents({ models }: Sketch): Iterable<Problem> {
  for (const model of models) {
    const { estimator, loss } = model.definition;
    if (isOfValues(estimator) && loss !== undefined) {
      const message = `${estimator.kind} predicts a value and raises no alarm: there is nothing for a loss to weigh`;
      yield problemAtValue(model, ['loss'], { code: 'EWS1011', message, hint: 'remove loss' });
    }
    if (!isOfValues(estimator) && loss === undefined) {
      const message = '"loss" is missing; expected a mapping such as { kind: alessi_detken, preference: 0.7 }';
      yield problemAtValue(model, [], { code: 'EWS1004', message });
    }
  }
}

export function* calibrationsGoWithProbabilities({ models }: Sketch): Iterable<Problem> {
  for (const model of models) {
    const { kind } = model.definition.estimator;
    const { predicts } = estimatorOf(kind);
    if (model.shape.calibration === undefined || predicts === 'probability') continue;
    const says = predicts === 'base_rate' ? 'is the base rate' : whatItPredicts(kind);
    const message = `${kind} ${says}: there is no probability to calibrate`;
    yield problemAtValue(model, ['calibration'], { code: 'EWS1011', message, hint: 'remove calibration' });
  }
}

/** A baseline predicts values where its model does, and events where its model does. */
export function* baselinesFitTheEstimator({ models }: Sketch): Iterable<Problem> {
  for (const model of models) {
    const { estimator, baselines } = model.definition;
    for (const [i, { kind }] of baselines.entries()) {
      const ofValues = kind === 'persistence';
      if (kind === 'climatology' || ofValues === isOfValues(estimator)) continue;
      const what = `${kind} is a baseline of ${ofValues ? 'values' : 'events'}`;
      const message = `${what}, and ${estimator.kind} ${whatItPredicts(estimator.kind)}`;
      yield problemAtValue(model, ['baselines', i], {
        code: 'EWS1011',
        message,
        hint: 'write baselines: [climatology]',
      });
    }
  }
}

/** Some estimators read one feature, such as a curve. */
export function* curvesHaveOneFeature({ models }: Sketch): Iterable<Problem> {
  for (const model of models) {
    const { estimator, features } = model.definition;
    if (estimatorOf(estimator.kind).features !== 'one' || features.length <= 1) continue;
    const message = `${estimator.kind} reads one feature, not ${features.length}`;
    const hint = `choose one, or estimator: { kind: ${isOfValues(estimator) ? 'linear' : 'logit'} }`;
    yield problemAtValue(model, ['features'], { code: 'EWS1011', message, hint });
  }
}

export function* estimatorsHaveTheirFeatures({ models }: Sketch): Iterable<Problem> {
  for (const model of models) {
    const { estimator, features } = model.definition;
    const reads = estimatorOf(estimator.kind).features;
    if (reads === 'none' && features.length > 0) {
      const message = `${estimator.kind} is the base rate: it uses no features`;
      yield problemAtValue(model, ['features'], {
        code: 'EWS1011',
        message,
        hint: 'remove features, or choose probit or logit',
      });
    }
    if (reads === 'named' && features.length > 1) {
      const message = `a ${estimator.kind} reads the one feature that it names`;
      yield problemAtValue(model, ['features'], {
        code: 'EWS1011',
        message,
        hint: 'remove features, or choose probit or logit',
      });
    }
    if (reads !== 'none' && features.length === 0) {
      const message = `${estimator.kind} needs at least one feature`;
      yield problemAtValue(model, ['features'], {
        code: 'EWS1004',
        message,
        hint: 'write features: [group.column, ...]',
      });
    }
  }
}

export function* baselinesDifferFromTheModel({ models }: Sketch): Iterable<Problem> {
  for (const model of models) {
    const { estimator, baselines } = model.definition;
    const i = estimator.kind === 'climatology' ? baselines.findIndex(({ kind }) => kind === 'climatology') : -1;
    if (i < 0) continue;
    const message = `${estimator.kind} cannot be its own baseline`;
    yield problemAtValue(model, ['baselines', i], { code: 'EWS1011', message, hint: 'write baselines: []' });
  }
}

/** Gates ask for figures of events: a model of a value has none of them, and would pass unasked. */
export function* gatesGoWithEvents({ models }: Sketch): Iterable<Problem> {
  for (const model of models) {
    const { estimator, gates } = model.definition;
    if (!isOfValues(estimator) || gates.length === 0) continue;
    const message = `${estimator.kind} predicts a value, and gates are of events`;
    yield problemAtValue(model, ['gates'], { code: 'EWS1011', message, hint: 'remove gates' });
  }
}

/** A gate against a baseline needs that baseline beside the model; climatology is always there. */
export function* gatesHaveTheirBaselines({ models }: Sketch): Iterable<Problem> {
  for (const model of models) {
    const declared = new Set(model.definition.baselines.map(({ kind }) => kind));
    for (const [i, kind] of model.shape.gates.beats.entries()) {
      if (kind === 'climatology' || declared.has(kind)) continue;
      const message = `the gate is against ${kind}, and the model declares no such baseline`;
      const hint = `add { kind: ${kind}, feature: ... } to baselines`;
      yield problemAtValue(model, ['gates', 'beats', i], { code: 'EWS1011', message, hint });
    }
  }
}

export function* leadWindowsAreWindows({ models }: Sketch): Iterable<Problem> {
  for (const model of models) {
    const { minMonths, maxMonths } = model.definition.leadWindow;
    if (minMonths <= maxMonths) continue;
    const message = `the lead window ends at ${maxMonths} months, before it begins at ${minMonths}`;
    yield problemAtValue(model, ['lead_window', 'max_months'], {
      code: 'EWS1011',
      message,
      hint: 'swap min_months and max_months',
    });
  }
}

export function* alarmsAreKOfN({ models }: Sketch): Iterable<Problem> {
  for (const model of models) {
    const { k, n } = model.definition.persistence;
    if (k <= n) continue;
    const message = `an alarm cannot need ${k} of ${n} decision dates`;
    yield problemAtValue(model, ['alarm', 'k'], { code: 'EWS1011', message, hint: 'k is at most n' });
  }
}

/** Which months are "in the event" is what the label's event column says. */
export function* exclusionsHaveAnEvent({ models, labels }: Sketch): Iterable<Problem> {
  const events = new Map(labels.map(({ definition }) => [definition.name, definition.event]));
  for (const model of models) {
    const { label, protocol } = model.definition;
    if (!events.has(label) || events.get(label) !== undefined) continue;
    if (protocol.excludeInEvent) {
      const message = `in_event cannot be excluded: label "${label}" names no event`;
      const hint = 'give the label an event: group.column, or write exclude: []';
      yield problemAtValue(model, ['protocol', 'exclude'], { code: 'EWS1011', message, hint });
    }
    if (protocol.excludeAfterEventMonths !== undefined) {
      const message = `months after the event cannot be excluded: label "${label}" names no event`;
      const hint = 'give the label an event: group.column, or remove exclude_after_event_months';
      yield problemAtValue(model, ['protocol', 'exclude_after_event_months'], { code: 'EWS1011', message, hint });
    }
  }
}

/** Every value of a search space must be one that the estimator takes, and the search must fit its budget. */
export function* tuningSpacesFitTheEstimator({ models }: Sketch): Iterable<Problem> {
  for (const model of models) {
    const { tuning, estimator } = model.shape;
    if (tuning === undefined) continue;
    if (estimatorOf(estimator.kind).predicts !== 'probability') {
      const message = `the parameters of ${estimator.kind} cannot be searched`;
      yield problemAtValue(model, ['tuning'], { code: 'EWS1011', message, hint: 'remove tuning' });
      continue;
    }
    if (tuning.split === 'random' && !tuning.allow_random_cv) {
      const message = 'random cross-validation scores months whose neighbours it was trained on';
      const hint = 'write split: forward; allow_random_cv: true allows the leak, and the card says so';
      yield problemAtValue(model, ['tuning', 'split'], { code: 'EWS1011', message, hint });
    }
    if (tuning.split === 'random' && tuning.folds < 2) {
      const message = 'random cross-validation needs two folds';
      yield problemAtValue(model, ['tuning', 'folds'], { code: 'EWS1011', message, hint: 'write folds: 2 or more' });
    }
    for (const [name, dimension] of Object.entries(tuning.space)) yield* dimensionProblems(model, name, dimension);
    const size = gridSize(tuning.space);
    if (tuning.search === 'grid' && size > tuning.budget) {
      const message = `the grid has ${grouped(size)} candidates, and the budget is ${grouped(tuning.budget)}`;
      yield problemAtValue(model, ['tuning', 'space'], {
        code: 'EWS1011',
        message,
        hint: `raise budget, to ${grouped(LIMITS.candidates.most)} at most, try fewer values, or write search: random`,
      });
    }
  }
}

type Model = Sketch['models'][number];
type Space = NonNullable<Model['shape']['tuning']>['space'];

function* dimensionProblems(model: Model, name: string, dimension: Space[string]): Iterable<Problem> {
  const { estimator, tuning } = model.shape;
  const path = ['tuning', 'space', name];
  const refused = (value: number | string | boolean): ProblemWords => ({
    code: 'EWS1011',
    message: `${estimator.kind} does not take ${name}: ${value}`,
    hint: didYouMean(name, Object.keys(estimator)) ?? 'see "Estimators" in docs/dsl.md for what it takes',
  });
  if (Array.isArray(dimension)) {
    for (const [i, value] of dimension.entries()) {
      if (withSetting(estimator, { [name]: value }) === undefined)
        yield problemAtValue(model, [...path, i], refused(value));
    }
    return;
  }
  const { low, high, scale } = dimension;
  if (tuning?.search === 'grid') {
    yield problemAtValue(model, path, {
      code: 'EWS1011',
      message: 'a grid has no ranges',
      hint: 'list values, or write search: random',
    });
  } else if (low >= high || (scale === 'log' && low <= 0)) {
    const message = `the range of ${name} runs from ${low} to ${high}`;
    yield problemAtValue(model, path, {
      code: 'EWS1011',
      message,
      hint: 'low is below high, and above 0 on a log scale',
    });
  } else {
    for (const value of [low, high])
      if (withSetting(estimator, { [name]: value }) === undefined) yield problemAtValue(model, path, refused(value));
  }
}
