import type { Block, Section, Text } from '../block.ts';
import type { EventCard } from '../card.ts';
import { contributionHistoryChart } from '../charts/index.ts';
import { type Cited, each } from '../cited.ts';
import type { AlarmRecord, ContributionRecord, DatedContribution, SpellFigures } from '../events/alarm-record.ts';
import { count, day, fixed, signed, worded } from '../figure.ts';
import { eventName } from '../wording.ts';
import { outcomeTime } from './outcome-time.ts';
import { wordsCell } from './words.ts';

/** More spells than these are folded away on screen. */
const SPELLS_SHOWN = 30;

/** What drove the margin over time, and what was behind each alarm. */
export function contributionsSection(card: Cited<EventCard>): Section | null {
  const record = card.at('body', 'alarms');
  const contributions = record.at('contributions').present();
  const blocks = [
    ...(contributions ? [paragraph(contributions), ...chart(card, contributions), summaries(contributions)] : []),
    ...spells(record),
  ];
  return blocks.length === 0 ? null : { id: 'contributions', title: 'What was behind the alarms', blocks };
}

const UNITS = { log_odds: 'log-odds', probit: 'units of the probit margin', probability: 'probability' } as const;

function paragraph(contributions: Cited<ContributionRecord>): Block {
  return {
    kind: 'paragraph',
    text: [
      'Each prediction is explained by the fit that made it. Contributions are in ',
      worded(contributions.at('scale'), (scale) => UNITS[scale]),
      '; those of all features and where that fit starts add up to its margin. ',
      'This page has the largest; the alarms object of the model has every one of them on every decision date.',
    ],
  };
}

/** None of several keys: each has its own contributions. */
function chart(card: Cited<EventCard>, contributions: Cited<ContributionRecord>): readonly Block[] {
  const { features, dates } = contributions.value;
  const [first] = dates;
  if (first === undefined) return [];
  const { events, label, history } = card.value.body;
  const shown = first.largest.length;
  const hasRest = features.length > shown;
  const others = features.length - shown;
  const parts = [
    ...features.slice(0, shown).map(({ feature }) => feature),
    ...(hasRest ? [`the other ${others} together`] : []),
  ];
  const points = dates.map(({ asOf, largest, rest }) => ({ asOf, values: hasRest ? [...largest, rest] : largest }));
  const draw = (id: string, width: number, height: number) =>
    contributionHistoryChart({
      id,
      title: 'Contributions over time',
      parts,
      points,
      alarms: history,
      events,
      eventName: eventName(label),
      ahead: label.window.fromMonth,
      width,
      height,
    });
  const block: Block = {
    kind: 'chart',
    pointer: contributions.at('dates').pointer,
    caption: [
      'Contributions to each prediction, stacked from zero in the order of the letters: above it they raise the ' +
        'probability. The line is all of them together, the lane below marks alarms. ',
      ...outcomeTime(card.at('body', 'label', 'window')),
      ' Shaded: the event as it is known today.',
    ],
    svg: { wide: draw('contribution-history', 760, 330), narrow: draw('contribution-history-narrow', 400, 300) },
  };
  return [block];
}

function summaries(contributions: Cited<ContributionRecord>): Block {
  return {
    kind: 'table',
    caption: 'Contributions over all decision dates, largest first',
    columns: [
      { title: 'Feature', align: 'text' },
      { title: 'Mean size', align: 'number' },
      { title: 'Mean', align: 'number' },
      { title: 'Lowest', align: 'number' },
      { title: 'Highest', align: 'number' },
    ],
    rows: each(contributions.at('features')).map((one) => [
      [one.value.feature],
      [fixed(one.at('meanSize'))],
      [signed(one.at('mean'))],
      dated(one.at('lowest')),
      dated(one.at('highest')),
    ]),
  };
}

/** `-0.41 on 2007-06-30`, of a panel `-0.41 on 2007-06-30, AT`. */
function dated(extreme: Cited<DatedContribution>): Text {
  const { key } = extreme.value;
  const whose = key === undefined ? [] : [`, ${key}`];
  return [signed(extreme.at('contribution')), ' on ', day(extreme.at('asOf')), ...whose];
}

function spells(record: Cited<AlarmRecord>): readonly Block[] {
  const { spells: all } = record.value;
  if (all.length === 0) return [];
  const explained = all.some(({ together }) => together !== null);
  const keyed = all.some(({ key }) => key !== undefined);
  return [
    {
      kind: 'table',
      caption: explained
        ? 'What was behind each alarm: on its first date, the contributions that raised the margin most'
        : 'Each alarm, from its first date to its last',
      columns: [
        ...(keyed ? [{ title: 'Key', align: 'text' } as const] : []),
        { title: 'Alarm', align: 'text' },
        { title: 'Dates', align: 'number' },
        { title: 'Event followed', align: 'number' },
        { title: 'Outcome', align: 'text' },
        ...(explained ? BEHIND_COLUMNS : []),
      ],
      rows: each(record.at('spells')).map((spell) => [
        ...(keyed ? [wordsCell(spell.value.key)] : []),
        period(spell),
        [count(spell.at('dates'))],
        [count(spell.at('followed'))],
        [worded(spell.at('outcome'), (outcome) => OUTCOMES[outcome])],
        ...(explained ? [[signed(spell.at('together'))], behind(spell)] : []),
      ]),
      ...(all.length > SPELLS_SHOWN ? { folded: true } : {}),
    },
  ];
}

const BEHIND_COLUMNS = [
  { title: 'All together', align: 'number' },
  { title: 'Raised most by', align: 'text' },
] as const;

function period(spell: Cited<SpellFigures>): Text {
  const { from, to } = spell.value;
  return from === to ? [day(spell.at('from'))] : [day(spell.at('from')), ' to ', day(spell.at('to'))];
}

const OUTCOMES = { true: 'true', false: 'false', unscored: 'not known yet' } as const;

function behind(spell: Cited<SpellFigures>): Text {
  return each(spell.at('behind')).flatMap((one, i) => [
    `${i === 0 ? '' : ', '}${one.value.feature} `,
    signed(one.at('contribution')),
  ]);
}
