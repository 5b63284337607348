import * as z from 'zod';
import { DAY_FORMS, PERIOD_FORMS } from '../../calendar/index.ts';
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
  {
    warn_after: atLeast(0, 'days')
      .optional()
      .describe('How many days overdue a period may be before ews source freshness warns.'),
    error_after: atLeast(0, 'days')
      .optional()
      .describe('How many days overdue a period may be before ews source freshness fails.'),
  },
  'a mapping such as { warn_after: 7, error_after: 45 }, in days overdue',
).optional();

const SERIES_ID = 'the id of a FRED series, such as UNRATE';

const PROJECTIONS = 'true, where rows of periods that have not begun yet are taken, or false';

const state = mapping(
  {
    settles_after_months: atLeast(1, 'months')
      .default(12)
      .describe('After how many months a 0 counts as known, if it still holds.'),
  },
  'a mapping such as { settles_after_months: 12 }, of a series of 0 and 1 that is announced later',
);

const PREHISTORY = 'assume, none, or a mapping such as { assume: { lag_months: 12 } }';
const prehistory = z
  .union(
    [
      z.enum(['assume', 'none']),
      mapping(
        {
          assume: mapping(
            {
              lag_months: atLeast(0, 'months').describe(
                'In place of publication lags: months after the end of each month.',
              ),
            },
            PREHISTORY,
          ).describe('Known after a lag, and marked as assumed.'),
        },
        PREHISTORY,
      ),
    ],
    PREHISTORY,
  )
  .default('assume');

const series = mapping(
  {
    id: z
      .string(SERIES_ID)
      .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/, SERIES_ID)
      .describe('What FRED calls the series.'),
    title: text.describe('What the series says.'),
    units: text.optional().describe('What it is counted in, as FRED has it.'),
    frequency,
    dated,
    publication_lag: lag.describe('Days from the last day of a period until its value is out.'),
    breaks,
    freshness: freshness.describe('How late its next period may be, in place of what the source says.'),
    state: state.optional().describe('A series of 0 and 1 that is announced later, such as USREC.'),
    projections: z
      .boolean(PROJECTIONS)
      .default(false)
      .describe('Whether rows of periods that have not begun are taken.'),
    ...rights,
  },
  'a mapping with id, title, frequency and publication_lag',
);

const bundled = mapping(
  {
    file: text.describe('A parquet file, relative to this file.'),
    provenance: text.optional().describe('A JSON file that says where the other was fetched, and when.'),
  },
  'a mapping such as { file: snapshot/fred.parquet, provenance: snapshot/provenance.json }',
).optional();

const fred = mapping({
  source: name.describe('What the source is called; the file is called the same. SQL reads SOURCE.RELATION.'),
  connector: z.literal('fred').describe('Series of FRED, live or from files of this project.'),
  ...described,
  snapshot: bundled.describe(
    'A file with the latest value of each period; when it became known follows from the lags.',
  ),
  vintages: bundled.describe('A file with every version of each value, and the days on which it was known.'),
  complete_through: day.optional().describe('The last day for which the source is complete.'),
  prehistory: prehistory.describe('What was known before the first vintage of a series.'),
  freshness: freshness.describe('How late the next period of a series may be.'),
  ...rights,
  series: filledMapping(series, 'a mapping from names to series, at least one').describe(
    'The series by name; each is the relation SOURCE.NAME with the columns date and value.',
  ),
})
  .refine(({ snapshot, vintages }) => snapshot !== undefined || vintages !== undefined, {
    path: ['snapshot'],
    // After an unknown key, which may be one of the two misspelt, that both are missing is no second problem.
    when: ({ issues }) => issues.length === 0,
    error: '{ file: ... } with the latest values; or vintages: { file: ... } with every version of them; or both',
  })
  .meta({ anyOf: [{ required: ['snapshot'] }, { required: ['vintages'] }] });

