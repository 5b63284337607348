import type { FeatureNode } from '../../compile/index.ts';
import { type Problem, warning } from '../../diagnostics/index.ts';
import type { FeatureGroupDefinition } from '../../project/index.ts';
import { missing } from '../../steps/index.ts';
import { quoteName, quoteText, type Warehouse } from '../../warehouse/index.ts';

/** How complete and how old a column is, over its decision dates from `valid_from` on. */
export interface ColumnQuality {
  readonly column: string;
  readonly nullShare: number | null;
  /** Days between a value's date and the decision date. */
  readonly medianAgeDays: number | null;
  readonly maxAgeDays: number | null;
}

/** A column that is missing more often than this is worth a warning. */
const MOSTLY_MISSING = 0.5;

export async function columnQuality(
  warehouse: Warehouse,
  table: string,
  group: FeatureGroupDefinition,
): Promise<readonly ColumnQuality[]> {
  const rows = await Promise.all(
    group.columns.map(async (column) => {
      const name = quoteName(column.name);
      const date = column.asKnown === 'last_value' ? quoteName(`${column.name}__date`) : 'date';
      const from = column.validFrom === undefined ? '' : `WHERE as_of >= DATE ${quoteText(column.validFrom)}`;
      const [row] = await warehouse.rows(
        `SELECT count(*) FILTER (${missing(name)}) / nullif(count(*), 0) AS missing,
                median(datediff('day', ${date}, as_of)) FILTER (NOT ${missing(name)}) AS median_age,
                max(datediff('day', ${date}, as_of)) FILTER (NOT ${missing(name)}) AS max_age
         FROM ${table} ${from}`,
      );
      return { column: column.name, row };
    }),
  );
  return rows.map(({ column, row }) => ({
    column,
    nullShare: numberOrNull(row?.['missing']),
    medianAgeDays: numberOrNull(row?.['median_age']),
    maxAgeDays: numberOrNull(row?.['max_age']),
  }));
}

export function qualityWarnings(node: FeatureNode, quality: readonly ColumnQuality[]): readonly Problem[] {
  return quality.flatMap(({ column, nullShare }) => {
    if (nullShare === null || nullShare <= MOSTLY_MISSING) return [];
    const span = node.query.spans[column];
    const message = `${node.id}.${column} is missing on ${Math.round(nullShare * 100)}% of the decision dates`;
    const hint =
      'declare as_known: last_value where the ragged edge makes it so, or valid_from where the data begin later';
    return [warning('EWS3006', message, { span, hint })];
  });
}

function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
