import type { Block, Section, SummaryItem, Text } from '../block.ts';
import type { EventCard } from '../card.ts';
import type { Cited } from '../cited.ts';
import type { LatestFigures } from '../events/event-card-body.ts';
import { alarmFigure, count, day, fixed, percent, verbatim } from '../figure.ts';
import { type EventHeadline, headline } from '../headline.ts';
import { eventName } from '../wording.ts';
import { withInterval } from './intervals.ts';
import { laterStepNotice } from './later-step.ts';
import { windowText } from './purpose.ts';
import {
  bracketsText,
  descriptionBlocks,
  groundsItem,
  limitsItem,
  outcomeWhen,
  scoredText,
  statusItem,
} from './summary-items.ts';

/** All that decides whether to read on, on one screen: the page opens with it. */
export function summarySection(card: Cited<EventCard>): Section {
  const said = headline(card.value.body);
  const items: readonly SummaryItem[] = [
    { term: 'Predicts', text: predicted(card, said) },
    now(said),
    ...scores(said),
    groundsItem(card, said, evidence(said)),
    limitsItem(card),
    statusItem(card, gates(card)),
  ];
  const blocks: readonly Block[] = [...laterStepNotice(said), { kind: 'summary', items }, ...descriptionBlocks(card)];
  return { id: 'summary', title: 'In short', blocks };
}

function predicted(card: Cited<EventCard>, { predicts }: EventHeadline): Text {
  const label = card.at('body', 'label');
  const what = label.value.event === null ? [verbatim(label.at('name'))] : [eventName(label.value)];
  const how = predicts === 'alarm' ? 'by a rule: whether there is ' : 'the chance of ';
  return [how, ...what, ' in ', ...windowText(label.at('window'))];
}

function now(said: EventHeadline): SummaryItem {
  const { latest } = said;
  if (latest === null) return { term: 'Now', text: ['nothing could be predicted yet'] };
  return said.predicts === 'alarm' ? ruleItem(said, latest) : probabilityItem(said, latest);
}

function probabilityItem(said: EventHeadline, latest: Cited<LatestFigures>): SummaryItem {
  const prediction = latest.at('prediction');
  return {
    term: 'Now',
    large: [percent(prediction.at('probability'), 0)],
    text: [
      ...ofWhom(said),
      ...outcomeWhen(latest),
      ', known on ',
      day(prediction.at('asOf')),
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
function ruleItem(said: EventHeadline, latest: Cited<LatestFigures>): SummaryItem {
  const prediction = latest.at('prediction');
  return {
    term: 'Now',
    large: [alarmFigure(prediction.at('alarm'), { none: 'not defined', raised: 'alarm', calm: 'no alarm' })],
    text: [
      ...ofWhom(said),
      ...outcomeWhen(latest),
      ', known on ',
      day(prediction.at('asOf')),
      '; base rate of the event ',
      percent(prediction.at('baseline')),
    ],
  };
}

/** Whose prediction stands in front, where there are several keys. */
function ofWhom({ front }: EventHeadline): Text {
  return front === null ? [] : [`${front.key}, the highest of `, count(front.of), ' keys: '];
}

/** How good it was, how sure that is, and beside it the base rate that anybody has. */
function scores({ scored }: EventHeadline): readonly SummaryItem[] {
  if (scored === null) return [{ term: 'Record', text: ['nothing could be scored'] }];
  const measures = scored.at('measures');
  const probabilities = measures.at('probability').present();
  const brackets = bracketsText(measures.at('auroc'));
  const auroc: Text = ['AUROC ', ...withInterval(measures.at('auroc'))];
  if (probabilities === null) {
    const usefulness = withInterval(measures.at('alarms', 'relativeUsefulness'));
    return [{ term: 'Record', text: [...auroc, '; usefulness over ignoring it ', ...usefulness, ...brackets] }];
  }
  const brier: Text = [
    'Brier score ',
    fixed(probabilities.at('brier')),
    ' against ',
    fixed(probabilities.at('baselineBrier')),
    ' of the base rate: skill ',
    ...withInterval(probabilities.at('brierSkill')),
  ];
  return [{ term: 'Record', text: [...brier, '; ', ...auroc, ...brackets] }];
}

function evidence({ scored }: EventHeadline): Text {
  return scored === null ? [] : scoredText(scored.at('measures', 'scored'), scored.at('measures', 'auroc'));
}

function gates({ value }: Cited<EventCard>): string {
  const { gates: all } = value.body.promotion;
  const failed = all.filter(({ passed }) => !passed).length;
  if (all.length === 0) return 'no gates declared';
  return failed === 0 ? `passes all ${all.length} gates` : `fails ${failed} of ${all.length} gates`;
}
