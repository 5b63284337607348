import { unitOfDifference } from '../../../../figures/index.ts';
import type { Section, Text } from '../../../block.ts';
import { type Cited, each } from '../../../cited.ts';
import { count, fixed, verbatim } from '../../../figure.ts';
import { withInterval } from '../../../sections/intervals.ts';
import { labelUnitOf, titleWithUnit } from '../../../sections/units.ts';
import type { ComparisonDocument } from '../../comparison.ts';
import type { ValueComparisonBody } from '../../comparison-body.ts';

/** What each model's own card says of it beside the mean known then, and beside what it was last. */
export function valueRivalsTogetherSection(document: Cited<ComparisonDocument<ValueComparisonBody>>): Section | null {
  const models = each(document.at('body', 'models'));
  const unit = unitOfDifference(labelUnitOf(document));
  const rows = models.flatMap((model): readonly (readonly Text[])[] => [
    ...(model.value.skill === null
      ? []
      : [[[verbatim(model.at('model'))], ['the mean known then'], [], [], [fixed(model.at('skill'))]]]),
    ...each(model.at('rivals')).map((rival): readonly Text[] => [
      [verbatim(model.at('model'))],
      [`persistence of ${rival.value.feature}`],
      [count(rival.at('scored'))],
      [fixed(rival.at('rmse'))],
      withInterval(rival.at('skill')),
    ]),
  ]);
  if (rows.length === 0) return null;
  return {
    id: 'rivals',
    title: 'Each beside its simple rivals',
    blocks: [
      {
        kind: 'paragraph',
        text: [
          'As the models’ own cards have it: on the dates that a model and its rival both score, which are ' +
            'not those of ' +
            'the table above. The skill is 1 − MSE / MSE of the rival.',
        ],
      },
      {
        kind: 'table',
        caption: 'Skill against the rivals that each model declares',
        columns: [
          { title: 'Model', align: 'text' },
          { title: 'Rival', align: 'text' },
          ...['Scored', titleWithUnit('Its RMSE', unit), 'Skill against it'].map(
            (title) => ({ title, align: 'number' }) as const,
          ),
        ],
        rows,
      },
    ],
  };
}
