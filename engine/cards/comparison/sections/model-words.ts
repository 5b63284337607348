import type { Block, Fact } from '../../block.ts';
import type { ComparisonDocument } from '../comparison.ts';

/** What the definitions say of the models, in the order of the comparison; nothing for one that has no words. */
export function modelWords({ body, envelope }: ComparisonDocument): readonly Block[] {
  const items = body.models.flatMap(({ model }): readonly Fact[] => {
    const words = envelope.prose.models[model];
    if (words === undefined) return [];
    return [{ term: model, text: [words.description, ...(words.owner === null ? [] : [` · owner ${words.owner}`])] }];
  });
  return items.length === 0 ? [] : [{ kind: 'facts', items }];
}
