import type { Problem } from '../../diagnostics/index.ts';
import { estimatorOf } from '../../training/estimators/index.ts';
import { problemAtValue, type Sketch } from './rule.ts';

type Model = Sketch['models'][number];

/** An estimator has to be able to do what is declared, and there has to be something to do. */
export function* missingRulesFitTheEstimator({ models }: Sketch): Iterable<Problem> {
  for (const model of models) {
    for (const key of ['missing', 'choose_columns'] as const) {
      const why = model.shape[key] === undefined ? undefined : refused(model, key);
      if (why !== undefined) yield problemAtValue(model, [key], { code: 'EWS1019', ...why });
    }
  }
}

function refused({ definition, shape }: Model, key: 'missing' | 'choose_columns') {
  const { kind } = definition.estimator;
  const usual = estimatorOf(kind).missing;
  if (usual === null) {
    const message = `${kind} learns nothing from features, so that "${key}" has nothing to say`;
    return { message, hint: `remove ${key}` };
  }
  if (key === 'missing' && shape.missing === 'native' && usual !== 'native') {
    const message = `${kind} has no way of its own with a missing value`;
    return { message, hint: 'write drop, impute_median or indicator, or take a kind of trees' };
  }
  if (definition.features.length > 1 || (key === 'missing' && !fills(shape.missing))) return undefined;
  const message =
    key === 'missing'
      ? 'of one feature nothing is filled in: a row without it tells nothing, and is not read'
      : 'of one feature there is nothing to choose';
  return { message, hint: `remove ${key}, or add features` };
}

function fills(missing: Model['shape']['missing']): boolean {
  return missing === 'impute_median' || missing === 'indicator';
}

/** The column that says where a feature is missing must have a name of its own. */
export function* indicatorsHaveNamesOfTheirOwn({ models }: Sketch): Iterable<Problem> {
  for (const model of models) {
    if (model.definition.missing !== 'indicator') continue;
    const names = model.definition.features.map(({ group, column }) => `${group}.${column}`);
    for (const [i, name] of model.shape.features.entries()) {
      const of = names.find((other) => `${other}__missing` === name);
      if (of === undefined) continue;
      const message = `"${name}" is what the model calls the column that says where ${of} is missing`;
      yield problemAtValue(model, ['features', i], { code: 'EWS1020', message, hint: HINT });
    }
  }
}

const HINT = 'remove it, since missing: indicator makes it, or give the column another name';
