import { at } from '../../presence/index.ts';
import type { FittedRegression, ValueBacktest } from '../../training/index.ts';
import type { ValueCardInput } from '../card-input.ts';
import { refitColumns } from '../collect-columns.ts';
import { commonBody, outcomeMonths } from '../collect-common.ts';
import { collectSteps } from '../collect-steps.ts';
import type { ValueCardBody, ValueModelInUse, ValueRefitFigures } from './value-card-body.ts';

/** The body of a card about a continuous label: figures only, the same bytes for the same input. */
export function collectValueCard(input: ValueCardInput): ValueCardBody {
  const { spec, steps } = input;
  const { realTime } = steps;
  return {
    ...commonBody(input),
    task: 'value',
    method: {
      spec,
      refits: realTime.refits.length,
      skipped: realTime.skipped,
      ...refitColumns(realTime.refits),
      inUse: inUse(realTime.refits),
    },
    performance: {
      steps: collectSteps(steps),
      sensitivity: realTime.sensitivity,
    },
    rivals: input.rivals,
    stability: {
      names: namesOf(realTime.refits),
      refits: realTime.refits.map((refit) => refitFigures(refit, namesOf(realTime.refits))),
    },
    history: realTime.predictions,
    latest:
      realTime.latest === null
        ? null
        : { ...realTime.latest, outcome: outcomeMonths(realTime.latest.prediction.asOf, spec.window) },
  };
}

/** All that any refit gave a coefficient, in the order of features and powers. */
function namesOf(refits: ValueBacktest['refits']): readonly string[] {
  const seen = new Map<string, number>();
  for (const { model } of refits)
    for (const { column, power } of model.terms) seen.set(nameOf(model, column, power), 100 * column + power);
  return [...seen].sort(([, one], [, other]) => one - other).map(([name]) => name);
}

function nameOf({ features }: FittedRegression, column: number, power: number): string {
  const feature = at(features, column);
  return power === 1 ? feature : `${feature}^${power}`;
}

/** The coefficient of a term; 0 of one that this refit left out. */
function estimateOf(model: FittedRegression, name: string): number {
  const term = model.terms.find(({ column, power }) => nameOf(model, column, power) === name);
  return term === undefined ? 0 : term.coefficient;
}

function refitFigures(refit: ValueBacktest['refits'][number], names: readonly string[]): ValueRefitFigures {
  const { cutoff, rows, mean, model } = refit;
  return { cutoff, rows, mean, base: model.base, coefficients: names.map((name) => estimateOf(model, name)) };
}

function inUse(refits: ValueBacktest['refits']): ValueModelInUse | null {
  const newest = refits.at(-1);
  if (newest === undefined) return null;
  const { cutoff, rows, mean, model } = newest;
  const coefficients = namesOf(refits).map((name) => ({ name, estimate: estimateOf(model, name) }));
  return { cutoff, rows, mean, base: model.base, coefficients };
}
