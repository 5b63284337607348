import type { RivalScores } from '../../training/index.ts';
import type { Section, Text } from '../block.ts';
import type { EventCard } from '../card.ts';
import { byTag, type Cited, each } from '../cited.ts';
import { count, fixed, measured, worded } from '../figure.ts';
import { withInterval } from './intervals.ts';

export function rivalsSection(card: Cited<EventCard>): Section | null {
  const rivals = card.at('body', 'rivals');
  if (rivals.value.length === 0) return null;
  return {
    id: 'rivals',
    title: 'Beside simple rivals',
    blocks: [
      {
        kind: 'paragraph',
        text: [
          'Each rival walks forward as the model does, with its label, cut-offs and loss, and is compared on ' +
            'the decision ',
          'dates that both score. Leads are the model’s figure less the rival’s, with intervals that ' +
            'resample whole episodes: ',
          'one that includes zero shows no lead. The Brier skill is the model’s against the rival.',
        ],
      },
      {
        kind: 'table',
        caption: 'Rivals in step (a)',
        columns: [
          { title: 'Rival', align: 'text' },
          ...['Scored', 'Its AUROC', 'Lead in AUROC', 'Brier skill', 'Its usefulness', 'Lead in usefulness'].map(
            (title) => ({ title, align: 'number' }) as const,
          ),
        ],
        rows: each(rivals).map((rival) => [
          rivalName(rival),
          [count(rival.at('scored'))],
          [fixed(rival.at('auroc'))],
          withInterval(rival.at('aurocLead')),
          withInterval(rival.at('brierSkill')),
          [fixed(rival.at('relativeUsefulness'))],
          withInterval(rival.at('usefulnessLead')),
        ]),
      },
    ],
  };
}

/** `probit of yield_curve.slope_10y_3m`, `labor.sahm_gap at or above 0.500`. */
export function rivalName(rival: Cited<RivalScores>): Text {
  return byTag<RivalScores, 'kind', Text>(rival, 'kind', {
    spread_probit: ({ value }) => [`probit of ${value.feature}`],
    threshold: (rule) => {
      const side = worded(rule.at('above'), (above) => (above ? 'at or above' : 'at or below'));
      return [`${rule.value.feature} `, side, ' ', measured(rule.at('at'))];
    },
  });
}
