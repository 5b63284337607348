import type { Section } from '../block.ts';
import type { EventCard } from '../card.ts';
import { type Cited, each } from '../cited.ts';
import { count, day, fixed } from '../figure.ts';

export function driftSection(card: Cited<EventCard>): Section | null {
  const drift = card.at('body', 'drift').present();
  if (drift === null || drift.value.features.length === 0) return null;
  return {
    id: 'drift',
    title: 'Drift of the inputs',
    blocks: [
      {
        kind: 'paragraph',
        text: [
          'The decision dates from ',
          day(drift.at('recent', 'from')),
          ' to ',
          day(drift.at('recent', 'to')),
          ', which the model in use was not trained on, against its training rows from ',
          day(drift.at('training', 'from')),
          ' to ',
          day(drift.at('training', 'to')),
          '. Neighbouring months resemble each other, so a short stretch looks shifted more easily than chance alone ' +
            'would have it: read this as a question, not as a test.',
        ],
      },
      {
        kind: 'table',
        caption: 'Recent values of each feature against the training rows',
        columns: [
          { title: 'Feature', align: 'text' },
          { title: 'Recent values', align: 'number' },
          { title: 'Outside the training range', align: 'number' },
          { title: 'Stability index (PSI)', align: 'number' },
          { title: 'PSI by chance', align: 'number' },
          { title: 'Kolmogorov-Smirnov', align: 'number' },
        ],
        rows: each(drift.at('features')).map((one) => [
          [one.value.feature],
          [count(one.at('recentRows'))],
          [count(one.at('outsideRange'))],
          [fixed(one.at('psi'))],
          [fixed(one.at('psiByChance'))],
          [fixed(one.at('ks'))],
        ]),
      },
    ],
  };
}
