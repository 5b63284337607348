import type { InputColumn } from '../../training/index.ts';
import type { Block, Section, Text } from '../block.ts';
import type { CardEnvelope } from '../card-envelope.ts';
import { type Cited, each } from '../cited.ts';
import type { RefitColumns } from '../common-card-body.ts';
import { count, day, measured, percent, withUnit, worded } from '../figure.ts';
import { type FeatureUnits, featureUnits } from './units.ts';

/** What a card of any task says of the columns that its refits read. */
interface ColumnsCard {
  readonly envelope: Pick<CardEnvelope, 'prose'>;
  readonly body: {
    readonly method: {
      readonly spec: { readonly chooseColumns?: { readonly minShare: number } };
      readonly columns?: readonly RefitColumns[];
    };
  };
}

/** Which features each refit read, and what stood in for missing values; nothing where all are read as they are. */
export function columnsSection(card: Cited<ColumnsCard>): Section | null {
  const columns = card.at('body', 'method', 'columns').present();
  const newest = columns === null ? undefined : each(columns).at(-1);
  if (columns === null || newest === undefined) return null;
  const minShare = card.at('body', 'method', 'spec').at('chooseColumns').present()?.at('minShare');
  return {
    id: 'columns',
    title: 'Columns that were read',
    blocks: [
      { kind: 'paragraph', text: [...(minShare === undefined ? [] : chosen(minShare)), ...treated(newest)] },
      columnTable(newest, featureUnits(card)),
      refitTable(columns),
    ],
  };
}

function chosen(minShare: Cited<number>): Text {
  return [
    'Each refit reads the features that have a value in at least ',
    percent(minShare, 0),
    ' of its own rows with a label, and looks at no later row. ',
  ];
}

const TREATED: Readonly<Record<RefitColumns['missing'], string>> = {
  native: 'A missing value is read as such.',
  drop: 'A row in which one of them is missing is neither trained on nor predicted.',
  impute_median: 'A missing value is taken to be the median of the rows that the refit was trained on.',
  indicator:
    'A missing value is taken to be the median of the rows that the refit was trained on, and a column of its own ' +
    'says where.',
};

function treated(newest: Cited<RefitColumns>): Text {
  return [worded(newest.at('missing'), (missing) => TREATED[missing])];
}

const WHY = { no_value: 'no: it has no value', below_min_share: 'no: too seldom', read: 'yes' } as const;

function columnTable(newest: Cited<RefitColumns>, units: FeatureUnits): Block {
  return {
    kind: 'table',
    caption: `The newest refit, of ${newest.value.cutoff}`,
    columns: [
      { title: 'Feature', align: 'text' },
      { title: 'Rows with a value', align: 'number' },
      { title: 'Read', align: 'text' },
      { title: 'Median', align: 'number' },
      { title: 'Indicator', align: 'text' },
    ],
    rows: each(newest.at('columns')).map((column) => [
      [column.value.feature],
      [percent(column.at('share'))],
      [worded(column.at('leftOut'), (leftOut) => WHY[leftOut ?? 'read'])],
      withUnit(measured(column.at('median')), units.get(column.value.feature)),
      [worded(column.at('indicator'), (indicator) => (indicator ? 'yes' : 'no'))],
    ]),
  };
}

function refitTable(columns: Cited<readonly RefitColumns[]>): Block {
  return {
    kind: 'table',
    caption: 'What each refit read',
    columns: [
      { title: 'Cut-off', align: 'text' },
      { title: 'Rows with a label', align: 'number' },
      { title: 'Left out', align: 'text' },
    ],
    rows: each(columns).map((refit) => [
      [day(refit.at('cutoff'))],
      [count(refit.at('rows'))],
      leftOut(each(refit.at('columns'))),
    ]),
    folded: true,
  };
}

function leftOut(columns: readonly Cited<InputColumn>[]): Text {
  const those = columns.filter(({ value }) => value.leftOut !== null);
  if (those.length === 0) return ['none'];
  return those.flatMap((column, i) => [
    `${i === 0 ? '' : ', '}${column.value.feature} (`,
    percent(column.at('share')),
    ')',
  ]);
}
