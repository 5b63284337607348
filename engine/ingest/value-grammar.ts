import { quoteName } from '../warehouse/index.ts';
import { dayOfTextSql } from './date-form-sql.ts';
import type { LoadedColumn } from './date-reading.ts';

/** A declared column that is staged. */
export interface StagedColumn extends LoadedColumn {
  /** Of its file. */
  readonly format: string;
  /** DuckDB's name of the type that it has in `staged`; VARCHAR in a text file. */
  readonly fileType: string;
  /** The decimal mark of numbers in its text. */
  readonly decimal: '.' | ',';
}

/** Why a cell is refused; each is SQL over `staged`, true for a cell at fault and not for a missing one. */
export interface CellChecks {
  /** It is not written as a value of the type. */
  readonly unlike: string;
  /** It is a value of the kind, and larger or smaller than the type holds. */
  readonly beyond?: string;
  /** It would be stored as another value. */
  readonly inexact?: string;
}

/** How a staged column becomes its declared type. */
export interface Conversion {
  /** SQL: the value; meaningless where there is a fault. */
  readonly value: string;
  readonly faults: CellChecks;
}

const TYPE_NAME = /^[A-Z][A-Z0-9_ ]*(\(\s*\d+\s*(,\s*\d+\s*)?\))?$/i;
export const INTEGER_TYPE = /^(U?(TINY|SMALL|BIG|HUGE)?INT|U?INTEGER)$/i;
export const FLOAT_TYPE = /^(DOUBLE|FLOAT|REAL)$/i;
export const DECIMAL_TYPE = /^DECIMAL\(\s*(\d+)\s*,\s*(\d+)\s*\)$/i;

/** Types whose text says all of them. Bytes, times of day, intervals, lists and the like are no values. */
const JUDGED_TYPES = /^(VARCHAR|BOOLEAN|DATE|TIMESTAMP.*|UUID|U?(TINY|SMALL|BIG|HUGE)?INT|U?INTEGER|DECIMAL\(.*\))$/;

/** Those of them that may be taken as text themselves. */
const TEXT_TYPES = /^(VARCHAR|BOOLEAN|DATE|UUID|U?(TINY|SMALL|BIG|HUGE)?INT|U?INTEGER|DECIMAL\(.*\))$/;

/** Whether values of a type can be told by their text: not those of lists, structs, intervals and the like. */
export function hasGrammar(type: string): boolean {
  const name = type.toUpperCase();
  const isZoned = name === 'TIMESTAMPTZ' || name === 'TIMESTAMP WITH TIME ZONE';
  if (isZoned || name === 'TIMESTAMP' || FLOAT_TYPE.test(name) || INTEGER_TYPE.test(name)) return true;
  return DECIMAL_TYPE.test(name) || ['VARCHAR', 'BOOLEAN', 'DATE'].includes(name);
}

/**
 * One grammar of values for all files, which is ours and not that of DuckDB's casts: those take `1_000`, `epoch` and
 * `20-1-1`, and round. Whatever a file holds is judged by its text, but for floating-point numbers, which are judged
 * themselves.
 */
export function conversionOf(column: StagedColumn): Conversion {
  if (!TYPE_NAME.test(column.type)) throw new Error(`not the name of a type: ${column.type}`);
  const name = quoteName(column.name);
  const type = column.type.toUpperCase();
  if (FLOAT_TYPE.test(column.fileType)) return fromFloat(name, column.fileType, type);
  if (!JUDGED_TYPES.test(column.fileType)) return { value: 'NULL', faults: { unlike: `${name} IS NOT NULL` } };
  const text = `CAST(${name} AS VARCHAR)`;
  if (FLOAT_TYPE.test(type)) return textToFloat(text, type, column.decimal);
  if (INTEGER_TYPE.test(type)) return textToInteger(text, type, column.decimal);
  const decimal = DECIMAL_TYPE.exec(type);
  if (decimal !== null) return textToDecimal(text, type, { scale: Number(decimal[2]), decimal: column.decimal });
  switch (type) {
    case 'VARCHAR':
      return { value: text, faults: { unlike: TEXT_TYPES.test(column.fileType) ? 'false' : `${name} IS NOT NULL` } };
    case 'BOOLEAN':
      return { value: `TRY_CAST(${text} AS BOOLEAN)`, faults: { unlike: not(text, '(?i:true|false)|[01]') } };
    case 'DATE': {
      if (column.dates !== undefined) {
        const { value, unlike } = dayOfTextSql(text, column.dates.form, column.dates.dated);
        return { value, faults: { unlike } };
      }
      const value = `TRY_CAST(left(${text}, 10) AS DATE)`;
      return {
        value,
        faults: { unlike: `${not(text, `${DAY}([ T]00:00(:00([.]0+)?)?)?`)} OR ${absent(text, value)}` },
      };
    }
    case 'TIMESTAMP': {
      const value = `TRY_CAST(replace(left(${text}, 26), 'T', ' ') AS TIMESTAMP)`;
      return { value, faults: { unlike: `${not(text, `${DAY}([ T]${TIME})?`)} OR ${absent(text, value)}` } };
    }
    case 'TIMESTAMPTZ':
    case 'TIMESTAMP WITH TIME ZONE': {
      const value = `TRY_CAST(replace(${text}, 'T', ' ') AS TIMESTAMPTZ)`;
      return { value, faults: { unlike: `${not(text, `${DAY}[ T]${TIME}${ZONE}`)} OR ${absent(text, value)}` } };
    }
    default:
      throw new Error(`no grammar for values of type ${type}`);
  }
}

/** Years of four digits, from 0001. Whether the day exists is left to the cast. */
const DAY = '([1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])-[0-9]{2}-[0-9]{2}';
const TIME = '([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,6}0*)?)?';
const ZONE = '(Z|[+-][0-9]{2}(:?[0-9]{2})?)';

