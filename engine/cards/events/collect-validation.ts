import type { EventCardInput } from '../card-input.ts';
import type { ValidationFigures } from './event-card-body.ts';

/** What a validation found, to be spread; nothing of a model without one. */
export function validationFigures({ validation }: Pick<EventCardInput, 'validation'>): {
  readonly validation?: ValidationFigures;
} {
  if (validation === undefined) return {};
  const { predictions: _, ...figures } = validation;
  return { validation: figures };
}
