import type { Section, Text } from '../../block.ts';
import { usefulnessCurvesChart } from '../../charts/index.ts';
import { type Cited, each } from '../../cited.ts';
import { fixed } from '../../figure.ts';
import type { ComparisonDocument } from '../comparison.ts';
import type { EventComparisonBody } from '../comparison-body.ts';

/** What each model is worth to people of other preferences, on the dates that all scored. */
export function usefulnessTogetherSection(document: Cited<ComparisonDocument<EventComparisonBody>>): Section | null {
  const models = document.at('body', 'models');
  const { loss } = document.value.body;
  if (models.value.every(({ usefulness }) => usefulness.every(({ relative }) => relative === null))) return null;
  const draw = (id: string, width: number) =>
    usefulnessCurvesChart({
      id,
      title: 'Usefulness by preference, model by model',
      curves: models.value.map(({ model, usefulness }) => ({ name: model, points: usefulness })),
      declared: loss.preference,
      width,
      height: 300,
    });
  const cited = each(models);
  const preferences = cited[0] === undefined ? [] : each(cited[0].at('usefulness'));
  return {
    id: 'usefulness',
    title: 'Usefulness by preference',
    blocks: [
      {
        kind: 'chart',
        pointer: models.pointer,
        caption: [
          'Relative usefulness had the thresholds been set for another preference, at the loss of the first ' +
            'model; the ' +
            'dotted line is its own preference of ',
          fixed(document.at('body', 'loss', 'preference'), 2),
          '. Below zero the alarms are worse than ignoring the model. A rule has its one threshold at every ' +
            'preference.',
        ],
        svg: { wide: draw('usefulness-curves', 760), narrow: draw('usefulness-curves-narrow', 400) },
      },
      {
        kind: 'table',
        caption: 'Relative usefulness by preference',
        columns: [
          { title: 'Preference', align: 'text' },
          ...models.value.map(({ model }) => ({ title: model, align: 'number' }) as const),
        ],
        rows: preferences.map((point, row) => [
          [fixed(point.at('preference'), 2)],
          ...cited.map((model): Text => {
            const own = each(model.at('usefulness'))[row];
            return own === undefined ? [] : [fixed(own.at('relative'))];
          }),
        ]),
        folded: true,
      },
    ],
  };
}
