import type { Section } from '../block.ts';
import type { Card } from '../card.ts';
import type { Cited } from '../cited.ts';
import { count, verbatim, worded } from '../figure.ts';

export function purposeSection(card: Cited<Card>): Section | null {
  const { prose } = card.value.envelope;
  const items = [
    { term: 'Intended use', text: prose.intendedUse },
    { term: 'Intended users', text: prose.intendedUsers.join(', ') },
    { term: 'Materiality', text: prose.materiality },
    { term: 'Owner', text: prose.owner ?? '' },
  ].filter(({ text }) => text !== '');
  return items.length === 0
    ? null
    : {
        id: 'purpose',
        title: 'Purpose',
        blocks: [{ kind: 'facts', items: items.map(({ term, text }) => ({ term, text: [text] })) }],
      };
}

export function outcomeSection(card: Cited<Card>): Section {
  const label = card.at('body', 'label');
  const { labelDescription } = card.value.envelope.prose;
  const { fromMonth, toMonth } = label.value.window;
  const window = label.at('window');
  const months =
    toMonth === 0
      ? [worded(window.at('toMonth'), () => 'the calendar month of the decision date')]
      : fromMonth === toMonth
        ? ['the calendar month ', count(window.at('fromMonth')), ' months after the decision date']
        : [
            'calendar months ',
            count(window.at('fromMonth')),
            ' to ',
            count(window.at('toMonth')),
            ' after the decision date',
          ];
  return {
    id: 'outcome',
    title: 'Outcome and horizon',
    blocks: [
      ...(labelDescription === '' ? [] : [{ kind: 'paragraph', text: [labelDescription] } as const]),
      {
        kind: 'facts',
        items: [
          { term: 'Label', text: [verbatim(label.at('name'))] },
          { term: 'Window', text: months },
          ...(label.value.event === null
            ? []
            : [{ term: 'Episodes', text: ['runs of ', verbatim(label.at('event'))] }]),
        ],
      },
    ],
  };
}
