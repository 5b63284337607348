import type { Calibration, CalibrationChoice } from '../../training/index.ts';
import type { Block, Text } from '../block.ts';
import type { EventCard } from '../card.ts';
import { byTag, type Cited, each } from '../cited.ts';
import type { NotCalibrated } from '../engine-limitation.ts';
import { count, measured, percent, worded } from '../figure.ts';

type Method<Name extends Calibration['method']> = Extract<Calibration, { readonly method: Name }>;

/** What the model in use does to its raw probabilities, and what that was learnt from. */
export function calibrationMethod(card: Cited<EventCard>): readonly Block[] {
  const inUse = card.at('body', 'method', 'inUse').present();
  if (!inUse) return [];
  return byTag<Calibration, 'method', readonly Block[]>(inUse.at('calibration'), 'method', {
    none: (none) => [{ kind: 'paragraph', text: noneText(card, none) }],
    platt: (platt) => [{ kind: 'paragraph', text: plattText(card, platt) }],
    isotonic: (isotonic) => isotonicBlocks(card, isotonic),
  });
}

function plattText(card: Cited<EventCard>, platt: Cited<Method<'platt'>>): Text {
  return [
    'The model in use is calibrated by Platt scaling: its log-odds are ',
    measured(platt.at('intercept')),
    ' + ',
    measured(platt.at('slope')),
    ' × the log-odds of the raw probability, ',
    ...evidence(platt),
    ...chosen(card),
  ];
}

function isotonicBlocks(card: Cited<EventCard>, isotonic: Cited<Method<'isotonic'>>): readonly Block[] {
  const knots = isotonic.at('knots');
  return [
    {
      kind: 'paragraph',
      text: [
        `The model in use is calibrated by isotonic regression, linear between ${knots.value.length} knots, `,
        ...evidence(isotonic),
        ...chosen(card),
      ],
    },
    {
      kind: 'table',
      caption: 'Knots of the isotonic regression',
      columns: [
        { title: 'Raw probability', align: 'number' },
        { title: 'Calibrated', align: 'number' },
      ],
      rows: each(knots).map((knot) => [[percent(knot.at('raw'))], [percent(knot.at('probability'))]]),
      folded: true,
    },
  ];
}

function noneText(card: Cited<EventCard>, none: Cited<Method<'none'>>): Text {
  const { reason } = none.value;
  return [
    worded(none.at('reason'), (why) => `The model in use gives its raw probabilities: ${whyNotCalibrated(why)}`),
    '. ',
    ...(reason === 'declared' || reason === 'base_rate' ? [] : evidence(none, 'At its cut-off there were ')),
    ...chosen(card),
  ];
}

/** Why raw probabilities were left as they are, in the middle of a sentence. */
export function whyNotCalibrated(reason: NotCalibrated): string {
  switch (reason) {
    case 'declared':
      return 'its definition asks for no calibration';
    case 'no_probability':
      return 'it gives none';
    case 'base_rate':
      return 'they are a base rate';
    case 'few_episodes':
      return 'too few episodes were known for calibration';
    case 'one_class':
      return 'the outcomes known were all alike';
    case 'not_rising':
      return 'events were not more frequent where it gave a higher probability, so calibration would undo the ranking';
    case 'not_converged':
      return 'the fit of the calibration did not converge';
    default:
      return reason satisfies never;
  }
}

function evidence(calibration: Cited<Calibration>, lead = 'learnt from '): Text {
  return [
    lead,
    count(calibration.at('pairs')),
    ' predictions of earlier refits whose outcome was known at its cut-off, ',
    count(calibration.at('positives')),
    ' of them positive, in ',
    count(calibration.at('episodes')),
    ' episodes. ',
  ];
}

function chosen(card: Cited<EventCard>): Text {
  const choice = card.at('body', 'method', 'spec').at('calibration').present();
  return choice === null ? [] : ['Declared: ', worded(choice, ruleOf), '. The table of refits shows what each had.'];
}

function ruleOf(choice: CalibrationChoice): string {
  switch (choice) {
    case 'auto':
      return 'auto, which is Platt scaling from 5 known episodes, isotonic regression from 15, else none';
    case 'platt':
      return 'Platt scaling, from 5 known episodes';
    case 'isotonic':
      return 'isotonic regression, from 15 known episodes';
    case 'none':
      return 'none';
    default:
      return choice satisfies never;
  }
}
