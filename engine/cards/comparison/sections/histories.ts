import type { Section } from '../../block.ts';
import { comparisonChart } from '../../charts/index.ts';
import type { Cited } from '../../cited.ts';
import { outcomeTime } from '../../sections/outcome-time.ts';
import { eventName } from '../../wording.ts';
import type { ComparisonDocument } from '../comparison.ts';
import type { EventComparisonBody } from '../comparison-body.ts';

/** One row a model over common years: probability with its threshold, or only alarms where a rule states no more. */
export function historiesSection(document: Cited<ComparisonDocument<EventComparisonBody>>): Section | null {
  const models = document.at('body', 'models');
  if (models.value.every(({ history }) => history.length === 0)) return null;
  const { label, events } = document.value.body;
  const draw = (id: string, width: number) =>
    comparisonChart({
      id,
      title: `Predictions of ${label.name}`,
      models: models.value.map(({ model, predicts, history }) => ({ name: model, predicts, points: history })),
      events,
      eventName: eventName(label),
      ahead: label.window.fromMonth,
      width,
    });
  return {
    id: 'history',
    title: 'Over the years',
    blocks: [
      {
        kind: 'chart',
        pointer: models.pointer,
        caption: [
          'Every prediction of step (a), out of sample, above the same years. Dashed: the threshold of each ' +
            'model’s own ' +
            'loss; bars below an axis: alarms. A rule states alarms and no probability. ',
          ...outcomeTime(document.at('body', 'label', 'window')),
          ' Shaded: the event as it is known today.',
        ],
        svg: { wide: draw('histories', 760), narrow: draw('histories-narrow', 400) },
      },
    ],
  };
}
