import { unitOfDifference } from '../../../figures/index.ts';
import type { Block, Section, SummaryItem, Text } from '../../block.ts';
import type { ValueCard } from '../../card.ts';
import type { Cited } from '../../cited.ts';
import { day, fixed, measured, verbatim, withUnit } from '../../figure.ts';
import { headline, type ValueHeadline } from '../../headline.ts';
import { withInterval } from '../intervals.ts';
import { laterStepNotice } from '../later-step.ts';
import { windowText } from '../purpose.ts';
import {
  bracketsText,
  descriptionBlocks,
  groundsItem,
  limitsItem,
  outcomeWhen,
  scoredText,
  statusItem,
  unitBehind,
} from '../summary-items.ts';
import { labelUnitOf } from '../units.ts';

/** As of an event: what decides whether to read on, on one screen. */
export function valueSummarySection(card: Cited<ValueCard>): Section {
  const said = headline(card.value.body);
  const label = card.at('body', 'label');
  const unit = labelUnitOf(card);
  const items: readonly SummaryItem[] = [
    {
      term: 'Predicts',
      text: [verbatim(label.at('name')), unit === null ? '' : `, ${unit}`, ', in ', ...windowText(label.at('window'))],
    },
    now(said, unit),
    score(said, unit),
    groundsItem(card, said, evidence(said)),
    limitsItem(card),
    statusItem(card, null),
  ];
  const blocks: readonly Block[] = [...laterStepNotice(said), { kind: 'summary', items }, ...descriptionBlocks(card)];
  return { id: 'summary', title: 'In short', blocks };
}

function evidence({ scored }: ValueHeadline): Text {
  return scored === null ? [] : scoredText(scored.at('measures', 'scored'), scored.at('measures', 'rmse'));
}

function now({ latest }: ValueHeadline, unit: string | null): SummaryItem {
  if (latest === null) return { term: 'Now', text: ['nothing could be predicted yet'] };
  const prediction = latest.at('prediction');
  return {
    term: 'Now',
    large: withUnit(measured(prediction.at('prediction')), unit),
    text: [
      ...outcomeWhen(latest),
      ', known on ',
      day(prediction.at('asOf')),
      '; mean of the outcomes known then ',
      ...withUnit(measured(prediction.at('baseline')), unit),
    ],
  };
}

/** How far off it was, beside the mean that anybody has. */
function score({ scored }: ValueHeadline, unit: string | null): SummaryItem {
  if (scored === null) return { term: 'Record', text: ['nothing could be scored'] };
  const measures = scored.at('measures');
  const behind = unitBehind(unitOfDifference(unit));
  return {
    term: 'Record',
    text: [
      'RMSE ',
      ...withInterval(measures.at('rmse')),
      ' against ',
      fixed(measures.at('baselineRmse')),
      ' of the mean known then',
      ...(behind.length === 0 ? [] : [', in', ...behind]),
      ': skill ',
      ...withInterval(measures.at('skill')),
      ...bracketsText(measures.at('rmse')),
    ],
  };
}
