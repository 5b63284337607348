import type { Section } from '../../block.ts';
import type { Cited } from '../../cited.ts';
import { fixed, worded } from '../../figure.ts';
import type { ComparisonDocument } from '../comparison.ts';
import type { EventComparisonBody } from '../comparison-body.ts';

/** How the models were held against each other, and the command that prints the same. */
export function comparisonMethodSection(document: Cited<ComparisonDocument<EventComparisonBody>>): Section {
  const loss = document.at('body', 'loss');
  const names = document.value.body.models.map(({ model }) => model);
  return {
    id: 'method',
    title: 'How it is compared',
    blocks: [
      {
        kind: 'paragraph',
        text: [
          'Each model walked forward under its own protocol. Scores are over the decision dates on which every ' +
            'one of them ' +
            'has a prediction and a final outcome. Usefulness is of the alarms that each raised, weighed by ' +
            'the loss of the first (',
          worded(loss.at('kind'), (kind) => (kind === 'sarlin' ? 'Sarlin' : 'Alessi and Detken')),
          ', preference ',
          fixed(loss.at('preference'), 2),
          '), also where a model’s own loss is another. A rule states no probability, so it has neither ' +
            'Brier nor log score. ' +
            'Many measures of few episodes: a difference that is shown by one of them is a hint, and no test ' +
            'was adjusted for their number.',
        ],
      },
      { kind: 'code', text: `npx ews model compare ${names.join(' ')}` },
    ],
  };
}
