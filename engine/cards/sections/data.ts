import type { Block, Section, Table, Text } from '../block.ts';
import type { Card } from '../card.ts';
import { type Cited, each } from '../cited.ts';
import { citedOutcomesThrough } from '../collect-data.ts';
import type {
  KnowledgeShares,
  PublishedFigures,
  RealTimeBasis,
  SeriesFigures,
  SourceFigures,
} from '../common-card-body.ts';
import { count, day, digest, month, percent, verbatim } from '../figure.ts';
import { basisSentence, isStill } from '../wording.ts';
import { wordsCell } from './words.ts';

export function dataSection(card: Cited<Card>): Section {
  const data = card.at('body', 'data');
  const sources = each(data.at('sources'));
  return {
    id: 'data',
    title: 'Data',
    blocks: [
      basis(data.value.basis),
      {
        kind: 'facts',
        items: [
          {
            term: 'Decision dates',
            text: [
              count(data.at('decisionDates')),
              ', ',
              day(data.at('firstDecision')),
              ' to ',
              day(data.at('lastDecision')),
            ],
          },
          { term: 'Outcomes known through', text: [day(citedOutcomesThrough(data))] },
          ...(data.value.eventThrough === undefined
            ? []
            : [{ term: 'Event known through', text: [day(data.at('eventThrough'))] }]),
          { term: 'Newest period', text: [month(data.at('newestDate'))] },
          ...(data.value.published.series === 0 ? [] : [{ term: 'Real time', text: realTime(data.at('published')) }]),
          { term: 'Features known by', text: shares(data.at('features')) },
          ...(data.value.labels.rows === 0 ? [] : [{ term: 'Labels known by', text: shares(data.at('labels')) }]),
          ...sources.map((source) => ({
            term: `Source ${source.value.name}`,
            text: [
              'sha256 ',
              digest(source.at('digest')),
              ...(source.value.completeThrough === null
                ? []
                : ['; complete through ', day(source.at('completeThrough')), ...attested(card.value, source.value)]),
            ],
          })),
        ],
      },
      seriesTable(card),
      ...termsTable(card),
      ...(card.value.envelope.prose.notices ?? []).map((notice): Block => ({ kind: 'paragraph', text: [notice] })),
    ],
  };
}

/** Who says so, where it is not the declaration: words of people, escaped when rendered. */
function attested({ envelope }: Card, { name, completeThrough }: SourceFigures): Text {
  const said = envelope.prose.attestations?.find(({ source }) => name === source || name.startsWith(`${source}.`));
  if (said?.completeThrough !== completeThrough) return [];
  return [`, attested by ${said.by} on ${said.at.slice(0, 10)}: ${said.note}`];
}

function basis(known: RealTimeBasis): Block {
  const text = [basisSentence(known)];
  return known === 'real_time' ? { kind: 'paragraph', text } : { kind: 'notice', tone: 'note', text };
}

function realTime(published: Cited<PublishedFigures>): Text {
  const { from, through } = published.value;
  return [
    'published for ',
    count(published.at('series')),
    ' of ',
    count(published.at('of')),
    ' series',
    ...(from === null || through === null
      ? [', never for all of these at once']
      : [
          ', ',
          verbatim(published.at('from')),
          ' .. ',
          ...(isStill(through) ? ['now'] : [verbatim(published.at('through'))]),
        ]),
    ': on ',
    count(published.at('dates')),
    ' of ',
    count(published.at('ofDates')),
    ' predicted decision dates',
  ];
}

/** Since when and until when; without its gaps, which the figures have. */
function span(one: Cited<SeriesFigures>): Text {
  const spans = each(one.at('published'));
  const [first, last] = [spans[0], spans.at(-1)];
  if (first === undefined || last === undefined) return [];
  return [
    verbatim(first.at('from')),
    ' .. ',
    ...(isStill(last.value.through) ? ['now'] : [verbatim(last.at('through'))]),
  ];
}

function shares(knowledge: Cited<KnowledgeShares>): Text {
  return [
    percent(knowledge.at('published'), 0),
    ' publication, ',
    percent(knowledge.at('observed'), 0),
    ' our observation, ',
    percent(knowledge.at('assumed'), 0),
    ' assumption, of ',
    count(knowledge.at('rows')),
    ' values',
  ];
}

/** The terms of the series whose owners declare some: words of people, escaped when rendered. */
function termsTable(card: Cited<Card>): readonly Table[] {
  const declared = card.value.envelope.prose.series.filter(({ licence, attribution }) => licence ?? attribution);
  if (declared.length === 0) return [];
  return [
    {
      kind: 'table',
      caption: 'Terms under which the data may be passed on',
      columns: ['Series', 'Licence', 'Attribution'].map((title) => ({ title, align: 'text' })),
      rows: declared.map(({ name, licence = '', attribution = '' }) => [[name], [licence], [attribution]]),
    },
  ];
}

function seriesTable(card: Cited<Card>): Table {
  const titles = new Map(
    card.value.envelope.prose.series.map((one) => [one.name, one.units ? `${one.title}, ${one.units}` : one.title]),
  );
  const series = each(card.at('body', 'data', 'sources')).flatMap((source) => each(source.at('series')));
  return {
    kind: 'table',
    caption: 'Series read, and how their values became known',
    columns: [
      { title: 'Series', align: 'text' },
      { title: 'What it is', align: 'text' },
      { title: 'From', align: 'number' },
      { title: 'Newest', align: 'number' },
      { title: 'Values', align: 'number' },
      { title: 'Lag, days', align: 'number' },
      { title: 'Published', align: 'number' },
      { title: 'Observed', align: 'number' },
      { title: 'Assumed', align: 'number' },
      { title: 'As published', align: 'text' },
    ],
    rows: series.map((one) => [
      [one.value.name],
      wordsCell(titles.get(one.value.name)),
      [month(one.at('firstDate'))],
      [month(one.at('newestDate'))],
      [count(one.at('knowledge', 'rows'))],
      [count(one.at('publicationLagDays'))],
      [percent(one.at('knowledge', 'published'), 0)],
      [percent(one.at('knowledge', 'observed'), 0)],
      [percent(one.at('knowledge', 'assumed'), 0)],
      span(one),
    ]),
  };
}
