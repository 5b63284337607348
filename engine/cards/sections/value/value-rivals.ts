import type { Section } from '../../block.ts';
import type { ValueCard } from '../../card.ts';
import { type Cited, each } from '../../cited.ts';
import { count, fixed } from '../../figure.ts';
import { withInterval } from '../intervals.ts';
import { errorUnitWords, labelUnitOf } from '../units.ts';

export function valueRivalsSection(card: Cited<ValueCard>): Section | null {
  const rivals = card.at('body', 'rivals');
  if (rivals.value.length === 0) return null;
  return {
    id: 'rivals',
    title: 'Beside simple rivals',
    blocks: [
      {
        kind: 'paragraph',
        text: [
          'Persistence predicts that the outcome will be what the feature was known to be on the decision ' +
            'date, as a random ' +
            'walk would. Both are scored on the decision dates that both predict. The skill is 1 − MSE / MSE ' +
            'of the rival, ' +
            'with an interval that resamples whole episodes: one that includes zero shows no gain.',
        ],
      },
      {
        kind: 'table',
        caption: `Rivals in step (a), errors in ${errorUnitWords(labelUnitOf(card))}`,
        columns: [
          { title: 'Rival', align: 'text' },
          ...['Scored', 'Its RMSE', 'Its mean absolute error', 'RMSE of the model', 'Skill against it'].map(
            (title) => ({ title, align: 'number' }) as const,
          ),
        ],
        rows: each(rivals).map((rival) => [
          [`persistence of ${rival.value.feature}`],
          [count(rival.at('scored'))],
          [fixed(rival.at('rmse'))],
          [fixed(rival.at('mae'))],
          [fixed(rival.at('ownRmse'))],
          withInterval(rival.at('skill')),
        ]),
      },
    ],
  };
}
