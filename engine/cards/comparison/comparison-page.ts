import type { Section } from '../block.ts';
import { Cited } from '../cited.ts';
import { stalenessWarning } from '../staleness.ts';
import { standingNotice } from '../standing-notice.ts';
import type { ComparisonDocument } from './comparison.ts';
import type { ComparisonBody, EventComparisonBody, ValueComparisonBody } from './comparison-body.ts';
import { comparedModelsSection } from './sections/compared-models.ts';
import { comparisonMethodSection } from './sections/comparison-method.ts';
import { differencesSection } from './sections/differences.ts';
import { episodesTogetherSection } from './sections/episodes-together.ts';
import { historiesSection } from './sections/histories.ts';
import { rivalsTogetherSection } from './sections/rivals-together.ts';
import { usefulnessTogetherSection } from './sections/usefulness-together.ts';
import { comparedValuesSection } from './sections/value/compared-values.ts';
import { valueComparisonMethodSection } from './sections/value/value-comparison-method.ts';
import { valueHistoriesSection } from './sections/value/value-histories.ts';
import { valueRivalsTogetherSection } from './sections/value/value-rivals-together.ts';

/** A comparison in reading order, before it is HTML or Markdown. */
export interface ComparisonPage {
  readonly title: string;
  readonly description: string;
  /** Whose numbers these are, where not the run's. */
  readonly standing: string | null;
  readonly warning: string | null;
  readonly sections: readonly Section[];
}

type Sections<B extends ComparisonBody> = readonly ((of: Cited<ComparisonDocument<B>>) => Section | null)[];

const OF_EVENTS: Sections<EventComparisonBody> = [
  differencesSection,
  historiesSection,
  usefulnessTogetherSection,
  episodesTogetherSection,
  rivalsTogetherSection,
  comparedModelsSection,
  comparisonMethodSection,
];

const OF_VALUES: Sections<ValueComparisonBody> = [
  differencesSection,
  valueHistoriesSection,
  valueRivalsTogetherSection,
  comparedValuesSection,
  valueComparisonMethodSection,
];

/** Only sections that have something to say are there. */
export function comparisonPage(document: ComparisonDocument): ComparisonPage {
  const { body, envelope } = document;
  const newest = body.models.flatMap(({ newestDate }) => (newestDate === null ? [] : [newestDate])).toSorted();
  const warning = stalenessWarning({ newestDate: newest[0] ?? null }, envelope.createdAt);
  return {
    title: body.label.name,
    description: envelope.prose.labelDescription,
    warning: warning === null ? null : `${warning.code} ${warning.message}`,
    standing: standingNotice(envelope),
    sections:
      body.task === 'event' ? sectionsOf(OF_EVENTS, { body, envelope }) : sectionsOf(OF_VALUES, { body, envelope }),
  };
}

function sectionsOf<B extends ComparisonBody>(
  sections: Sections<B>,
  document: ComparisonDocument<B>,
): readonly Section[] {
  const cited = new Cited(document);
  return sections.map((section) => section(cited)).filter((section) => section !== null);
}
