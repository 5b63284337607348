import type { Block, Section, Text } from '../block.ts';
import type { EventCard } from '../card.ts';
import { alarmChart, probabilityChart } from '../charts/index.ts';
import type { Cited } from '../cited.ts';
import type { LatestFigures } from '../events/event-card-body.ts';
import { fixed, percent, worded } from '../figure.ts';
import { headline } from '../headline.ts';
import { eventName } from '../wording.ts';
import { contributionBlocks } from './contribution-blocks.ts';
import { outcomeTime } from './outcome-time.ts';
import { panelHistory } from './panel.ts';
import { featureUnits } from './units.ts';

/** The record that the newest prediction comes from, and what pushes it. */
export function latestSection(card: Cited<EventCard>): Section | null {
  const { latest } = headline(card.value.body);
  const blocks = [...historyChart(card), ...(latest === null ? [] : contributions(card, latest))];
  return blocks.length === 0 ? null : { id: 'latest', title: 'Prediction and record', blocks };
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
    const ahead = label.window.fromMonth;
    const common = { id, points: history.value, events, eventName: eventName(label), ahead, width };
    return isRule(card)
      ? alarmChart({ ...common, title: 'Alarms over time' })
      : probabilityChart({ ...common, title: 'Probability over time', height });
  };
  return [
    {
      kind: 'chart',
      pointer: history.pointer,
      caption: [
        isRule(card)
          ? 'When the rule was in alarm. '
          : 'Each probability was given by the model of the refit before it. The lane below the axis marks alarms. ',
        ...outcomeTime(card.at('body', 'label', 'window')),
        ' Shaded: the event as it is known today.',
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
      units: featureUnits(card),
      title: 'Contributions to the newest margin',
      caption: 'What each feature adds to the margin, largest first: to the right raises the probability.',
    }),
  ];
}
