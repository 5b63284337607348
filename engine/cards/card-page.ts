import type { Section } from './block.ts';
import type { Card } from './card.ts';
import { Cited } from './cited.ts';
import { challengeSection, isolationSection, reproductionSection } from './sections/accountability.ts';
import { alarmsSection } from './sections/alarms.ts';
import { calibrationSection } from './sections/calibration.ts';
import { coefficientsSection } from './sections/coefficients.ts';
import { dataSection } from './sections/data.ts';
import { driftSection } from './sections/drift.ts';
import { episodesSection } from './sections/episodes.ts';
import { featuresSection } from './sections/features.ts';
import { importanceSection } from './sections/importance.ts';
import { latestSection } from './sections/latest.ts';
import { limitationsSection } from './sections/limitations.ts';
import { methodSection } from './sections/method.ts';
import { performanceSection } from './sections/performance.ts';
import { promotionSection } from './sections/promotion.ts';
import { outcomeSection, purposeSection } from './sections/purpose.ts';
import { stabilitySection } from './sections/stability.ts';
import { tuningSection } from './sections/tuning.ts';
import { stalenessWarning } from './staleness.ts';

/** A card in reading order, before it is HTML or Markdown. */
export interface CardPage {
  readonly model: string;
  readonly description: string;
  readonly warning: string | null;
  readonly sections: readonly Section[];
}

const SECTIONS: readonly ((card: Cited<Card>) => Section | null)[] = [
  latestSection,
  promotionSection,
  limitationsSection,
  purposeSection,
  outcomeSection,
  performanceSection,
  episodesSection,
  alarmsSection,
  calibrationSection,
  coefficientsSection,
  importanceSection,
  stabilitySection,
  driftSection,
  dataSection,
  featuresSection,
  methodSection,
  tuningSection,
  isolationSection,
  reproductionSection,
  challengeSection,
];

/** Only sections that have something to say are there. */
export function cardPage(card: Card): CardPage {
  const cited = new Cited(card);
  const warning = stalenessWarning(card.body.data, card.envelope.createdAt);
  return {
    model: card.body.identity.model,
    description: card.envelope.prose.description,
    warning: warning === null ? null : `${warning.code} ${warning.message}`,
    sections: SECTIONS.map((section) => section(cited)).filter((section) => section !== null),
  };
}
