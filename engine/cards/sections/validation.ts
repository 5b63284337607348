import type { ValidationFold } from '../../training/index.ts';
import type { Block, Section, Text } from '../block.ts';
import type { EventCard } from '../card.ts';
import { type Cited, each } from '../cited.ts';
import type { ValidationFigures } from '../events/event-card-body.ts';
import { count, day, fixed, percent, worded } from '../figure.ts';

/** What the model says of groups that were held out, with what that does not show. */
export function validationSection(card: Cited<EventCard>): Section | null {
  const validation = card.at('body', 'validation').present();
  if (validation === null) return null;
  return {
    id: 'validation',
    title: 'Held-out groups',
    blocks: [
      { kind: 'notice', tone: 'note', text: [CAVEAT] },
      { kind: 'paragraph', text: method(validation) },
      { kind: 'facts', items: [...areas(validation), ...oneClass(validation)] },
      foldTable(validation),
    ],
  };
}

const CAVEAT =
  'Trained also on what came later: shows whether the pattern carries over to other keys or episodes, not what could ' +
  'have been known; keys of one date share shocks.';

const GROUPS = { key: 'keys', episode: 'episodes, each with the calm before it,', year: 'years' } as const;

function method(validation: Cited<ValidationFigures>): Text {
  const { parts } = validation.value;
  const left = parts.some(({ overlapping }) => overlapping > 0) || validation.value.by !== 'key';
  return [
    count(validation.at('groups')),
    ' ',
    worded(validation.at('by'), (by) => GROUPS[by]),
    ' were dealt whole to ',
    count(validation.at('folds')),
    ' folds by seed ',
    worded(validation.at('seed'), String),
    '. Each fold is predicted by a fit on the others',
    left ? ', without the rows whose outcome window overlaps one that is held out' : '',
    '. Features are as they were known on their date, labels as they are known on ',
    day(validation.at('labelsThrough')),
    `, parameters those of the refit of `,
    day(validation.at('cutoff')),
    `; probabilities are not calibrated.`,
  ];
}

function areas(validation: Cited<ValidationFigures>) {
  const interval = validation.at('auroc').at('interval').present();
  return [
    {
      term: 'AUROC of all rows held out',
      text: [
        fixed(validation.at('auroc').at('value')),
        ...(interval === null
          ? []
          : [
              ' [',
              fixed(interval.at('low')),
              ', ',
              fixed(interval.at('high')),
              '], ',
              percent(interval.at('level'), 0),
              ' from drawing the groups, ',
              count(interval.at('episodes')),
              ' of them',
            ]),
        '; on ',
        count(validation.at('scored')),
        ' of ',
        count(validation.at('rows')),
        ' rows. It mixes the base rates of the folds.',
      ],
    },
    {
      term: 'Mean of the folds’ own',
      text: [fixed(validation.at('meanAuroc')), ...ownCount(validation)],
    },
  ];
}

function ownCount({ value }: Cited<ValidationFigures>): Text {
  const own = value.parts.filter(({ auroc }) => auroc !== null).length;
  return [`, of ${own} of ${value.parts.length} folds`];
}

/** Folds without an AUROC of their own are counted, and named with the reason. */
function oneClass({ value }: Cited<ValidationFigures>) {
  const those = value.parts.filter(({ without }) => without !== null);
  if (those.length === 0) return [];
  const named = those.map(({ number, groups, without }) => `fold ${number} (${groups.join(', ')}): ${words(without)}`);
  return [{ term: 'Without one', text: [`${those.length}: ${named.join('; ')}`] }];
}

function words(without: ValidationFold['without']): string {
  return without === null ? '' : WITHOUT[without];
}

const WITHOUT: Readonly<Record<NonNullable<ValidationFold['without']>, string>> = {
  one_class_held_out: 'its rows have one class only',
  one_class_trained_on: 'the rows that are left to train on have one class only, so nothing is predicted',
  nothing_predicted: 'none of its rows can be predicted',
};

function foldTable(validation: Cited<ValidationFigures>): Block {
  return {
    kind: 'table',
    caption: 'Every fold',
    columns: [
      { title: 'Fold', align: 'number' },
      { title: 'Holds out', align: 'text' },
      ...['Rows', 'Positive', 'Trained on', 'Positive', 'Overlapping', 'AUROC'].map(
        (title) => ({ title, align: 'number' }) as const,
      ),
    ],
    rows: each(validation.at('parts')).map((part) => [
      [count(part.at('number'))],
      [part.value.groups.join(', ')],
      [count(part.at('rows'))],
      [count(part.at('positives'))],
      [count(part.at('trained'))],
      [count(part.at('trainedPositives'))],
      [count(part.at('overlapping'))],
      [fixed(part.at('auroc'))],
    ]),
  };
}