const lags = {
  lag_days: atLeast(0, 'days').default(0).describe('Days after the last day of the period.'),
  lag_months: atLeast(0, 'months')
    .default(0)
    .describe('Months: the end of the month so many months after the last day of the period.'),
};

const DELIMITER =
  'one character between cells, such as ";" or "\\t": ' + 'no letter, digit, quote, sign, point or line end';
const delimiter = z.string(DELIMITER).regex(/^[^A-Za-z0-9"+.\-\r\n\0\uFEFF\uD800-\uDFFF]$/, DELIMITER);

const DATE_FORMAT =
  'quarter, month, year, or the order of day, month and year in signs, such as "%d/%m/%Y"; years have four digits';
const dateFormat = z.union([z.enum(PERIOD_FORMS), z.string().regex(DAY_FORMS, DATE_FORMAT)], DATE_FORMAT).optional();

const table = mapping(
  {
    description: text.describe('What a row says.'),
    file: text.describe('Where the data are, relative to this file.'),
    format: oneOf(...FORMAT_NAMES).describe('How the file is written.'),
    delimiter: delimiter.optional().describe('Of CSV: what stands between cells; a comma unless told.'),
    decimal: oneOf('.', ',').optional().describe('Of CSV: the mark of fractions; a point unless told.'),
    nulls: listOf(text, 'a list of texts that mean missing, such as ["NA", "."]')
      .optional()
      .describe('Of CSV: texts that mean missing, besides the empty cell.'),
    encoding: oneOf('utf-8', 'utf-16', 'latin-1', 'windows-1252').optional().describe('Of CSV: utf-8 unless told.'),
    columns: filledMapping(
      mapping(
        {
          type: text.describe("DuckDB's type, such as DOUBLE, DATE or VARCHAR."),
          description: text.describe('What the column says.'),
          unit: text.optional().describe('What it is counted in.'),
          header: text.optional().describe('What the file calls the column, where that is another name.'),
        },
        'a mapping with type and description',
      ),
      'a mapping from column names to { type, description }, at least one',
    ).describe('The columns that are read, by name.'),
    date: name.describe('The column with the date of the observation.'),
    date_format: dateFormat.describe('How dates are written, where not as YYYY-MM-DD.'),
    periods_in_columns: mapping(
      {
        date: name.describe('The column that takes the names of the columns of periods.'),
        value: name.describe('The column that takes their cells.'),
      },
      'a mapping such as { date: year, value: gdp }: the columns that take the names and the cells',
    )
      .optional()
      .describe('Of a wide file, where each period has a column of its own.'),
    keys,
    frequency,
    dated,
    knowledge: mapping(
      {
        column: name.optional().describe('The column with the day on which a row became known.'),
        until: name.optional().describe('The column with the last day on which a version held.'),
        otherwise: mapping(lags, 'a mapping such as { lag_months: 12 }')
          .optional()
          .describe('What to assume where that column is empty.'),
        lag: lag.optional().describe('Days from the last day of the period until its row is known.'),
      },
      'a mapping: { column: announced_at } or { lag: 30 }',
    ).describe('When each row became known: by a column, or after a lag.'),
    breaks,
    projections: z
      .boolean(PROJECTIONS)
      .default(false)
      .describe('Whether rows of periods that have not begun are taken.'),
    ...rights,
  },
  'a mapping with description, file, format, columns, date, frequency and knowledge',
);

const file = mapping({
  source: name.describe('What the source is called; the file is called the same. SQL reads SOURCE.RELATION.'),
  connector: z.literal('file').describe('Tables of files of this project.'),
  ...described,
  complete_through: day.optional().describe('The last day for which the source is complete.'),
  ...rights,
  tables: filledMapping(table, 'a mapping from names to tables, at least one').describe(
    'The tables by name; each is the relation SOURCE.NAME with its columns.',
  ),
});

export const sourceSchema = z.discriminatedUnion('connector', [fred, file], 'fred or file');

export type SourceShape = z.output<typeof sourceSchema>;
export type FredShape = z.output<typeof fred>;
export type FileShape = z.output<typeof file>;
