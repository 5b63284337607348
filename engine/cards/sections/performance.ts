import type { Measures } from '../../training/index.ts';
import type { Section, Table, Text } from '../block.ts';
import type { EventCard } from '../card.ts';
import { rocChart } from '../charts/index.ts';
import { type Cited, each } from '../cited.ts';
import { count, fixed, percent } from '../figure.ts';
import { type EventHeadline, headline } from '../headline.ts';
import { type MeasuredStep, measuredSteps } from '../measured-steps.ts';
import { stepName } from '../wording.ts';
import { withInterval } from './intervals.ts';
import { notMeasuredBlocks } from './measurable-for.ts';
import { outcomesKnown } from './outcomes-known.ts';
import { type DrawnMeasure, stepsBlock } from './steps-block.ts';

export function performanceSection(card: Cited<EventCard>): Section | null {
  const performance = card.at('body', 'performance');
  if (performance.value.steps.length === 0) return null;
  const first = firstMeasured(card);
  const hasSensitivity = performance.value.sensitivity.length > 0;
  return {
    id: 'performance',
    title: 'Performance, real time against revised',
    blocks: [
      ...(first
        ? [
            { kind: 'paragraph', text: evidence(card, first) } as const,
            stepsBlock(card, measuredSteps(performance.at('steps')), DRAWN),
            stepTable(card),
          ]
        : []),
      ...notMeasuredBlocks(card),
      ...(first ? [rocBlock(card, first)] : []),
      ...(hasSensitivity ? [sensitivityTable(card)] : []),
    ],
  };
}

export function firstMeasured(card: Cited<EventCard>): EventHeadline['scored'] {
  return headline(card.value.body).scored;
}

function evidence(card: Cited<EventCard>, first: Cited<MeasuredStep<Measures>>): Text {
  const measures = first.at('measures');
  const interval = measures.at('auroc', 'interval').present();
  const unscored = measures.at('unscored');
  return [
    count(measures.at('scored')),
    card.value.body.panel === undefined ? ' decision dates are scored, ' : ' decision dates of a key are scored, ',
    count(measures.at('positives')),
    ' of them positive',
    ...outcomesKnown(headline(card.value.body).outcomesThrough),
    '. Not scored: ',
    count(unscored.at('noProbability')),
    ' without a probability, ',
    count(unscored.at('noLabel')),
    ' whose outcome is not known yet, ',
    count(unscored.at('excluded')),
    ' excluded by the protocol.',
    ...(interval
      ? [
          ' Intervals resample whole episodes (',
          count(interval.at('draws')),
          ' draws): the number of episodes, not of months, is the size of this sample.',
        ]
      : []),
  ];
}

const DRAWN: readonly DrawnMeasure<Measures>[] = [
  { name: 'AUROC', chance: 0.5, of: ({ auroc }) => auroc },
  { name: 'Brier skill against climatology', chance: 0, of: ({ probability }) => probability?.brierSkill ?? null },
  { name: 'Relative usefulness', chance: 0, of: ({ alarms }) => alarms.relativeUsefulness },
];

function stepTable(card: Cited<EventCard>): Table {
  const { basis } = card.value.body.data;
  const steps = measuredSteps(card.at('body', 'performance', 'steps'));
  return {
    kind: 'table',
    caption: 'Performance by step, with episode intervals',
    columns: [
      { title: 'Measure', align: 'text' },
      ...steps.map((step) => ({ title: stepName(step.value.id, basis), align: 'number' }) as const),
    ],
    rows: MEASURES.map(({ title, quote }) => [[title], ...steps.map((step) => quote(step.at('measures')))]).filter(
      ([, ...quoted]) => quoted.some((text) => text.length > 0),
    ),
  };
}

interface MeasureRow {
  readonly title: string;
  readonly quote: (measures: Cited<Measures>) => Text;
}

const MEASURES: readonly MeasureRow[] = [
  { title: 'AUROC', quote: (measures) => withInterval(measures.at('auroc')) },
  { title: 'Partial AUROC, at least two thirds caught', quote: (measures) => withInterval(measures.at('pauroc')) },
  { title: 'Area under precision and recall', quote: (measures) => withInterval(measures.at('prAuc')) },
  { title: 'Brier score', quote: (measures) => score(measures, 'brier') },
  { title: 'Brier score of climatology', quote: (measures) => score(measures, 'baselineBrier') },
  {
    title: 'Brier skill against climatology',
    quote: (measures) => {
      const scores = measures.at('probability').present();
      return scores ? withInterval(scores.at('brierSkill')) : [];
    },
  },
  { title: 'Log score', quote: (measures) => score(measures, 'logScore') },
  { title: 'Log score of climatology', quote: (measures) => score(measures, 'baselineLogScore') },
  { title: 'Relative usefulness', quote: (measures) => withInterval(measures.at('alarms', 'relativeUsefulness')) },
];

function score(measures: Cited<Measures>, key: 'brier' | 'baselineBrier' | 'logScore' | 'baselineLogScore'): Text {
  const scores = measures.at('probability').present();
  return scores ? [fixed(scores.at(key))] : [];
}

function rocBlock(card: Cited<EventCard>, first: Cited<MeasuredStep<Measures>>) {
  const performance = card.at('body', 'performance');
  const roc = performance.at('roc');
  const level = first.at('measures', 'auroc', 'interval').present()?.at('level');
  const { t1, t2 } = first.value.measures.alarms;
  const operating = t1 === null || t2 === null ? null : { fpr: t2, tpr: 1 - t1 };
  const band = performance.value.rocBand;
  const chosenBy = card.value.body.method.predicts === 'alarm' ? 'the rule' : 'the declared loss';
  const draw = (id: string) => rocChart({ id, title: 'ROC curve', curve: roc.value, band, operating, size: 340 });
  return {
    kind: 'chart',
    pointer: roc.pointer,
    caption: [
      `ROC of step (a). The dot is where ${chosenBy} puts the alarms; the thin diagonal is chance.`,
      ...(band.length === 0
        ? []
        : [
            ' The shaded band is the ',
            ...(level ? [percent(level, 0)] : []),
            ' interval at each share of false alarms, from resampling episodes.',
          ]),
    ],
    svg: { wide: draw('roc'), narrow: draw('roc-narrow') },
  } as const;
}

function sensitivityTable(card: Cited<EventCard>): Table {
  return {
    kind: 'table',
    caption: 'Step (a) with something left out',
    columns: [
      { title: 'Without', align: 'text' },
      { title: 'Scored', align: 'number' },
      { title: 'AUROC', align: 'number' },
      { title: 'Brier skill', align: 'number' },
      { title: 'Usefulness', align: 'number' },
    ],
    rows: each(card.at('body', 'performance', 'sensitivity')).map((one) => [
      [one.value.without.replace('..', ' to ')],
      [count(one.at('scored'))],
      [fixed(one.at('auroc'))],
      [fixed(one.at('brierSkill'))],
      [fixed(one.at('relativeUsefulness'))],
    ]),
    ...(card.value.body.panel === undefined ? {} : { folded: true }),
  };
}
