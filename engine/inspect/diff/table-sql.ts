import { parquetRows, quoteName, quoteText } from '../../warehouse/index.ts';

/** A column of both versions, under one name or two, and how its values are compared. */
export interface ColumnPair {
  readonly from: string;
  readonly to: string;
  /** `number` where both are numbers, of one type or two; `same` of one type that is none; `text` of two others. */
  readonly by: 'number' | 'same' | 'text';
  /** Whether both are binary floating point, whose zeros have a sign. */
  readonly floating: boolean;
}

export interface JoinedTables {
  /** Local parquet files. */
  readonly from: string;
  readonly to: string;
  readonly identity: readonly string[];
  /** Names of identity columns that have two types: they are compared as text. */
  readonly mixed: ReadonlySet<string>;
}

/** Differences of numbers this small are none, whatever their size; none where nothing is tolerated. */
const SMALLEST = 1e-12;

const NUMBERS = /^(?:(?:U?(?:TINY|SMALL|BIG|HUGE)INT)|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(.+\))$/;
const FLOATING = /^(?:FLOAT|DOUBLE)$/;

/** How two columns of these types are compared. */
export function pairOf(from: string, to: string, types: readonly [string, string]): ColumnPair {
  const [a, b] = types;
  const numbers = NUMBERS.test(a) && NUMBERS.test(b);
  if (numbers) return { from, to, by: 'number', floating: FLOATING.test(a) && FLOATING.test(b) };
  return { from, to, by: a === b ? 'same' : 'text', floating: false };
}

/**
 * The table `differing`: rows of one version alone (`has_from`, `has_to`), and rows of which a value differs, with `k0`
 * and on for what tells them apart and `a0`, `b0` and on for the values of the pairs. One full join.
 */
export function differingSql({ from, to, identity, mixed }: JoinedTables, pairs: readonly ColumnPair[]): string {
  const side = (file: string, values: readonly string[]): string => {
    const keys = identity.map((name, i) => `${keySql(name, mixed)} AS k${i}`);
    const columns = values.map((name, i) => `${quoteName(name)} AS v${i}`);
    return `(SELECT true AS here, ${[...keys, ...columns].join(', ')} FROM ${parquetRows(file)})`;
  };
  const columns = [
    'a.here AS has_from',
    'b.here AS has_to',
    ...identity.map((_, i) => `CASE WHEN a.here THEN a.k${i} ELSE b.k${i} END AS k${i}`),
    ...pairs.flatMap((_, i) => [`a.v${i} AS a${i}`, `b.v${i} AS b${i}`]),
  ];
  const sides = [
    side(
      from,
      pairs.map((pair) => pair.from),
    ),
    side(
      to,
      pairs.map((pair) => pair.to),
    ),
  ];
  const on = identity.map((_, i) => `a.k${i} IS NOT DISTINCT FROM b.k${i}`).join(' AND ');
  const differ = pairs.map((pair, i) => differSql(pair, i));
  // A list: as a chain of OR a thousand columns are deeper than DuckDB reads.
  const any = differ.length === 0 ? 'false' : `list_contains([${differ.join(', ')}], true)`;
  return (
    `CREATE TABLE differing AS SELECT * FROM ` +
    `(SELECT ${columns.join(', ')} FROM ${sides[0]} AS a FULL JOIN ${sides[1]} AS b ON ${on}) ` +
    `WHERE has_from IS NULL OR has_to IS NULL OR ${any}`
  );
}

/** A column that tells rows apart, so that both versions have it of one type. */
function keySql(name: string, mixed: ReadonlySet<string>): string {
  return mixed.has(name) ? `${quoteName(name)}::VARCHAR` : quoteName(name);
}

/** Whether the values of a pair are not the same bits. DuckDB takes zeros of both signs for equal, and all NaN. */
export function differSql({ by, floating }: ColumnPair, at: number): string {
  const [a, b] = [`a${at}`, `b${at}`];
  if (by === 'text') return `${a}::VARCHAR IS DISTINCT FROM ${b}::VARCHAR`;
  const differ = `${a} IS DISTINCT FROM ${b}`;
  return floating ? `(${differ} OR coalesce(${a} = 0 AND ${b} = 0 AND signbit(${a}) <> signbit(${b}), false))` : differ;
}

/** Whether values that differ do so by more than the tolerance, which is a share of the larger of the two. */
export function beyondSql(pair: ColumnPair, at: number, tolerance: number): string {
  if (pair.by !== 'number' || tolerance === 0) return 'true';
  const [a, b] = doubles(at);
  const most = `greatest(${tolerance}::DOUBLE * greatest(abs(${a}), abs(${b})), ${SMALLEST}::DOUBLE)`;
  return `NOT coalesce(${finiteSql(pair, at)} AND ${distanceSql(at)} <= ${most}, false)`;
}

/** Whether both values are numbers that are finite, as is their difference. */
export function finiteSql({ by }: ColumnPair, at: number): string {
  if (by !== 'number') return 'false';
  const [a, b] = doubles(at);
  return `coalesce(isfinite(${a}) AND isfinite(${b}) AND isfinite(${a} - ${b}), false)`;
}

export function distanceSql(at: number): string {
  const [a, b] = doubles(at);
  return `abs(${a} - ${b})`;
}

/** The second less the first. */
export function shiftSql(at: number): string {
  const [a, b] = doubles(at);
  return `${b} - ${a}`;
}

export function relativeSql(at: number): string {
  const [a, b] = doubles(at);
  return `${distanceSql(at)} / nullif(greatest(abs(${a}), abs(${b})), 0)`;
}

/** Numbers as doubles, of anything else NULL. */
export function numberSql({ by }: ColumnPair, value: string): string {
  return by === 'number' ? `${value}::DOUBLE` : 'NULL::DOUBLE';
}

function doubles(at: number): readonly [string, string] {
  return [`a${at}::DOUBLE`, `b${at}::DOUBLE`];
}

/** A digest of a column's values with the rows that they are in, whatever the order of rows. */
export function contentSql(column: string, { identity, mixed }: JoinedTables): string {
  const keys = identity.map((name) => keySql(name, mixed));
  return `bit_xor(hash(${[...keys, quoteName(column)].join(', ')}))::VARCHAR`;
}

/** The key of rows that a version has more than once, and how often; no row where each has its own. */
export function repeatedSql(file: string, identity: readonly string[]): string {
  const keys = identity.map((name, i) => `${quoteName(name)}::VARCHAR AS k${i}`);
  const groups = identity.map(quoteName).join(', ');
  return (
    `SELECT ${keys.join(', ')}, count(*) AS n FROM ${parquetRows(file)} ` +
    `GROUP BY ${groups} HAVING count(*) > 1 ORDER BY ${groups} LIMIT 1`
  );
}

/** All cells, to a parquet file. */
export function copyCellsSql(node: string, identity: readonly string[], file: string): string {
  const key = identity.map((name, i) => `${quoteText(name)}: k${i}`).join(', ');
  const columns = [
    `${quoteText(node)} AS node`,
    'TRY_CAST(k0 AS DATE) AS date',
    `to_json({${key}})::VARCHAR AS "row"`,
    '"column", change, from_value, to_value, from_number, to_number, beyond',
  ];
  const rows = `SELECT ${columns.join(', ')} FROM cells ORDER BY ALL`;
  return `COPY (${rows}) TO ${quoteText(file)} (FORMAT parquet, COMPRESSION zstd)`;
}
