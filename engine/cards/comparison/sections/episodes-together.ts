import type { Day } from '../../../calendar/index.ts';
import type { EpisodeOutcome } from '../../../training/index.ts';
import type { Section, Text } from '../../block.ts';
import { type Cited, each } from '../../cited.ts';
import { count, month, worded } from '../../figure.ts';
import type { ComparisonDocument } from '../comparison.ts';
import type { ComparedEventModel, EventComparisonBody } from '../comparison-body.ts';

/** How each model met each episode, within the lead window that it declares. */
export function episodesTogetherSection(document: Cited<ComparisonDocument<EventComparisonBody>>): Section | null {
  const models = each(document.at('body', 'models'));
  const onsets = [...new Set(models.flatMap(({ value }) => value.episodes.map(({ onset }) => onset)))].toSorted();
  if (onsets.length === 0) return null;
  return {
    id: 'episodes',
    title: 'Episode by episode',
    blocks: [
      {
        kind: 'paragraph',
        text: [
          'Months from a model’s first alarm to the onset, the month after the peak, within the lead window ' +
            'of its own ' +
            'definition: negative, or late, where the alarm came afterwards or too shortly before.',
        ],
      },
      {
        kind: 'table',
        caption: 'Months of warning by episode',
        columns: [
          { title: 'Onset', align: 'text' },
          ...models.map(({ value }) => ({ title: value.model, align: 'number' }) as const),
        ],
        rows: onsets.map((onset) => [onsetText(models, onset), ...models.map((model) => metBy(model, onset))]),
      },
    ],
  };
}

function onsetText(models: readonly Cited<ComparedEventModel>[], onset: Day): Text {
  const episode = models.flatMap((model) => episodeOf(model, onset) ?? [])[0];
  return episode === undefined ? [] : [month(episode.at('onset'))];
}

function metBy(model: Cited<ComparedEventModel>, onset: Day): Text {
  const episode = episodeOf(model, onset);
  if (episode === undefined) return [];
  const { outcome, leadMonths } = episode.value;
  if (leadMonths === null) return [worded(episode.at('outcome'), outcomeWord)];
  const lead = count(episode.at('leadMonths'));
  return outcome === 'warned' ? [lead] : [lead, ', ', worded(episode.at('outcome'), outcomeWord)];
}

function episodeOf(model: Cited<ComparedEventModel>, onset: Day): Cited<EpisodeOutcome> | undefined {
  return each(model.at('episodes')).find(({ value }) => value.onset === onset);
}

function outcomeWord(outcome: EpisodeOutcome['outcome']): string {
  return outcome === 'unscored' ? 'not covered' : outcome;
}
