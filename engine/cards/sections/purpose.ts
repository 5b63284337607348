import type { Section, Text } from '../block.ts';
import type { Card } from '../card.ts';
import type { Cited } from '../cited.ts';
import type { LabelFigures } from '../common-card-body.ts';
import { count, verbatim, worded } from '../figure.ts';

/** What the model is for, in the words of its owner; only what somebody wrote. */
export function purposeSection(card: Cited<Card>): Section | null {
  const { intendedUse, intendedUsers, materiality, owner } = card.value.envelope.prose;
  const words: readonly (readonly [term: string, text: string | null])[] = [
    ['Intended use', intendedUse],
    ['Intended users', intendedUsers.join(', ')],
    ['Materiality', materiality],
    ['Owner', owner],
  ];
  const items = words.flatMap(([term, text]) => (text === null || text === '' ? [] : [{ term, text: [text] }]));
  if (items.length === 0) return null;
  return { id: 'purpose', title: 'Purpose', blocks: [{ kind: 'facts', items }] };
}

export function outcomeSection(card: Cited<Card>): Section {
  const label = card.at('body', 'label');
  const { labelDescription, labelUnit } = card.value.envelope.prose;
  return {
    id: 'outcome',
    title: 'Outcome and horizon',
    blocks: [
      ...(labelDescription === '' ? [] : [{ kind: 'paragraph', text: [labelDescription] } as const]),
      {
        kind: 'facts',
        items: [
          { term: 'Label', text: [verbatim(label.at('name'))] },
          ...(labelUnit === undefined ? [] : [{ term: 'Unit', text: [labelUnit] }]),
          { term: 'Window', text: windowText(label.at('window')) },
          ...(label.value.event === null
            ? []
            : [{ term: 'Episodes', text: ['runs of ', verbatim(label.at('event'))] }]),
        ],
      },
    ],
  };
}

/** Which months the outcome is of: `calendar months 1 to 12 after the decision date`. */
export function windowText(window: Cited<LabelFigures['window']>): Text {
  const { fromMonth, toMonth } = window.value;
  const [from, to] = [count(window.at('fromMonth')), count(window.at('toMonth'))];
  if (toMonth === 0) return [worded(window.at('toMonth'), () => 'the calendar month of the decision date')];
  if (fromMonth === toMonth) return ['the calendar month ', from, ' months after the decision date'];
  return ['calendar months ', from, ' to ', to, ' after the decision date'];
}
