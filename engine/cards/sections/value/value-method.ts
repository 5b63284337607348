import type { ValueParameters } from '../../../training/index.ts';
import type { Fact, Section, Text } from '../../block.ts';
import type { ValueCard } from '../../card.ts';
import { type Cited, each } from '../../cited.ts';
import { count, day, measured, percent, verbatim, withUnit, worded } from '../../figure.ts';
import { afterEventFacts } from '../exclusion.ts';
import { valueMethodText } from '../method-text.ts';
import { labelUnitOf } from '../units.ts';

export function valueMethodSection(card: Cited<ValueCard>): Section {
  const method = card.at('body', 'method');
  const skipped = each(method.at('skipped'));
  return {
    id: 'method',
    title: 'Method',
    blocks: [
      { kind: 'facts', items: facts(card) },
      ...(skipped.length === 0
        ? []
        : [
            {
              kind: 'table',
              caption: 'Cut-offs at which no model was fitted',
              columns: [
                { title: 'Cut-off', align: 'text' },
                { title: 'Known labels', align: 'number' },
                { title: 'Why', align: 'text' },
              ],
              rows: skipped.map((one) => [[day(one.at('cutoff'))], [count(one.at('rows'))], [one.value.reason]]),
              folded: true,
            } as const,
          ]),
    ],
  };
}

function facts(card: Cited<ValueCard>): readonly Fact[] {
  const method = card.at('body', 'method');
  const spec = method.at('spec');
  const protocol = spec.at('protocol');
  const inUse = method.at('inUse').present();
  return [
    { term: 'Estimator', text: estimatorText(spec.at('estimator')) },
    {
      term: 'Walk-forward',
      text: [
        'first cut-off ',
        day(protocol.at('firstCutoff')),
        ', refit every ',
        count(protocol.at('refitMonths')),
        ' months on what was known then, at least ',
        count(protocol.at('minimumRows')),
        ' known labels; ',
        count(method.at('refits')),
        ' refits',
      ],
    },
    ...afterEventFacts(protocol),
    {
      term: 'Intervals',
      text: [
        count(spec.at('bootstrap', 'draws')),
        ' draws of whole episodes, level ',
        percent(spec.at('bootstrap', 'level'), 0),
      ],
    },
    { term: 'Seed', text: [worded(spec.at('seed'), String)] },
    ...(inUse
      ? [
          {
            term: 'Model in use',
            text: [
              'cut-off ',
              day(inUse.at('cutoff')),
              ': ',
              count(inUse.at('rows')),
              ' rows, mean outcome ',
              ...withUnit(measured(inUse.at('mean')), labelUnitOf(card)),
            ],
          },
        ]
      : []),
  ];
}

function estimatorText(estimator: Cited<ValueParameters>): Text {
  return [
    verbatim(estimator.at('kind')),
    ...valueMethodText(estimator),
    '; columns standardised, winsorised ',
    percent(estimator.at('winsorize')),
    ' of each tail, learnt on training rows only',
  ];
}
