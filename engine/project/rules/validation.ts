import type { Problem } from '../../diagnostics/index.ts';
import { estimatorOf } from '../../training/estimators/index.ts';
import type { LabelDefinition } from '../definitions.ts';
import { problemAtValue, type Sketch } from './rule.ts';

/** Keys are the label's, episodes those of its event; years there always are. */
export function* validationsHaveTheirGroups({ models, labels }: Sketch): Iterable<Problem> {
  const byName = new Map(labels.map(({ definition }) => [definition.name, definition]));
  for (const model of models) {
    const { validate, label: name } = model.definition;
    const label = byName.get(name);
    if (validate === undefined || label === undefined) continue;
    const lacks = LACKS[validate.by](label);
    if (lacks === null) continue;
    const message = `a validation by ${validate.by} needs ${lacks.what}, and label "${name}" has none`;
    yield problemAtValue(model, ['validate', 'by'], { code: 'EWS1021', message, hint: lacks.hint });
  }
}

interface Lack {
  readonly what: string;
  readonly hint: string;
}

const LACKS: Readonly<Record<'key' | 'episode' | 'year', (label: LabelDefinition) => Lack | null>> = {
  key: ({ keys, event }) => {
    const others = event === undefined ? 'year' : 'episode or year';
    return keys.length > 0 ? null : { what: 'keys', hint: `write by: ${others}, or give label and features keys` };
  },
  episode: ({ event }) =>
    event === undefined ? { what: 'an event', hint: 'write by: year, or give the label an event: group.column' } : null,
  year: () => null,
};

/** Its measure is whether probabilities of events that were learnt rank what was held out. */
export function* validationsAreOfLearntProbabilities({ models }: Sketch): Iterable<Problem> {
  for (const model of models) {
    const { validate, estimator } = model.definition;
    const { predicts } = estimatorOf(estimator.kind);
    if (validate === undefined || predicts === 'probability') continue;
    const message = `${estimator.kind} ${WHY_NOT[predicts]}`;
    yield problemAtValue(model, ['validate'], { code: 'EWS1022', message, hint: 'remove validate' });
  }
}

const WHY_NOT = {
  value: 'predicts a value: held-out groups are ranked by the probability of an event',
  alarm: 'is a published rule: nothing is fitted, so that nothing can be held out',
  base_rate: 'is the base rate, which ranks nothing',
} as const;
