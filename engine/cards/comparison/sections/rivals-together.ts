import type { Section, Text } from '../../block.ts';
import { type Cited, each } from '../../cited.ts';
import { count, fixed, verbatim } from '../../figure.ts';
import { withInterval } from '../../sections/intervals.ts';
import { rivalName } from '../../sections/rivals.ts';
import type { ComparisonDocument } from '../comparison.ts';
import type { EventComparisonBody } from '../comparison-body.ts';

/** What each model's own card says of it beside the simple rivals that it declares, and beside climatology. */
export function rivalsTogetherSection(document: Cited<ComparisonDocument<EventComparisonBody>>): Section | null {
  const models = each(document.at('body', 'models'));
  const rows = models.flatMap((model): readonly (readonly Text[])[] => [
    ...(model.value.brierSkill === null
      ? []
      : [[[verbatim(model.at('model'))], ['climatology'], [], [], [fixed(model.at('brierSkill'))], []]]),
    ...each(model.at('rivals')).map((rival): readonly Text[] => [
      [verbatim(model.at('model'))],
      rivalName(rival),
      [count(rival.at('scored'))],
      withInterval(rival.at('aurocLead')),
      withInterval(rival.at('brierSkill')),
      withInterval(rival.at('usefulnessLead')),
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
            'the tables above. The simplest rival belongs beside a champion too.',
        ],
      },
      {
        kind: 'table',
        caption: 'Leads over the rivals that each model declares',
        columns: [
          { title: 'Model', align: 'text' },
          { title: 'Rival', align: 'text' },
          ...['Scored', 'Lead in AUROC', 'Brier skill', 'Lead in usefulness'].map(
            (title) => ({ title, align: 'number' }) as const,
          ),
        ],
        rows,
      },
    ],
  };
}
