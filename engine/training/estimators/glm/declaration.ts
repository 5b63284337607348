import type { EventEstimator, MethodPart, ParameterRules, WrittenEstimator } from '../declaration.ts';
import { CLASS_WEIGHT, SHARE_OF_TAIL, WEIGHT } from '../parameter-rules.ts';
import type { FittedGlm, GlmParameters } from './types.ts';

const RULES = {
  ridge: { ...WEIGHT, default: 0 },
  lasso: { ...WEIGHT, default: 0 },
  class_weight: CLASS_WEIGHT,
  standardize: { takes: 'yes_or_no', default: true },
  winsorize: SHARE_OF_TAIL,
} as const satisfies ParameterRules;

export const probit = generalisedLinear('probit');
export const logit = generalisedLinear('logit');

function generalisedLinear(kind: 'probit' | 'logit'): EventEstimator<GlmParameters, FittedGlm> {
  return {
    kind,
    predicts: 'probability',
    features: 'any',
    missing: 'drop',
    rules: RULES,
    parametersOf: ({ class_weight: classWeight, ...others }: WrittenEstimator<typeof RULES>) => ({
      ...others,
      kind,
      classWeight,
    }),
    documented: {
      parameters:
        '`ridge` (0): penalty ridge/2 times the squared coefficients, on the log likelihood summed over rows; ' +
        '`lasso` (0): penalty lasso times the sizes of the coefficients, on the same sum; `class_weight` (none): ' +
        '`balanced` gives both classes the same weight in sum; `standardize` (true); `winsorize` (0): share of each ' +
        'tail that is clipped',
      reads: 'rows without a missing feature',
    },
    example: { kind },
    method(parameters) {
      const text = hyperParameters(parameters);
      return text.length === 0 ? [] : [{ term: 'Hyper-parameters', text: [...text, ', learnt on training rows only'] }];
    },
    load: async () => (await import('./glm.ts'))[kind],
  };
}

/** Only what was declared is told. */
function hyperParameters({ ridge, lasso, classWeight, winsorize, standardize }: GlmParameters) {
  const text: MethodPart<GlmParameters>[] = [];
  if (ridge !== undefined) text.push('ridge ', { measured: 'ridge' }, '; ');
  if (lasso !== undefined) text.push('lasso ', { measured: 'lasso' }, '; ');
  if (classWeight !== undefined) text.push('class weights: ', { verbatim: 'classWeight' }, '; ');
  if (winsorize !== undefined) text.push('winsorised ', { percent: 'winsorize' }, ' of each tail; ');
  if (standardize !== undefined)
    text.push({ worded: 'standardize', as: (on) => (on ? 'columns standardised' : 'columns not standardised') });
  return text;
}
