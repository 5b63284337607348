import type { Section } from '../block.ts';
import type { EventCard } from '../card.ts';
import { calibrationChart } from '../charts/index.ts';
import { type Cited, each } from '../cited.ts';
import { count, fixed, percent } from '../figure.ts';
import { calibrationMethod } from './calibration-method.ts';
import { firstMeasured } from './performance.ts';

export function calibrationSection(card: Cited<EventCard>): Section | null {
  const scores = firstMeasured(card)?.at('measures', 'probability').present();
  if (!scores || scores.value.calibration.length === 0) return null;
  const bins = scores.at('calibration');
  const parts = scores.at('decomposition');
  const draw = (id: string) => calibrationChart({ id, title: 'Calibration', bins: bins.value, size: 340 });
  return {
    id: 'calibration',
    title: 'Calibration',
    blocks: [
      ...calibrationMethod(card),
      {
        kind: 'chart',
        pointer: bins.pointer,
        caption: ['On the diagonal, what was given is what happened. A circle’s area is its number of decision dates.'],
        svg: { wide: draw('calibration'), narrow: draw('calibration-narrow') },
      },
      {
        kind: 'paragraph',
        text: [
          'Brier ',
          fixed(scores.at('brier')),
          ' = reliability ',
          fixed(parts.at('reliability')),
          ' − resolution ',
          fixed(parts.at('resolution')),
          ' + uncertainty ',
          fixed(parts.at('uncertainty')),
          ' + within bins ',
          fixed(parts.at('withinBin')),
          '. Log score ',
          fixed(scores.at('logScore')),
          ', of climatology ',
          fixed(scores.at('baselineLogScore')),
          '. Of the raw probabilities: Brier ',
          fixed(scores.at('rawBrier')),
          ', log score ',
          fixed(scores.at('rawLogScore')),
          '.',
        ],
      },
      {
        kind: 'table',
        caption: 'Calibration bins of step (a)',
        columns: [
          { title: 'Probability', align: 'text' },
          { title: 'Decision dates', align: 'number' },
          { title: 'Mean given', align: 'number' },
          { title: 'Observed', align: 'number' },
        ],
        rows: each(bins).map((bin) => [
          [percent(bin.at('from'), 0), ' to ', percent(bin.at('to'), 0)],
          [count(bin.at('rows'))],
          [percent(bin.at('meanProbability'))],
          [percent(bin.at('frequency'))],
        ]),
        folded: true,
      },
    ],
  };
}
