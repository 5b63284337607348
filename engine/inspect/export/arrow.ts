import type { Scalar } from '../../warehouse/index.ts';
import type { ExportedTable } from './export-format.ts';

/**
 * The rows as a file of Apache Arrow. Doubles, whole numbers up to 64 bits, booleans and dates have the types of their
 * own; everything else, such as DECIMAL and HUGEINT, is text, because there are other numbers in doubles than those.
 */
export async function arrowOf({ columns, rows }: ExportedTable): Promise<Uint8Array> {
  const arrow = await import('apache-arrow');
  const vectors = columns.map(({ name, type }) => {
    const values = rows.map((row) => row[name] ?? null);
    switch (type) {
      case 'DOUBLE':
      case 'FLOAT':
        return [name, arrow.vectorFromArray(values.map(numberOf), new arrow.Float64())] as const;
      case 'TINYINT':
      case 'SMALLINT':
      case 'INTEGER':
        return [name, arrow.vectorFromArray(values.map(numberOf), new arrow.Int32())] as const;
      case 'BIGINT':
      case 'UINTEGER':
        return [name, arrow.vectorFromArray(values.map(wholeOf), new arrow.Int64())] as const;
      case 'BOOLEAN':
        return [name, arrow.vectorFromArray(values.map(booleanOf), new arrow.Bool())] as const;
      case 'DATE':
        return [name, arrow.vectorFromArray(values.map(dayOfDate), new arrow.DateDay())] as const;
      default:
        return [name, arrow.vectorFromArray(values.map(textOf), new arrow.Utf8())] as const;
    }
  });
  const table = new arrow.Table(Object.fromEntries(vectors));
  return arrow.tableToIPC(table, 'file');
}

function numberOf(value: Scalar): number | null {
  return value === null ? null : Number(value);
}

function wholeOf(value: Scalar): bigint | null {
  return value === null ? null : BigInt(value);
}

function booleanOf(value: Scalar): boolean | null {
  return value === null ? null : value === true;
}

function dayOfDate(value: Scalar): Date | null {
  if (value === null) return null;
  // A day without a time is midnight in UTC.
  return new Date(String(value));
}

function textOf(value: Scalar): string | null {
  return value === null ? null : String(value);
}
