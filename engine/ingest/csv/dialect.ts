/**
 * How a CSV file is written, as its source declares it. Cells that hold a quote, a delimiter or a line end are quoted.
 */
export interface CsvDialect {
  /** One character between two cells. */
  readonly delimiter: string;
  /** The mark between the whole part of a number and its fraction. */
  readonly decimal: '.' | ',';
  /** Texts that mean missing, besides the empty cell. */
  readonly nulls: readonly string[];
  readonly encoding: Encoding;
}

/** `utf-16` begins with a byte order mark, which says which half of a unit comes first. */
export type Encoding = 'utf-8' | 'utf-16' | 'latin-1' | 'windows-1252';

export const DEFAULT_DIALECT: CsvDialect = { delimiter: ',', decimal: '.', nulls: [], encoding: 'utf-8' };

/**
 * The part of a dialect that differs from the default; undefined if nothing does, so that a source that declares
 * nothing keeps its digest.
 */
export function unusualDialect(dialect: CsvDialect): Partial<CsvDialect> | undefined {
  const { delimiter, decimal, encoding } = dialect;
  const unusual = {
    ...(delimiter === DEFAULT_DIALECT.delimiter ? {} : { delimiter }),
    ...(decimal === DEFAULT_DIALECT.decimal ? {} : { decimal }),
    ...(dialect.nulls.length === 0 ? {} : { nulls: dialect.nulls.toSorted() }),
    ...(encoding === DEFAULT_DIALECT.encoding ? {} : { encoding }),
  };
  return Object.keys(unusual).length === 0 ? undefined : unusual;
}
