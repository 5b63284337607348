import type { Section } from './block.ts';
import type { Card, EventCard, ValueCard } from './card.ts';
import { Cited } from './cited.ts';
import { challengeSection, isolationSection, reproductionSection } from './sections/accountability.ts';
import { alarmsSection } from './sections/alarms.ts';
import { calibrationSection } from './sections/calibration.ts';
import { coefficientsSection } from './sections/coefficients.ts';
import { columnsSection } from './sections/columns.ts';
import { contributionsSection } from './sections/contributions.ts';
import { dataSection } from './sections/data.ts';
import { driftSection } from './sections/drift.ts';
import { episodesSection } from './sections/episodes.ts';
import { featuresSection } from './sections/features.ts';
import { importanceSection } from './sections/importance.ts';
import { latestSection } from './sections/latest.ts';
import { limitationsSection } from './sections/limitations.ts';
import { methodSection } from './sections/method.ts';
import { panelSection } from './sections/panel.ts';
import { performanceSection } from './sections/performance.ts';
import { promotionSection } from './sections/promotion.ts';
import { outcomeSection, purposeSection } from './sections/purpose.ts';
import { rivalsSection } from './sections/rivals.ts';
import { stabilitySection } from './sections/stability.ts';
import { summarySection } from './sections/summary.ts';
import { tuningSection } from './sections/tuning.ts';
import { validationSection } from './sections/validation.ts';
import { valueLatestSection } from './sections/value/value-latest.ts';
import { valueMethodSection } from './sections/value/value-method.ts';
import { valuePerformanceSection } from './sections/value/value-performance.ts';
import { valueRivalsSection } from './sections/value/value-rivals.ts';
import { valueStabilitySection } from './sections/value/value-stability.ts';
import { valueSummarySection } from './sections/value/value-summary.ts';
import { stalenessWarning } from './staleness.ts';
import { standingNotice } from './standing-notice.ts';

/** A card in reading order, before it is HTML or Markdown. */
export interface CardPage {
  readonly model: string;
  /** Whose numbers these are, where not the run's. */
  readonly standing: string | null;
  readonly warning: string | null;
  readonly sections: readonly Section[];
}

type Sections<C extends Card> = readonly ((card: Cited<C>) => Section | null)[];

const OF_EVENTS: Sections<EventCard> = [
  summarySection,
  latestSection,
  panelSection,
  promotionSection,
  limitationsSection,
  purposeSection,
  outcomeSection,
  performanceSection,
  rivalsSection,
  validationSection,
  episodesSection,
  alarmsSection,
  contributionsSection,
  calibrationSection,
  coefficientsSection,
  importanceSection,
  stabilitySection,
  driftSection,
  dataSection,
  featuresSection,
  columnsSection,
  methodSection,
  tuningSection,
  isolationSection,
  reproductionSection,
  challengeSection,
];

const OF_VALUES: Sections<ValueCard> = [
  valueSummarySection,
  valueLatestSection,
  limitationsSection,
  purposeSection,
  outcomeSection,
  valuePerformanceSection,
  valueRivalsSection,
  valueStabilitySection,
  dataSection,
  featuresSection,
  columnsSection,
  valueMethodSection,
  isolationSection,
  reproductionSection,
  challengeSection,
];

/** Only sections that have something to say are there. */
export function cardPage({ body, envelope }: Card): CardPage {
  const warning = stalenessWarning(body.data, envelope.createdAt);
  return {
    model: body.identity.model,
    warning: warning === null ? null : `${warning.code} ${warning.message}`,
    standing: standingNotice(envelope),
    sections:
      body.task === 'value' ? sectionsOf(OF_VALUES, { body, envelope }) : sectionsOf(OF_EVENTS, { body, envelope }),
  };
}

function sectionsOf<C extends Card>(sections: Sections<C>, card: C): readonly Section[] {
  const cited = new Cited(card);
  return sections.map((section) => section(cited)).filter((section) => section !== null);
}
