import type { Block, Section } from '../../block.ts';
import type { ValueCard } from '../../card.ts';
import { valueChart } from '../../charts/index.ts';
import type { Cited } from '../../cited.ts';
import { fixed, withUnit } from '../../figure.ts';
import { headline } from '../../headline.ts';
import type { ValueLatestFigures } from '../../values/value-card-body.ts';
import { eventName } from '../../wording.ts';
import { contributionBlocks } from '../contribution-blocks.ts';
import { outcomeTime } from '../outcome-time.ts';
import { errorUnitWords, featureUnits, labelUnitOf } from '../units.ts';

export function valueLatestSection(card: Cited<ValueCard>): Section | null {
  const { latest } = headline(card.value.body);
  const blocks = [...historyChart(card), ...(latest === null ? [] : contributions(card, latest))];
  return blocks.length === 0 ? null : { id: 'latest', title: 'Prediction and record', blocks };
}

function historyChart(card: Cited<ValueCard>): readonly Block[] {
  const history = card.at('body', 'history');
  if (history.value.length === 0) return [];
  const { events, label } = card.value.body;
  const draw = (id: string, width: number, height: number) =>
    valueChart({
      id,
      title: 'Predictions and outcomes',
      points: history.value,
      events,
      eventName: label.event === null ? null : eventName(label),
      unit: labelUnitOf(card),
      ahead: label.window.fromMonth,
      width,
      height,
    });
  return [
    {
      kind: 'chart',
      pointer: history.pointer,
      caption: [
        'Each prediction was made by the model of the refit before it. ',
        ...outcomeTime(card.at('body', 'label', 'window')),
      ],
      svg: { wide: draw('history', 760, 300), narrow: draw('history-narrow', 400, 280) },
    },
  ];
}

function contributions(card: Cited<ValueCard>, latest: Cited<ValueLatestFigures>): readonly Block[] {
  const explanation = latest.at('explanation').present();
  if (!explanation || explanation.value.contributions.length === 0) return [];
  const unit = labelUnitOf(card);
  return [
    {
      kind: 'paragraph',
      text: [
        'At the training means the prediction is ',
        ...withUnit(fixed(explanation.at('base')), unit),
        '; the newest values move it to ',
        ...withUnit(fixed(latest.at('prediction', 'prediction')), unit),
        '.',
      ],
    },
    ...contributionBlocks(explanation.at('contributions'), {
      title: 'Contributions to the newest prediction',
      caption: `What each feature adds to the prediction, in ${errorUnitWords(unit)}, largest first.`,
      units: featureUnits(card),
    }),
  ];
}