function matches(text: string, pattern: string): string {
  return `regexp_full_match(${text}, '${pattern}')`;
}

function not(text: string, pattern: string): string {
  return `NOT ${matches(text, pattern)}`;
}

/** A text of the right form that the cast does not take, such as 30 February. */
function absent(text: string, value: string): string {
  return `(${text} IS NOT NULL AND ${value} IS NULL)`;
}

/** Digits, a decimal mark among or before or behind them. */
function digits(mark: '.' | ','): string {
  return `([0-9]+([${mark}][0-9]*)?|[${mark}][0-9]+)`;
}

function pointed(text: string, mark: '.' | ','): string {
  return mark === '.' ? text : `replace(${text}, '${mark}', '.')`;
}

/** Digits that any DOUBLE, or FLOAT, holds exactly: fewer need no closer look. */
const EXACT_DIGITS: Readonly<Record<string, number>> = { DOUBLE: 15 };
const EXACT_DIGITS_OF_FLOAT = 7;

/**
 * A number with a fraction or an exponent is a measurement: the nearest value is taken. Digits alone, or with nothing
 * but zeros behind the mark, are a whole number, perhaps a count or a code: it is taken exactly or not at all.
 */
function textToFloat(text: string, type: string, mark: '.' | ','): Conversion {
  const number = `[+-]?${digits(mark)}([eE][+-]?[0-9]+)?`;
  const value = `TRY_CAST(${pointed(text, mark)} AS ${type})`;
  const enough = EXACT_DIGITS[type] ?? EXACT_DIGITS_OF_FLOAT;
  const whole = `regexp_extract(${text}, '^[+-]?0*([0-9]+)([${mark}]0*)?$', 1)`;
  return {
    value,
    faults: {
      unlike: not(text, number),
      beyond: `CASE WHEN ${matches(text, number)} THEN ${value} IS NULL OR NOT isfinite(${value})
        OR (${value} = 0 AND regexp_matches(${text}, '^[^eE]*[1-9]')) END`,
      inexact: `CASE WHEN length(${text}) > ${enough} AND regexp_full_match(${text}, '[+-]?[0-9]+([${mark}]0*)?')
        AND isfinite(${value}) THEN format('{:.0f}', abs(${value}::DOUBLE)) <> ${whole} END`,
    },
  };
}

/** DuckDB writes HUGEINT as DOUBLE; observations keep it as DECIMAL(38,0), which ends before it. */
const LARGEST_HUGEINT = '99999999999999999999999999999999999999::HUGEINT';

function textToInteger(text: string, type: string, mark: '.' | ','): Conversion {
  const whole = `[+-]?[0-9]+([${mark}]0*)?`;
  const value = `TRY_CAST(regexp_replace(${text}, '[${mark}]0*$', '') AS ${type})`;
  const isLarge = type === 'HUGEINT' ? ` OR ${value} NOT BETWEEN -${LARGEST_HUGEINT} AND ${LARGEST_HUGEINT}` : '';
  return {
    value,
    faults: {
      unlike: not(text, whole),
      beyond: `CASE WHEN ${matches(text, whole)} THEN ${value} IS NULL${isLarge} END`,
    },
  };
}

function textToDecimal(
  text: string,
  type: string,
  { scale, decimal: mark }: { readonly scale: number; readonly decimal: '.' | ',' },
): Conversion {
  const number = `[+-]?${digits(mark)}`;
  const value = `TRY_CAST(${pointed(text, mark)} AS ${type})`;
  const fits = `[^${mark}]*([${mark}][0-9]{0,${scale}}0*)?`;
  return {
    value,
    faults: {
      unlike: not(text, number),
      beyond: `CASE WHEN ${matches(text, fits)} AND ${matches(text, number)} THEN ${value} IS NULL END`,
      inexact: `CASE WHEN ${matches(text, number)} THEN NOT ${matches(text, fits)} END`,
    },
  };
}

/** Whole numbers up to here have no neighbour that was rounded to them. */
const LARGEST_EXACT: Readonly<Record<string, string>> = { DOUBLE: '9007199254740991' };
const LARGEST_EXACT_FLOAT = '16777215';

/** Floating-point numbers of a parquet file. */
function fromFloat(name: string, fileType: string, type: string): Conversion {
  const value = `TRY_CAST(${name} AS ${type})`;
  const finite = `(${name} IS NOT NULL AND isfinite(${name}))`;
  const unlike = `${name} IS NOT NULL AND NOT isfinite(${name})`;
  if (FLOAT_TYPE.test(type)) {
    return { value, faults: { unlike, inexact: `CASE WHEN ${finite} THEN ${value} IS DISTINCT FROM ${name} END` } };
  }
  if (INTEGER_TYPE.test(type)) {
    const largest = LARGEST_EXACT[fileType] ?? LARGEST_EXACT_FLOAT;
    return {
      value,
      faults: {
        unlike: `${unlike} OR ${name} <> trunc(${name})`,
        beyond: `CASE WHEN ${finite} THEN ${value} IS NULL AND abs(${name}) <= ${largest} END`,
        inexact: `CASE WHEN ${finite} THEN abs(${name}) > ${largest} END`,
      },
    };
  }
  if (DECIMAL_TYPE.test(type)) {
    const back = `TRY_CAST(CAST(${value} AS VARCHAR) AS ${fileType})`;
    return {
      value,
      faults: {
        unlike,
        beyond: `CASE WHEN ${finite} THEN ${value} IS NULL END`,
        inexact: `CASE WHEN ${finite} AND ${value} IS NOT NULL THEN ${back} <> ${name} END`,
      },
    };
  }
  return { value, faults: { unlike: `${name} IS NOT NULL` } };
}
