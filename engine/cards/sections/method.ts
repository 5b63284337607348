import type { Fact, Section } from '../block.ts';
import type { EventCard } from '../card.ts';
import { type Cited, each } from '../cited.ts';
import type { ModelInUse } from '../events/event-card-body.ts';
import { count, day, fixed, measured, percent, verbatim, worded } from '../figure.ts';
import { afterEventFacts } from './exclusion.ts';
import { methodFacts } from './method-text.ts';

export function methodSection(card: Cited<EventCard>): Section {
  const method = card.at('body', 'method');
  const inUse = method.at('inUse').present();
  const skipped = each(method.at('skipped'));
  return {
    id: 'method',
    title: 'Method',
    blocks: [
      { kind: 'facts', items: [...estimatorFacts(card), ...protocolFacts(card), ...(inUse ? modelFacts(inUse) : [])] },
      ...(skipped.length === 0
        ? []
        : [
            {
              kind: 'table',
              caption: 'Cut-offs at which no model was fitted',
              columns: [
                { title: 'Cut-off', align: 'text' },
                { title: 'Known episodes', align: 'number' },
                { title: 'Why', align: 'text' },
              ],
              rows: skipped.map((one) => [[day(one.at('cutoff'))], [count(one.at('episodes'))], [one.value.reason]]),
              folded: true,
            } as const,
          ]),
    ],
  };
}

function estimatorFacts(card: Cited<EventCard>): readonly Fact[] {
  const kind = card.at('body', 'method', 'spec').at('estimator').at('kind');
  return [{ term: 'Estimator', text: [verbatim(kind)] }, ...methodFacts(card)];
}

function protocolFacts(card: Cited<EventCard>): readonly Fact[] {
  const method = card.at('body', 'method');
  const spec = method.at('spec');
  const protocol = spec.at('protocol');
  return [
    {
      term: 'Walk-forward',
      text: [
        'first cut-off ',
        day(protocol.at('firstCutoff')),
        ', refit every ',
        count(protocol.at('refitMonths')),
        ' months on what was known then, at least ',
        count(protocol.at('minimumEpisodes')),
        ' known episodes; ',
        count(method.at('refits')),
        ' refits',
      ],
    },
    {
      term: 'Label maturity',
      text: [
        worded(protocol.at('maturity'), (maturity) =>
          maturity === 'as_known'
            ? 'as soon as known: a positive can be known before its window has ended, a zero cannot'
            : 'only once the whole outcome window has ended',
        ),
      ],
    },
    {
      term: 'Inside the event',
      text: [
        worded(protocol.at('excludeInEvent'), (excluded) =>
          excluded ? 'predicted, not trained on and not scored' : 'trained on and scored',
        ),
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
  ];
}

function modelFacts(inUse: Cited<ModelInUse>): readonly Fact[] {
  const statistics = inUse.at('statistics').present();
  return [
    {
      term: 'Model in use',
      text: [
        'cut-off ',
        day(inUse.at('cutoff')),
        ': ',
        count(inUse.at('rows')),
        ' rows, ',
        count(inUse.at('positives')),
        ' positive, ',
        count(inUse.at('episodes')),
        ' episodes, base rate ',
        percent(inUse.at('baseRate')),
      ],
    },
    ...(statistics
      ? [
          {
            term: 'Fit in sample',
            text: [
              'McFadden R² ',
              fixed(statistics.at('mcFadden')),
              ', Estrella R² ',
              fixed(statistics.at('estrella')),
              ', log likelihood ',
              measured(statistics.at('logLikelihood')),
              '; ',
              worded(statistics.at('converged'), (converged) => (converged ? 'converged' : 'did not converge')),
              ' in ',
              count(statistics.at('iterations')),
              ' steps',
            ],
          },
        ]
      : []),
  ];
}
