import type { Section, Text } from '../../../block.ts';
import { type Cited, each } from '../../../cited.ts';
import { count, day, digest, measured, verbatim, withUnit, worded } from '../../../figure.ts';
import { labelUnitOf } from '../../../sections/units.ts';
import { basisSentence } from '../../../wording.ts';
import type { ComparisonDocument } from '../../comparison.ts';
import type { ComparedValueModel, ValueComparisonBody } from '../../comparison-body.ts';
import { modelWords } from '../model-words.ts';

/** What is compared: which version of each model, and what it says now. */
export function comparedValuesSection(document: Cited<ComparisonDocument<ValueComparisonBody>>): Section {
  const models = each(document.at('body', 'models'));
  const bases = [...new Set(models.map(({ value }) => value.basis))];
  return {
    id: 'models',
    title: 'What is compared',
    blocks: [
      {
        kind: 'table',
        caption: 'The models, by version',
        columns: [
          { title: 'Model', align: 'text' },
          { title: 'Estimator', align: 'text' },
          { title: 'Features', align: 'number' },
          { title: 'Refits', align: 'number' },
          { title: 'Newest', align: 'number' },
          { title: 'Version', align: 'text' },
        ],
        rows: models.map((model) => [
          [verbatim(model.at('model'))],
          [worded(model.at('estimator'), (kind) => kind.replaceAll('_', ' '))],
          [count(model.at('features'))],
          [count(model.at('refits'))],
          newest(model, labelUnitOf(document)),
          [digest(model.at('version'))],
        ]),
      },
      ...modelWords(document.value),
      { kind: 'list', items: bases.map((basis) => [basisSentence(basis)]) },
    ],
  };
}

function newest(model: Cited<ComparedValueModel>, unit: string | null): Text {
  const latest = model.at('latest').present();
  if (latest === null) return ['nothing predicted'];
  return [...withUnit(measured(latest.at('prediction')), unit), ', ', day(latest.at('asOf'))];
}
