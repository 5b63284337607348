import { unitOfDifference } from '../../../figures/index.ts';
import type { ValueMeasures } from '../../../training/index.ts';
import type { Section, Table, Text } from '../../block.ts';
import type { ValueCard } from '../../card.ts';
import { type Cited, each } from '../../cited.ts';
import { count, fixed } from '../../figure.ts';
import { headline } from '../../headline.ts';
import { type MeasuredStep, measuredSteps } from '../../measured-steps.ts';
import { stepName } from '../../wording.ts';
import { withInterval } from '../intervals.ts';
import { notMeasuredBlocks } from '../measurable-for.ts';
import { outcomesKnown } from '../outcomes-known.ts';
import { type DrawnMeasure, stepsBlock } from '../steps-block.ts';
import { errorUnitWords, labelUnitOf, titleWithUnit } from '../units.ts';

export function valuePerformanceSection(card: Cited<ValueCard>): Section | null {
  const steps = measuredSteps(card.at('body', 'performance', 'steps'));
  const [first] = steps;
  if (first === undefined) return null;
  return {
    id: 'performance',
    title: 'Performance, real time against revised',
    blocks: [
      { kind: 'paragraph', text: evidence(card, first.at('measures')) },
      stepsBlock(card, steps, DRAWN),
      stepTable(card, steps),
      ...notMeasuredBlocks(card),
      ...(card.value.body.performance.sensitivity.length === 0 ? [] : [sensitivityTable(card)]),
    ],
  };
}

function evidence(card: Cited<ValueCard>, measures: Cited<ValueMeasures>): Text {
  const unscored = measures.at('unscored');
  return [
    count(measures.at('scored')),
    ' decision dates are scored',
    ...outcomesKnown(headline(card.value.body).outcomesThrough),
    '. Not scored: ',
    count(unscored.at('noPrediction')),
    ' without a prediction, ',
    count(unscored.at('noLabel')),
    ' whose outcome is not known yet, ',
    count(unscored.at('excluded')),
    ' excluded by the protocol. Errors are prediction less outcome, out of sample, in ',
    `${errorUnitWords(labelUnitOf(card))}.`,
  ];
}

const DRAWN: readonly DrawnMeasure<ValueMeasures>[] = [
  { name: 'R² out of sample', chance: 0, of: ({ r2 }) => r2 },
  { name: 'Skill against climatology', chance: 0, of: ({ skill }) => skill },
];

/** `errors`: in the unit of an error. */
const MEASURES: readonly {
  readonly title: string;
  readonly errors?: true;
  readonly quote: (measures: Cited<ValueMeasures>) => Text;
}[] = [
  { title: 'Root mean squared error', errors: true, quote: (measures) => withInterval(measures.at('rmse')) },
  { title: 'Mean absolute error', errors: true, quote: (measures) => withInterval(measures.at('mae')) },
  { title: 'Mean error', errors: true, quote: (measures) => [fixed(measures.at('bias'))] },
  { title: 'R² out of sample', quote: (measures) => withInterval(measures.at('r2')) },
  { title: 'RMSE of climatology', errors: true, quote: (measures) => [fixed(measures.at('baselineRmse'))] },
  {
    title: 'Mean absolute error of climatology',
    errors: true,
    quote: (measures) => [fixed(measures.at('baselineMae'))],
  },
  { title: 'Skill against climatology, 1 − MSE / MSE', quote: (measures) => withInterval(measures.at('skill')) },
];

function stepTable(card: Cited<ValueCard>, steps: readonly Cited<MeasuredStep<ValueMeasures>>[]): Table {
  const { basis } = card.value.body.data;
  const unit = unitOfDifference(labelUnitOf(card));
  return {
    kind: 'table',
    caption: 'Errors by step, with episode intervals',
    columns: [
      { title: 'Measure', align: 'text' },
      ...steps.map((step) => ({ title: stepName(step.value.id, basis), align: 'number' }) as const),
    ],
    rows: MEASURES.map(({ title, errors, quote }) => [
      [errors === true ? titleWithUnit(title, unit) : title],
      ...steps.map((step) => quote(step.at('measures'))),
    ]),
  };
}

function sensitivityTable(card: Cited<ValueCard>): Table {
  return {
    kind: 'table',
    caption: 'Step (a) with something left out',
    columns: [
      { title: 'Without', align: 'text' },
      { title: 'Scored', align: 'number' },
      { title: titleWithUnit('RMSE', unitOfDifference(labelUnitOf(card))), align: 'number' },
      { title: 'Skill', align: 'number' },
    ],
    rows: each(card.at('body', 'performance', 'sensitivity')).map((one) => [
      [one.value.without.replace('..', ' to ')],
      [count(one.at('scored'))],
      [fixed(one.at('rmse'))],
      [fixed(one.at('skill'))],
    ]),
  };
}
