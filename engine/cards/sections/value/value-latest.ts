import type { Block, HeadlineItem, Section } from '../../block.ts';
import type { ValueCard } from '../../card.ts';
import { valueChart } from '../../charts/index.ts';
import type { Cited } from '../../cited.ts';
import { day, fixed, measured, month } from '../../figure.ts';
import { headline, type ValueHeadline } from '../../headline.ts';
import type { ValueLatestFigures } from '../../values/value-card-body.ts';
import { eventName } from '../../wording.ts';
import { contributionBlocks } from '../contribution-blocks.ts';
import { laterStepNotice } from '../later-step.ts';
import { outcomesKnown } from '../outcomes-known.ts';
import { errorsHeadline } from './value-performance.ts';

export function valueLatestSection(card: Cited<ValueCard>): Section | null {
  const said = headline(card.value.body);
  const { latest } = said;
  const items = [...(latest === null ? [] : [newest(said, latest)]), ...errorsHeadline(said)];
  const blocks: Block[] = [...laterStepNotice(said)];
  if (items.length > 0) blocks.push({ kind: 'headline', items });
  blocks.push(...historyChart(card));
  if (latest !== null) blocks.push(...contributions(latest));
  return blocks.length === 0 ? null : { id: 'latest', title: 'Prediction and record', blocks };
}

function newest({ outcomesThrough }: ValueHeadline, latest: Cited<ValueLatestFigures>): HeadlineItem {
  const prediction = latest.at('prediction');
  const outcome = latest.at('outcome');
  const { from, to } = outcome.value;
  return {
    label: 'Prediction',
    figure: measured(prediction.at('prediction')),
    note: [
      'for ',
      month(outcome.at('from')),
      ...(from === to ? [] : [' to ', month(outcome.at('to'))]),
      ', known on ',
      day(prediction.at('asOf')),
      ...outcomesKnown(outcomesThrough),
      '; mean of the outcomes known then ',
      measured(prediction.at('baseline')),
    ],
  };
}

function historyChart(card: Cited<ValueCard>): readonly Block[] {
  const history = card.at('body', 'history');
  if (history.value.length === 0) return [];
  const { events, label } = card.value.body;
  const draw = (id: string, width: number, height: number) =>
    valueChart({
      id,
      title: 'Predictions and outcomes over decision dates',
      points: history.value,
      events,
      eventName: label.event === null ? null : eventName(label),
      width,
      height,
    });
  return [
    {
      kind: 'chart',
      pointer: history.pointer,
      caption: [
        'Each prediction was made by the model of the refit before it; the outcome stands at the date of its ' +
          'prediction.',
      ],
      svg: { wide: draw('history', 760, 300), narrow: draw('history-narrow', 400, 280) },
    },
  ];
}

function contributions(latest: Cited<ValueLatestFigures>): readonly Block[] {
  const explanation = latest.at('explanation').present();
  if (!explanation || explanation.value.contributions.length === 0) return [];
  return [
    {
      kind: 'paragraph',
      text: [
        'At the training means the prediction is ',
        fixed(explanation.at('base')),
        '; the newest values move it to ',
        fixed(latest.at('prediction', 'prediction')),
        '.',
      ],
    },
    ...contributionBlocks(explanation.at('contributions'), {
      title: 'Contributions to the newest prediction',
      caption: 'What each feature adds to the prediction, largest first.',
    }),
  ];
}
