import type { Block, Section, Text } from '../block.ts';
import type { EventCard } from '../card.ts';
import { panelChart } from '../charts/index.ts';
import { type Cited, each } from '../cited.ts';
import type { KeyFigures } from '../events/collect-panel.ts';
import { alarmFigure, count, day, percent } from '../figure.ts';
import { eventName } from '../wording.ts';
import { outcomeTime } from './outcome-time.ts';

/** Key by key: what there was to learn from, how its episodes were met, and where it stands now. */
export function panelSection(card: Cited<EventCard>): Section | null {
  const panel = card.at('body', 'panel').present();
  if (panel === null) return null;
  const byKey = each(panel.at('byKey'));
  const isRule = card.value.body.method.predicts === 'alarm';
  return {
    id: 'panel',
    title: `By ${panel.value.columns.join(' and ')}`,
    blocks: [
      {
        kind: 'paragraph',
        text: [
          'One model of ',
          count(panel.at('keys')),
          ' keys: the fit, the base rate and the threshold are common, while labels, alarms, exclusions and ' +
            'episodes are each key’s own.',
        ],
      },
      {
        kind: 'table',
        caption: 'Newest prediction and episodes by key',
        columns: [
          { title: 'Key', align: 'text' },
          ...(isRule ? [] : [{ title: 'Probability', align: 'number' } as const]),
          { title: 'Alarm', align: 'text' },
          { title: 'Seen since', align: 'number' },
          { title: 'Episodes', align: 'number' },
          { title: 'Warned of', align: 'number' },
          { title: 'Scored', align: 'number' },
          { title: 'Positive', align: 'number' },
        ],
        rows: byKey.map((one) => [
          [one.value.key],
          ...newest(one.at('newest'), isRule),
          [day(one.at('firstDecision'))],
          [count(one.at('episodes'))],
          [count(one.at('warnedEpisodes')), ' of ', count(one.at('coveredEpisodes'))],
          [count(one.at('scored'))],
          [count(one.at('positives'))],
        ]),
      },
    ],
  };
}

function newest(cited: Cited<KeyFigures['newest']>, isRule: boolean): readonly Text[] {
  const row = cited.present();
  if (row === null) return isRule ? [['not predicted']] : [['not predicted'], []];
  const alarm = alarmFigure(row.at('alarm'), { raised: 'in alarm', calm: 'no alarm', none: 'not defined' });
  return isRule ? [[alarm]] : [[percent(row.at('probability'), 0)], [alarm]];
}

/** The history of a panel: a lane for each key. */
export function panelHistory(card: Cited<EventCard>): readonly Block[] {
  const { panel, history, events, label, method } = card.value.body;
  const lanes = (panel?.byKey ?? []).map(({ key }) => ({
    key,
    points: history.filter((row) => row.key === key),
    events: events.filter((spell) => spell.key === key),
  }));
  const shows = method.predicts;
  const title = shows === 'alarm' ? 'Alarms of each key' : 'Probability of each key';
  const draw = (id: string, width: number) =>
    panelChart({ id, title, lanes, shows, eventName: eventName(label), ahead: label.window.fromMonth, width });
  return [
    {
      kind: 'chart',
      pointer: card.at('body', 'history').pointer,
      caption: [
        'A lane for each key. ',
        shows === 'alarm'
          ? ''
          : 'The line is its probability, from 0 at the foot to 100% at the head, given by the refit before it. ',
        'Marks at the foot: alarms. ',
        ...outcomeTime(card.at('body', 'label', 'window')),
        ' Shaded: the key’s own event as it is known today.',
      ],
      svg: { wide: draw('history', 760), narrow: draw('history-narrow', 400) },
    },
  ];
}
