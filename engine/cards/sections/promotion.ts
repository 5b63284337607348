import type { Inline, Section, Text } from '../block.ts';
import type { EventCard } from '../card.ts';
import { type Cited, each } from '../cited.ts';
import type { GateResult } from '../events/event-card-body.ts';
import { count, fixed, percent, worded } from '../figure.ts';
import { gateName } from '../wording.ts';

/** Whether the model passes the gates of its own definition; without gates there is nothing to say. */
export function promotionSection(card: Cited<EventCard>): Section | null {
  const promotion = card.at('body', 'promotion');
  const gates = each(promotion.at('gates'));
  if (gates.length === 0) return null;
  const failed = gates.filter(({ value }) => !value.passed).length;
  return {
    id: 'promotion',
    title: 'Fitness for promotion',
    blocks: [
      {
        kind: 'notice',
        tone: failed === 0 ? 'note' : 'warning',
        text:
          failed === 0
            ? ['It passes every gate of its definition. Whether it is promoted is for people to decide.']
            : [`Not fit for promotion: it fails ${failed} of the ${gates.length} gates of its definition.`],
      },
      {
        kind: 'table',
        caption: 'Gates of the definition, on step (a)',
        columns: [
          { title: 'Gate', align: 'text' },
          { title: 'Required', align: 'number' },
          { title: 'Found', align: 'number' },
          { title: 'Verdict', align: 'text' },
        ],
        rows: gates.map((gate): readonly Text[] => [
          [gateName(gate.value.gate)],
          [figure(gate, 'required')],
          [figure(gate, 'found')],
          [worded(gate.at('passed'), (passed) => (passed ? 'passed' : 'failed'))],
        ]),
      },
    ],
  };
}

function figure(gate: Cited<GateResult>, which: 'required' | 'found'): Inline {
  switch (gate.value.gate) {
    case 'auroc_lower_bound':
    case 'beats_climatology':
    case 'beats_spread_probit':
    case 'beats_threshold':
      return fixed(gate.at(which));
    case 'calibration_error':
      return percent(gate.at(which));
    case 'input_age_days':
    case 'episodes':
      return count(gate.at(which));
    default:
      return gate.value.gate satisfies never;
  }
}
