import { type Comparison, compareModels, type EventMonth } from '../training/index.ts';
import { addMonths } from './calendar-month.ts';
import type { EventCardBody, Spell } from './card-body.ts';

/** Models of one label side by side, the champion first. */
export interface CardComparison extends Comparison {
  readonly label: string;
}

/** Compares cards of models that predict one label, on step (a) of each. The first card is the champion's. */
export function compareCards(cards: readonly EventCardBody[]): CardComparison {
  const [champion] = cards;
  if (champion === undefined) throw new Error('no card to compare');
  const other = cards.find(({ label }) => label.name !== champion.label.name);
  if (other !== undefined) throw new Error(`${other.identity.model} predicts another label`);
  const models = cards.map(({ identity, history, method }) => ({
    name: identity.model,
    predicts: method.predicts,
    predictions: history,
  }));
  return {
    label: champion.label.name,
    ...compareModels(models, monthsOf(champion.events), champion.method.spec),
  };
}

/** The months of each spell, and one after it: resampling asks only where spells end. */
function monthsOf(spells: readonly Spell[]): readonly EventMonth[] {
  return spells.flatMap(({ from, to }) => {
    const months: EventMonth[] = [];
    for (let month = from; month <= to; month = addMonths(month, 1)) months.push({ month, state: 1 });
    return [...months, { month: addMonths(to, 1), state: 0 }];
  });
}
