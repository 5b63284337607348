import type { EstimatorParameters } from '../../training/index.ts';
import type { Section } from '../block.ts';
import type { EventCard } from '../card.ts';
import { type Cited, each } from '../cited.ts';
import { count, measured, worded } from '../figure.ts';

export function coefficientsSection(card: Cited<EventCard>): Section | null {
  const inUse = card.at('body', 'method', 'inUse').present();
  if (!inUse || inUse.value.coefficients.length === 0) return null;
  const statistics = inUse.at('statistics').present();
  return {
    id: 'coefficients',
    title: 'Coefficients',
    blocks: [
      {
        kind: 'paragraph',
        text: [
          'Of the model in use, per unit of the feature. Outcomes of neighbouring months overlap, so read the ' +
            'Newey-West errors',
          ...(statistics ? [' (lag ', count(statistics.at('neweyWestLag')), ')'] : []),
          '; the classical ones are too small.',
          ...(isLasso(card.value.body.method.spec.estimator)
            ? [' The lasso chose among the features: a coefficient of 0 is its choice, and none has an error.']
            : []),
        ],
      },
      {
        kind: 'table',
        caption: 'Coefficients of the model in use',
        columns: [
          { title: 'Term', align: 'text' },
          { title: 'Estimate', align: 'number' },
          { title: 'Newey-West error', align: 'number' },
          { title: 'z', align: 'number' },
          { title: 'Classical error', align: 'number' },
          { title: 'z', align: 'number' },
        ],
        rows: each(inUse.at('coefficients')).map((one) => [
          [one.value.name],
          one.value.dropped ? [worded(one.at('dropped'), () => 'left out')] : [measured(one.at('estimate'))],
          [measured(one.at('neweyWestError'))],
          [measured(one.at('neweyWestZ'))],
          [measured(one.at('standardError'))],
          [measured(one.at('z'))],
        ]),
      },
    ],
  };
}

/** Whether a penalty chose among the features. */
function isLasso(estimator: EstimatorParameters): boolean {
  if (estimator.kind !== 'probit' && estimator.kind !== 'logit') return false;
  return estimator.lasso !== undefined && estimator.lasso > 0;
}
