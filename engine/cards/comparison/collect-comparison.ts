import { usefulnessTogether } from '../../training/index.ts';
import type { CardBody } from '../card-body.ts';
import { compareEventCards, compareValueCards, earliestThrough, labelOf } from '../compare-cards.ts';
import type { EventCardBody } from '../events/event-card-body.ts';
import type { ValueCardBody } from '../values/value-card-body.ts';
import type {
  ComparedEventModel,
  ComparedValueModel,
  ComparisonBody,
  EventComparisonBody,
  QuotedModel,
} from './comparison-body.ts';

/**
 * Cards of models that predict one label -> the body of their comparison, the same bytes for the same cards. `champion`
 * is the name that the project declares, or null.
 */
export function collectComparison(cards: readonly EventCardBody[], champion: string | null): EventComparisonBody;
export function collectComparison(cards: readonly CardBody[], champion: string | null): ComparisonBody;
export function collectComparison(cards: readonly CardBody[], champion: string | null): ComparisonBody {
  const ordered = inOrder(cards, champion);
  labelOf(ordered);
  const events = ordered.filter((card) => card.task === 'event');
  if (events.length === cards.length) return ofEvents(events, champion);
  const values = ordered.filter((card) => card.task === 'value');
  return {
    ...common(values, champion),
    task: 'value',
    models: values.map(comparedValueModel),
    measures: compareValueCards(values),
  };
}

function ofEvents(cards: readonly EventCardBody[], champion: string | null): EventComparisonBody {
  const [first] = cards;
  if (first === undefined) throw new Error('no card to compare');
  const { loss } = first.method.spec;
  const usefulness = usefulnessTogether(
    cards.map(({ history, stability, method }) => ({
      predictions: history,
      refits: stability.refits,
      persistence: method.spec.persistence,
    })),
    loss,
  );
  return {
    ...common(cards, champion),
    task: 'event',
    loss,
    models: cards.map((card, i) => comparedModel(card, usefulness[i] ?? [])),
    measures: compareEventCards(cards),
  };
}

function common(cards: readonly CardBody[], champion: string | null) {
  const [first] = cards;
  if (first === undefined) throw new Error('no card to compare');
  const { label, events } = first;
  const through = earliestThrough(cards);
  const known = through === null ? {} : { outcomesThrough: through };
  return { schema: 'ews.model-comparison/1', label, ...known, champion, events } as const;
}

/** The champion first, the others by name. */
function inOrder<Card extends CardBody>(cards: readonly Card[], champion: string | null): readonly Card[] {
  const byName = cards.toSorted((a, b) => (a.identity.model < b.identity.model ? -1 : 1));
  const isChampion = ({ identity }: Card): boolean => identity.model === champion;
  return [...byName.filter(isChampion), ...byName.filter((card) => !isChampion(card))];
}

function quoted({ identity, method, features, data }: CardBody): QuotedModel {
  return {
    model: identity.model,
    version: identity.version,
    estimator: method.spec.estimator.kind,
    features: features.length,
    refits: method.refits,
    basis: data.basis,
    newestDate: data.newestDate,
  };
}

function comparedModel(card: EventCardBody, usefulness: ComparedEventModel['usefulness']): ComparedEventModel {
  const { method, promotion, rivals, performance, latest, history } = card;
  const step = performance.steps.find(({ id }) => id === 'real_time');
  return {
    ...quoted(card),
    predicts: method.predicts,
    loss: method.spec.loss,
    persistence: method.spec.persistence,
    fit: promotion.fit,
    brierSkill: step?.kind === 'measured' ? (step.measures.probability?.brierSkill.value ?? null) : null,
    rivals,
    episodes: performance.episodes,
    usefulness,
    latest: latest?.prediction ?? null,
    history: history.map(({ asOf, probability, threshold, alarm }) => ({ asOf, probability, threshold, alarm })),
  };
}

function comparedValueModel(card: ValueCardBody): ComparedValueModel {
  const step = card.performance.steps.find(({ id }) => id === 'real_time');
  return {
    ...quoted(card),
    skill: step?.kind === 'measured' ? step.measures.skill.value : null,
    rivals: card.rivals,
    latest: card.latest?.prediction ?? null,
    history: card.history.map(({ asOf, prediction, baseline, y }) => ({ asOf, prediction, baseline, y })),
  };
}
