import { type Day, startOfMonth } from '../calendar/index.ts';
import type { ModelSpec } from '../training/index.ts';
import type { CardInput } from './card-input.ts';
import { dataFigures } from './collect-data.ts';
import { featureFigures } from './collect-features.ts';
import type { CommonBody, OutcomeMonths } from './common-card-body.ts';
import { engineLimitations } from './engine-limitations.ts';
import { eventSpells } from './event-spells.ts';

/** What every card has, whatever its model predicts. */
export function commonBody(input: CardInput): CommonBody {
  return {
    schema: 'ews.model-card/1',
    identity: input.identity,
    label: { ...input.label, window: input.spec.window },
    data: dataFigures(input),
    features: featureFigures(input),
    events: eventSpells(input.events),
    limitations: engineLimitations(input),
    reproduction: input.reproduction,
  };
}

export function outcomeMonths(asOf: Day, window: ModelSpec['window']): OutcomeMonths {
  return { from: startOfMonth(asOf, window.fromMonth), to: startOfMonth(asOf, window.toMonth) };
}
