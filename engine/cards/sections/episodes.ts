import type { EpisodeOutcome } from '../../training/index.ts';
import type { Section, Text } from '../block.ts';
import type { EventCard } from '../card.ts';
import { type Cited, each } from '../cited.ts';
import { count, month, percent, worded } from '../figure.ts';
import { wordsCell } from './words.ts';

export function episodesSection(card: Cited<EventCard>): Section | null {
  const episodes = card.at('body', 'performance', 'episodes');
  if (episodes.value.length === 0) return null;
  const isPanel = card.value.body.panel !== undefined;
  const window = card.at('body', 'method', 'spec').at('leadWindow');
  return {
    id: 'episodes',
    title: 'Episode by episode',
    blocks: [
      {
        kind: 'paragraph',
        text: [
          'Lead is the number of months from the first alarm to the onset, the month after the peak. An alarm ' +
            'warns when it comes ',
          count(window.at('minMonths')),
          ' to ',
          count(window.at('maxMonths')),
          ' months before; persistence is the share of that window in alarm.',
        ],
      },
      {
        kind: 'table',
        caption: 'Episodes',
        columns: [
          ...(isPanel ? [{ title: 'Key', align: 'text' } as const] : []),
          { title: 'Onset', align: 'text' },
          { title: 'Last month', align: 'number' },
          { title: 'Outcome', align: 'text' },
          { title: 'First alarm', align: 'number' },
          { title: 'Lead, months', align: 'number' },
          { title: 'Persistence', align: 'number' },
          { title: 'Predictions in window', align: 'number' },
        ],
        rows: each(episodes).map((episode) => [
          ...(isPanel ? [wordsCell(episode.value.key)] : []),
          [month(episode.at('onset'))],
          lastMonth(episode),
          [worded(episode.at('outcome'), outcomeWord)],
          [month(episode.at('firstAlarm'))],
          [count(episode.at('leadMonths'))],
          [percent(episode.at('persistence'), 0)],
          [count(episode.at('predictionsInWindow'))],
        ]),
      },
    ],
  };
}

function lastMonth(episode: Cited<EpisodeOutcome>): Text {
  if (episode.value.trough !== null) return [month(episode.at('trough'))];
  return ['known to ', month(episode.at('lastKnown'))];
}

function outcomeWord(outcome: EpisodeOutcome['outcome']): string {
  switch (outcome) {
    case 'warned':
      return 'warned';
    case 'late':
      return 'late';
    case 'missed':
      return 'missed';
    case 'unscored':
      return 'not covered';
    default:
      return outcome satisfies never;
  }
}
