import { type Day, startOfMonth } from '../calendar/index.ts';
import {
  type Comparison,
  compareModels,
  compareValues,
  type EventMonth,
  type ValueComparison,
} from '../training/index.ts';
import type { CardBody } from './card-body.ts';
import { outcomesUntil } from './collect-data.ts';
import type { Spell } from './common-card-body.ts';
import type { EventCardBody } from './events/event-card-body.ts';
import type { ValueCardBody } from './values/value-card-body.ts';

/** Models of one label side by side, the champion first. */
export type CardComparison = {
  readonly label: string;
  /** Nobody looked later what became of outcomes; where the cards differ, the earliest. */
  readonly outcomesThrough: Day | null;
} & ((Comparison & { readonly task: 'event' }) | (ValueComparison & { readonly task: 'value' }));

/** Compares cards of models that predict one label, on step (a) of each. The first card is the champion's. */
export function compareCards(cards: readonly CardBody[]): CardComparison {
  const common = { label: labelOf(cards), outcomesThrough: earliestThrough(cards) };
  const events = cards.filter((card) => card.task === 'event');
  if (events.length === cards.length) return { task: 'event', ...common, ...compareEventCards(events) };
  return { task: 'value', ...common, ...compareValueCards(cards.filter((card) => card.task === 'value')) };
}

export function compareEventCards(cards: readonly EventCardBody[]): Comparison {
  const [champion] = cards;
  if (champion === undefined) throw new Error('no card to compare');
  const models = cards.map(({ identity, history, method }) => ({
    name: identity.model,
    predicts: method.predicts,
    predictions: history,
  }));
  return compareModels(models, monthsOf(champion.events), champion.method.spec);
}

export function compareValueCards(cards: readonly ValueCardBody[]): ValueComparison {
  const [champion] = cards;
  if (champion === undefined) throw new Error('no card to compare');
  const models = cards.map(({ identity, history }) => ({ name: identity.model, predictions: history }));
  return compareValues(models, monthsOf(champion.events), champion.method.spec);
}

/** The earliest day through which outcomes are known: cards of one label may be of different runs. */
export function earliestThrough(cards: readonly CardBody[]): Day | null {
  const days = cards.flatMap(({ data }) => outcomesUntil(data) ?? []);
  return days.toSorted()[0] ?? null;
}

/** The one label of all. A label has one kind, so its models have one task. */
export function labelOf(cards: readonly CardBody[]): string {
  const [first] = cards;
  if (first === undefined) throw new Error('no card to compare');
  const other = cards.find(({ label }) => label.name !== first.label.name);
  if (other !== undefined) throw new Error(`${other.identity.model} predicts another label`);
  return first.label.name;
}

/** The months of each spell, and one after it: resampling asks only where spells end. */
function monthsOf(spells: readonly Spell[]): readonly EventMonth[] {
  return spells.flatMap(({ from, to, ...of }) => {
    const months: EventMonth[] = [];
    for (let month = from; month <= to; month = startOfMonth(month, 1)) months.push({ ...of, month, state: 1 });
    return [...months, { ...of, month: startOfMonth(to, 1), state: 0 }];
  });
}
