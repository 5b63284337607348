import type { Closeness, TextRow } from './unit-case.ts';

/** The rows that were got beside those that are expected, all as the texts of their columns' types. */
export interface ComparedRows {
  /** What tells rows apart; no two that are expected have the same. */
  readonly identity: readonly string[];
  readonly expected: readonly TextRow[];
  readonly got: readonly TextRow[];
  /** The closeness that counts as equal; undefined: equal to the last digit. */
  readonly closeness: (column: string) => Closeness | undefined;
  /** The column without whose value there is no row: an outcome that is not known yet. */
  readonly presence?: string;
}

export interface ValueDifference {
  readonly column: string;
  readonly got: string | null;
  readonly expected: string | null;
  /** got - expected; absent where one of them is no finite number. */
  readonly difference?: number;
}

export type RowDifference =
  | { readonly kind: 'value'; readonly at: number; readonly row: TextRow; readonly values: readonly ValueDifference[] }
  | { readonly kind: 'missing'; readonly at: number; readonly row: TextRow }
  | { readonly kind: 'unexpected'; readonly row: TextRow }
  | { readonly kind: 'repeated'; readonly row: TextRow };

/** What differs, in the order of the expected rows, then those that nobody expects. */
export function compareRows(compared: ComparedRows): readonly RowDifference[] {
  const { identity, expected, got, presence } = compared;
  const keyOf = (row: TextRow): string => JSON.stringify(identity.map((name) => row[name] ?? null));
  const isThere = (row: TextRow): boolean => presence === undefined || (row[presence] ?? null) !== null;
  const repeated: TextRow[] = [];
  const byKey = new Map<string, TextRow>();
  for (const row of got.filter(isThere)) {
    if (byKey.has(keyOf(row))) repeated.push(row);
    else byKey.set(keyOf(row), row);
  }
  const wrong = expected.flatMap((row, at): readonly RowDifference[] => {
    const found = byKey.get(keyOf(row));
    byKey.delete(keyOf(row));
    if (found === undefined) {
      const isExpectedAway = presence !== undefined && row[presence] === null;
      return isExpectedAway ? [] : [{ kind: 'missing', at, row }];
    }
    const values = differencesOf(found, row, compared);
    return values.length === 0 ? [] : [{ kind: 'value', at, row: found, values }];
  });
  const unexpected = [...byKey.values()].map((row) => ({ kind: 'unexpected', row }) as const);
  return [...wrong, ...unexpected, ...repeated.map((row) => ({ kind: 'repeated', row }) as const)];
}

/** Only what the expected row names is compared. */
function differencesOf(
  got: TextRow,
  expected: TextRow,
  { identity, closeness }: ComparedRows,
): readonly ValueDifference[] {
  return Object.entries(expected).flatMap(([column, value]) => {
    const found = got[column] ?? null;
    if (identity.includes(column) || isEqual(found, value, closeness(column))) return [];
    const difference = Number(found) - Number(value);
    const isNumber = found !== null && value !== null && closeness(column) !== undefined && Number.isFinite(difference);
    return [{ column, got: found, expected: value, ...(isNumber ? { difference } : {}) }];
  });
}

/** NULL equals NULL alone; NaN and infinities, whose texts JavaScript reads as no number, equal nothing. */
function isEqual(got: string | null, expected: string | null, close: Closeness | undefined): boolean {
  if (got === expected) return true;
  if (got === null || expected === null || close === undefined) return false;
  const [a, b] = [Number(got), Number(expected)];
  return Math.abs(a - b) <= Math.max(close.absolute, close.relative * Math.abs(b));
}
