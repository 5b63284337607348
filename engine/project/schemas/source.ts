import * as z from 'zod';
import { FORMAT_NAMES } from '../../ingest/formats/index.ts';
import {
  atLeast,
  breaks,
  dated,
  day,
  described,
  filledMapping,
  frequency,
  keys,
  lag,
  listOf,
  mapping,
  name,
  oneOf,
  rights,
  text,
} from './vocabulary.ts';

const freshness = mapping(
  { warn_after: atLeast(0, 'days').optional(), error_after: atLeast(0, 'days').optional() },
  'a mapping such as { warn_after: 7, error_after: 45 }, in days overdue',
).optional();

const SERIES_ID = 'the id of a FRED series, such as UNRATE';

const PROJECTIONS = 'true, where rows of periods that have not begun yet are taken, or false';

const state = mapping(
  { settles_after_months: atLeast(1, 'months').default(12) },
  'a mapping such as { settles_after_months: 12 }, of a series of 0 and 1 that is announced later',
);

const PREHISTORY = 'assume, none, or a mapping such as { assume: { lag_months: 12 } }';
const prehistory = z
  .union(
    [
      z.enum(['assume', 'none']),
      mapping({ assume: mapping({ lag_months: atLeast(0, 'months') }, PREHISTORY) }, PREHISTORY),
    ],
    PREHISTORY,
  )
  .default('assume');

const series = mapping(
  {
    id: z.string(SERIES_ID).regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/, SERIES_ID),
    title: text,
    units: text.optional(),
    frequency,
    dated,
    publication_lag: lag,
    breaks,
    freshness,
    state: state.optional(),
    projections: z.boolean(PROJECTIONS).default(false),
    ...rights,
  },
  'a mapping with id, title, frequency and publication_lag',
);

const bundled = mapping(
  { file: text, provenance: text.optional() },
  'a mapping such as { file: snapshot/fred.parquet, provenance: snapshot/provenance.json }',
).optional();

const fred = mapping({
  source: name,
  connector: z.literal('fred'),
  ...described,
  snapshot: bundled,
  vintages: bundled,
  complete_through: day.optional(),
  prehistory,
  freshness,
  ...rights,
  series: filledMapping(series, 'a mapping from names to series, at least one'),
})
  .refine(({ snapshot, vintages }) => snapshot !== undefined || vintages !== undefined, {
    path: ['snapshot'],
    // After an unknown key, which may be one of the two misspelt, that both are missing is no second problem.
    when: ({ issues }) => issues.length === 0,
    error: '{ file: ... } with the latest values; or vintages: { file: ... } with every version of them; or both',
  })
  .meta({ anyOf: [{ required: ['snapshot'] }, { required: ['vintages'] }] });

const lags = {
  lag_days: atLeast(0, 'days').default(0),
  lag_months: atLeast(0, 'months').default(0),
};

const DELIMITER =
  'one character between cells, such as ";" or "\\t": ' + 'no letter, digit, quote, sign, point or line end';
const delimiter = z.string(DELIMITER).regex(/^[^A-Za-z0-9"+.\-\r\n\0\uFEFF\uD800-\uDFFF]$/, DELIMITER);

const table = mapping(
  {
    description: text,
    file: text,
    format: oneOf(...FORMAT_NAMES),
    delimiter: delimiter.optional(),
    decimal: oneOf('.', ',').optional(),
    nulls: listOf(text, 'a list of texts that mean missing, such as ["NA", "."]').optional(),
    encoding: oneOf('utf-8', 'utf-16', 'latin-1', 'windows-1252').optional(),
    columns: filledMapping(
      mapping({ type: text, description: text, unit: text.optional() }, 'a mapping with type and description'),
      'a mapping from column names to { type, description }, at least one',
    ),
    date: name,
    keys,
    frequency,
    dated,
    knowledge: mapping(
      {
        column: name.optional(),
        until: name.optional(),
        otherwise: mapping(lags, 'a mapping such as { lag_months: 12 }').optional(),
        lag: lag.optional(),
      },
      'a mapping: { column: announced_at } or { lag: 30 }',
    ),
    breaks,
    projections: z.boolean(PROJECTIONS).default(false),
    ...rights,
  },
  'a mapping with description, file, format, columns, date, frequency and knowledge',
);

const file = mapping({
  source: name,
  connector: z.literal('file'),
  ...described,
  complete_through: day.optional(),
  ...rights,
  tables: filledMapping(table, 'a mapping from names to tables, at least one'),
});

export const sourceSchema = z.discriminatedUnion('connector', [fred, file], 'fred or file');

export type SourceShape = z.output<typeof sourceSchema>;
export type FredShape = z.output<typeof fred>;
export type FileShape = z.output<typeof file>;
