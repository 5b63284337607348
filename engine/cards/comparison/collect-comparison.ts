import { usefulnessTogether } from '../../training/index.ts';
import type { CardBody, EventCardBody } from '../card-body.ts';
import { compareCards } from '../compare-cards.ts';
import type { ComparedEventModel, EventComparisonBody, QuotedModel } from './comparison-body.ts';

/**
 * Cards of models that predict one label -> the body of their comparison, the same bytes for the same cards. `champion`
 * is the name that the project declares, or null.
 */
export function collectComparison(cards: readonly EventCardBody[], champion: string | null): EventComparisonBody {
  const ordered = inOrder(cards, champion);
  const [first] = ordered;
  if (first === undefined) throw new Error('no card to compare');
  const { label, ...measures } = compareCards(ordered);
  if (label !== first.label.name) throw new Error(`${label} is not the label of ${first.identity.model}`);
  const { loss } = first.method.spec;
  const usefulness = usefulnessTogether(
    ordered.map(({ history, stability, method }) => ({
      predictions: history,
      refits: stability.refits,
      persistence: method.spec.persistence,
    })),
    loss,
  );
  return {
    schema: 'ews.model-comparison/1',
    task: 'event',
    label: first.label,
    champion,
    loss,
    models: ordered.map((card, i) => comparedModel(card, usefulness[i] ?? [])),
    measures,
    events: first.events,
  };
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
