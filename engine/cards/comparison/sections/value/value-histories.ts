import type { Section } from '../../../block.ts';
import { valueChart } from '../../../charts/index.ts';
import type { Cited } from '../../../cited.ts';
import { escapeHtml } from '../../../escape-html.ts';
import { outcomeTime } from '../../../sections/outcome-time.ts';
import { labelUnitOf } from '../../../sections/units.ts';
import { eventName } from '../../../wording.ts';
import type { ComparisonDocument } from '../../comparison.ts';
import type { ValueComparisonBody } from '../../comparison-body.ts';

/** A chart a model, one below the other: lines in one plot would hide each other and the outcome. */
export function valueHistoriesSection(document: Cited<ComparisonDocument<ValueComparisonBody>>): Section | null {
  const models = document.at('body', 'models');
  const { label, events } = document.value.body;
  const drawn = models.value.filter(({ history }) => history.length > 0);
  if (drawn.length === 0) return null;
  const draw = (id: string, width: number): string =>
    drawn
      .map(
        ({ model, history }, i) =>
          `<p class="soft">${escapeHtml(model)}</p>${valueChart({
            id: `${id}-${i}`,
            title: `${model}: predictions and outcomes`,
            points: history,
            events,
            eventName: label.event === null ? null : eventName(label),
            unit: labelUnitOf(document),
            ahead: label.window.fromMonth,
            width,
            height: 240,
          })}`,
      )
      .join('');
  return {
    id: 'history',
    title: 'Over the years',
    blocks: [
      {
        kind: 'chart',
        pointer: models.pointer,
        caption: [
          'Every prediction of step (a), out of sample, with what became of it. Dashed: the mean of the outcomes ' +
            'known then. ',
          ...outcomeTime(document.at('body', 'label', 'window')),
        ],
        svg: { wide: draw('histories', 760), narrow: draw('histories-narrow', 400) },
      },
    ],
  };
}
