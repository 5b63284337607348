import type { AlarmMeasures } from '../../training/index.ts';
import type { Block, Section, Text } from '../block.ts';
import type { EventCard } from '../card.ts';
import { usefulnessChart } from '../charts/index.ts';
import { type Cited, each, tagged } from '../cited.ts';
import { count, fixed, percent, worded } from '../figure.ts';
import { methodFacts } from './method-text.ts';
import { firstMeasured } from './performance.ts';

export function alarmsSection(card: Cited<EventCard>): Section {
  const alarms = firstMeasured(card)?.at('measures', 'alarms');
  return {
    id: 'alarms',
    title: 'Alarms',
    blocks: [
      { kind: 'paragraph', text: rule(card) },
      ...(alarms ? [outcomes(alarms), confusion(alarms)] : []),
      ...preferences(card),
    ],
  };
}

function rule(card: Cited<EventCard>): Text {
  const spec = card.at('body', 'method', 'spec');
  const inUse = card.at('body', 'method', 'inUse').present();
  const threshold = tagged(spec.at('estimator'), 'kind', 'threshold');
  if (threshold !== null) {
    return [
      'The rule sets the alarm: ',
      ...methodFacts(card).flatMap(({ text }) => text),
      '. The declared loss scores it and moves no threshold.',
    ];
  }
  return [
    'The threshold follows from the declared loss (',
    worded(spec.at('loss', 'kind'), (kind) => (kind === 'sarlin' ? 'Sarlin' : 'Alessi and Detken')),
    ') at a preference of ',
    fixed(spec.at('loss', 'preference'), 2),
    ' for catching events over avoiding false alarms, and is chosen again at each refit.',
    ...(inUse ? [' It now stands at ', percent(inUse.at('threshold')), '.'] : []),
    ...persistence(card),
  ];
}

function persistence(card: Cited<EventCard>): Text {
  const { n } = card.value.body.method.spec.persistence;
  const declared = card.at('body', 'method', 'spec').at('persistence');
  if (n === 1) return [' One decision date at or above it is an alarm.'];
  return [
    ' An alarm needs ',
    count(declared.at('k')),
    ' of the last ',
    count(declared.at('n')),
    ' decision dates at or above it.',
  ];
}

function outcomes(alarms: Cited<AlarmMeasures>): Block {
  const interval = alarms.at('relativeUsefulness', 'interval').present();
  const own =
    alarms.value.declared.kind === 'sarlin' ? alarms.at('sarlin').present() : alarms.at('alessiDetken').present();
  return {
    kind: 'facts',
    items: [
      { term: 'Missed (T1)', text: [percent(alarms.at('t1')), ' of positive decision dates'] },
      {
        term: 'False alarms (T2)',
        text: [
          percent(alarms.at('t2')),
          ' of negative decision dates: ',
          count(alarms.at('falseAlarmMonths')),
          ' in ',
          count(alarms.at('falseAlarmSpells')),
          ' spells',
        ],
      },
      { term: 'Noise to signal', text: [fixed(alarms.at('noiseToSignal')), ', T2 / (1 − T1)'] },
      {
        term: 'Relative usefulness',
        text: [
          fixed(alarms.at('relativeUsefulness', 'value')),
          ...(interval ? [' [', fixed(interval.at('low')), ', ', fixed(interval.at('high')), ']'] : []),
          '; 1 is perfect, 0 is no better than ignoring the model',
        ],
      },
      ...(own
        ? [{ term: 'Loss', text: [fixed(own.at('loss')), ', absolute usefulness ', fixed(own.at('absolute'))] }]
        : []),
    ],
  };
}

/** What the same probabilities are worth to people of other preferences. */
function preferences(card: Cited<EventCard>): readonly Block[] {
  const curve = card.at('body', 'performance', 'usefulness');
  if (curve.value.every(({ relative }) => relative === null)) return [];
  const { preference: declared } = card.value.body.method.spec.loss;
  const draw = (id: string, width: number) =>
    usefulnessChart({ id, title: 'Usefulness by preference', points: curve.value, declared, width, height: 260 });
  return [
    {
      kind: 'chart',
      pointer: curve.pointer,
      caption: [
        'Relative usefulness had the thresholds been set for another preference; the dotted line is the ' +
          'declared one. ' +
          'Below zero the alarms are worse than ignoring the model.',
      ],
      svg: { wide: draw('usefulness', 760), narrow: draw('usefulness-narrow', 400) },
    },
    {
      kind: 'table',
      caption: 'Usefulness, missed events and false alarms by preference',
      columns: [
        { title: 'Preference', align: 'text' },
        { title: 'Relative usefulness', align: 'number' },
        { title: 'Missed (T1)', align: 'number' },
        { title: 'False alarms (T2)', align: 'number' },
      ],
      rows: each(curve).map((point) => [
        [fixed(point.at('preference'), 2)],
        [fixed(point.at('relative'))],
        [percent(point.at('t1'))],
        [percent(point.at('t2'))],
      ]),
      folded: true,
    },
  ];
}

function confusion(alarms: Cited<AlarmMeasures>): Block {
  return {
    kind: 'table',
    caption: 'Decision dates by alarm and outcome',
    columns: [
      { title: '', align: 'text' },
      { title: 'Event followed', align: 'number' },
      { title: 'No event', align: 'number' },
    ],
    rows: [
      [['In alarm'], [count(alarms.at('truePositives'))], [count(alarms.at('falsePositives'))]],
      [['No alarm'], [count(alarms.at('falseNegatives'))], [count(alarms.at('trueNegatives'))]],
    ],
  };
}
