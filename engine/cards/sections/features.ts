import type { Section } from '../block.ts';
import type { Card } from '../card.ts';
import { type Cited, each } from '../cited.ts';
import { count, measured, percent } from '../figure.ts';
import { wordsCell } from './words.ts';

export function featuresSection(card: Cited<Card>): Section | null {
  const features = each(card.at('body', 'features'));
  const prose = new Map(card.value.envelope.prose.features.map((one) => [one.name, one]));
  if (features.length === 0) return null;
  return {
    id: 'features',
    title: 'Features',
    blocks: [
      {
        kind: 'table',
        caption: 'Features, and how complete, old and wide they are over all decision dates',
        columns: [
          { title: 'Feature', align: 'text' },
          { title: 'What it is', align: 'text' },
          { title: 'Series', align: 'text' },
          { title: 'Missing', align: 'number' },
          { title: 'Median age, days', align: 'number' },
          { title: 'Oldest', align: 'number' },
          { title: 'Unit', align: 'text' },
          { title: 'Minimum', align: 'number' },
          { title: 'Median', align: 'number' },
          { title: 'Maximum', align: 'number' },
        ],
        rows: features.map((one) => {
          const words = prose.get(one.value.name);
          const about = [words?.description, words?.owner ? `owner ${words.owner}` : null];
          return [
            [one.value.name],
            [about.filter((part) => part !== null && part !== undefined && part !== '').join(' · ')],
            [one.value.series.join(', ')],
            [percent(one.at('missingShare'))],
            [count(one.at('medianAgeDays'))],
            [count(one.at('maximumAgeDays'))],
            wordsCell(words?.unit ?? undefined),
            ...(['minimum', 'median', 'maximum'] as const).map((key) => [measured(one.at(key))]),
          ];
        }),
      },
    ],
  };
}
