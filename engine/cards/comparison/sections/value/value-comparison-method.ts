import type { Section } from '../../../block.ts';
import type { Cited } from '../../../cited.ts';
import { errorUnitWords, labelUnitOf } from '../../../sections/units.ts';
import type { ComparisonDocument } from '../../comparison.ts';
import type { ValueComparisonBody } from '../../comparison-body.ts';

/** How the models were held against each other, and the command that prints the same. */
export function valueComparisonMethodSection(document: Cited<ComparisonDocument<ValueComparisonBody>>): Section {
  const names = document.value.body.models.map(({ model }) => model);
  return {
    id: 'method',
    title: 'How it is compared',
    blocks: [
      {
        kind: 'paragraph',
        text: [
          'Each model walked forward under its own protocol. Errors are prediction less outcome, in ' +
            `${errorUnitWords(labelUnitOf(document))}, over the decision dates on which every one of them has a ` +
            'prediction and a final outcome. ' +
            'Several measures of few episodes: a difference that is shown by one of them is a hint, and no test was ' +
            'adjusted for their number.',
        ],
      },
      { kind: 'code', text: `npx ews model compare ${names.join(' ')}` },
    ],
  };
}
