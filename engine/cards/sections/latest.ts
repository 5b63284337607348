import type { Block, HeadlineItem, Section, Text } from '../block.ts';
import type { EventCard } from '../card.ts';
import { alarmChart, probabilityChart } from '../charts/index.ts';
import type { Cited } from '../cited.ts';
import type { LatestFigures } from '../events/event-card-body.ts';
import { alarmFigure, count, day, fixed, month, percent, worded } from '../figure.ts';
import { type EventHeadline, headline } from '../headline.ts';
import { eventName } from '../wording.ts';
import { contributionBlocks } from './contribution-blocks.ts';
import { laterStepNotice } from './later-step.ts';
import { outcomesKnown } from './outcomes-known.ts';
import { panelHistory } from './panel.ts';
import { performanceHeadline } from './performance.ts';

/** The page opens with the prediction in force, the record it comes from, and what pushes it. */
export function latestSection(card: Cited<EventCard>): Section | null {
  const said = headline(card.value.body);
  const { latest } = said;
  const items = [...(latest === null ? [] : [newest(said, latest)]), ...performanceHeadline(said)];
  const blocks: Block[] = [...laterStepNotice(said)];
  if (items.length > 0) blocks.push({ kind: 'headline', items });
  blocks.push(...historyChart(card));
  if (latest !== null) blocks.push(...contributions(card, latest));
  return blocks.length === 0 ? null : { id: 'latest', title: 'Prediction and record', blocks };
}

function newest(said: EventHeadline, latest: Cited<LatestFigures>): HeadlineItem {
  return said.predicts === 'alarm' ? ruleItem(said, latest) : probabilityItem(said, latest);
}

function probabilityItem(said: EventHeadline, latest: Cited<LatestFigures>): HeadlineItem {
  const { from, to } = latest.value.outcome;
  const outcome = latest.at('outcome');
  const prediction = latest.at('prediction');
  return {
    label: 'Probability',
    figure: percent(prediction.at('probability'), 0),
    note: [
      ...ofWhom(said),
      'of the event in ',
      month(outcome.at('from')),
      ...(from === to ? [] : [' to ', month(outcome.at('to'))]),
      ', known on ',
      day(prediction.at('asOf')),
      ...outcomesKnown(said.outcomesThrough),
      '; base rate ',
      percent(prediction.at('baseline')),
      '; ',
      alarmFigure(prediction.at('alarm'), { none: 'no alarm decision', raised: 'in alarm', calm: 'no alarm' }),
      ' at the threshold of ',
      percent(prediction.at('threshold')),
    ],
  };
}

/** A rule says alarm or not; a percentage would be read as a probability. */
function ruleItem(said: EventHeadline, latest: Cited<LatestFigures>): HeadlineItem {
  const prediction = latest.at('prediction');
  return {
    label: 'Rule',
    figure: alarmFigure(prediction.at('alarm'), { none: 'not defined', raised: 'alarm', calm: 'no alarm' }),
    note: [
      ...ofWhom(said),
      'known on ',
      day(prediction.at('asOf')),
      ...outcomesKnown(said.outcomesThrough),
      '; base rate of the event ',
      percent(prediction.at('baseline')),
    ],
  };
}

/** Whose prediction stands in front, where there are several keys. */
function ofWhom({ front }: EventHeadline): Text {
  return front === null ? [] : [`${front.key}, the highest of `, count(front.of), ' keys: '];
}

function isRule(card: Cited<EventCard>): boolean {
  return card.value.body.method.predicts === 'alarm';
}

function historyChart(card: Cited<EventCard>): readonly Block[] {
  const history = card.at('body', 'history');
  if (history.value.length === 0) return [];
  if (card.value.body.panel !== undefined) return panelHistory(card);
  const { events, label } = card.value.body;
  const draw = (id: string, width: number, height: number) => {
    const common = { id, points: history.value, events, eventName: eventName(label), width };
    return isRule(card)
      ? alarmChart({ ...common, title: 'Alarms over decision dates' })
      : probabilityChart({ ...common, title: 'Probability over decision dates', height });
  };
  return [
    {
      kind: 'chart',
      pointer: history.pointer,
      caption: [
        isRule(card)
          ? 'When the rule was in alarm. '
          : 'Each probability was given by the model of the refit before it. The lane below the axis marks ' +
            'decision dates in alarm. ',
        'Shaded: the event as it is known today.',
      ],
      svg: { wide: draw('history', 760, 300), narrow: draw('history-narrow', 400, 280) },
    },
  ];
}

/** From the raw probability, which the margin gives, to the one that counts. */
function calibrationText(card: Cited<EventCard>, latest: Cited<LatestFigures>): Text {
  if ((card.value.body.method.inUse?.calibration.method ?? 'none') === 'none') return [];
  const prediction = latest.at('prediction');
  const [raw, probability] = [percent(prediction.at('raw')), percent(prediction.at('probability'))];
  return [' That is a raw probability of ', raw, ', which calibration makes ', probability, '.'];
}

/** What the contributions add up to, at the head of a sentence. */
const SCALES = {
  log_odds: 'A log-odds',
  probit: 'A probit margin',
  probability: 'A probability',
} as const;

function contributions(card: Cited<EventCard>, latest: Cited<LatestFigures>): readonly Block[] {
  const explanation = latest.at('explanation').present();
  if (!explanation || explanation.value.contributions.length === 0) return [];
  return [
    {
      kind: 'paragraph',
      text: [
        worded(explanation.at('scale'), (scale) => SCALES[scale]),
        ' of ',
        fixed(explanation.at('baseMargin')),
        ' is where the model starts; the newest values move it to ',
        fixed(explanation.at('margin')),
        '.',
        ...calibrationText(card, latest),
      ],
    },
    ...contributionBlocks(explanation.at('contributions'), {
      title: 'Contributions to the newest margin',
      caption: 'What each feature adds to the margin, largest first: to the right raises the probability.',
    }),
  ];
}
