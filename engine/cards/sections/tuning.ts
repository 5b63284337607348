import type { TuningTrace } from '../../training/index.ts';
import type { Block, Section } from '../block.ts';
import type { EventCard } from '../card.ts';
import { type Cited, each } from '../cited.ts';
import { count, day, measured } from '../figure.ts';
import { settingText } from '../wording.ts';

const FORWARD =
  ' forward folds inside the cut-off, each scored on the dates that follow those it was trained on, with the outcome ' +
  'horizon between them.';
const RANDOM = ' random folds inside the cut-off: a leak, because neighbouring months share their outcome.';

/** Every search over the parameters; a model that is not tuned has none. */
export function tuningSection(card: Cited<EventCard>): Section | null {
  const traces = each(card.at('body', 'method', 'tuning'));
  const tuning = card.at('body', 'method', 'spec').at('tuning').present();
  const newest = traces.at(-1);
  if (tuning === null || newest === undefined) return null;
  return {
    id: 'tuning',
    title: 'Tuning',
    blocks: [
      {
        kind: 'paragraph',
        text: [
          'Every ',
          count(tuning.at('everyMonths')),
          ` months ${tuning.value.candidates.length} candidates are fitted in `,
          count(tuning.at('folds')),
          tuning.value.split === 'forward' ? FORWARD : RANDOM,
          ' The lowest mean ',
          tuning.value.score === 'brier' ? 'Brier score' : 'log score',
          ' wins. Nothing after a cut-off takes part in its choice.',
        ],
      },
      choices(traces),
      candidates(newest),
    ],
  };
}

function choices(traces: readonly Cited<TuningTrace>[]): Block {
  return {
    kind: 'table',
    caption: 'What each search chose',
    columns: [
      { title: 'Cut-off', align: 'text' },
      { title: 'Chosen', align: 'text' },
      { title: 'Score', align: 'number' },
      { title: 'Candidates', align: 'number' },
    ],
    rows: traces.map((trace) => {
      const { chosen, candidates: tried } = trace.value;
      const best = chosen === null ? undefined : each(trace.at('candidates'))[chosen];
      return [
        [day(trace.at('cutoff'))],
        [best === undefined ? 'none could be scored: as declared' : settingText(best.value.set)],
        [best === undefined ? '' : measured(best.at('mean'))],
        [String(tried.length)],
      ];
    }),
  };
}

function candidates(trace: Cited<TuningTrace>): Block {
  const folds = trace.value.folds.map(({ validate }) => `${validate.from.slice(0, 7)} to ${validate.to.slice(0, 7)}`);
  return {
    kind: 'table',
    caption: `Every candidate of the newest search, by the dates it was scored on`,
    columns: [
      { title: 'Candidate', align: 'text' },
      ...folds.map((title) => ({ title, align: 'number' }) as const),
      { title: 'Mean', align: 'number' },
    ],
    rows: each(trace.at('candidates')).map((candidate) => [
      [settingText(candidate.value.set)],
      ...each(candidate.at('scores')).map((score) => [measured(score)]),
      [measured(candidate.at('mean'))],
    ]),
    folded: true,
  };
}
