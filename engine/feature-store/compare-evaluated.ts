import { qualifiedNames, quoteName, type Row, readCount, type Warehouse } from '../warehouse/index.ts';
import type { Evaluated } from './evaluated.ts';
import type { AsOfPlan } from './plan.ts';

export type LiftCheck =
  | { readonly equal: true }
  | { readonly equal: false; readonly reason: string; readonly example?: Row };

/** Floats that were added in another order differ by less than this share of their column's largest absolute value. */
const LAST_BITS = 1e-9;

/**
 * Whether two evaluations hold the same columns and, as of every decision date, the same rows: to the bit, or with
 * floats that may differ in their last bits.
 */
export async function compareEvaluated(
  warehouse: Warehouse,
  lifted: Evaluated,
  loop: Evaluated,
  exactness: AsOfPlan['exactness'] = 'bits',
): Promise<LiftCheck> {
  if (columnsText(lifted) !== columnsText(loop)) {
    return { equal: false, reason: `lifted it returns ${columnsText(lifted)}, looped ${columnsText(loop)}` };
  }
  for (const [left, right, reason] of [
    [lifted, loop, 'the lifted form has a row that the loop lacks'],
    [loop, lifted, 'the loop has a row that the lifted form lacks'],
  ] as const) {
    const [example] = await warehouse.rows(`${rowsOnlyIn(left, right)} ORDER BY ALL LIMIT 1`);
    if (example === undefined || (exactness !== 'bits' && (await areClose(warehouse, lifted, loop)))) continue;
    return { equal: false, reason, example };
  }
  return { equal: true };
}

function rowsOnlyIn(left: Evaluated, right: Evaluated): string {
  const whole = ({ table, dates, columns }: Evaluated): string => {
    const names = columns.map(({ name }) => name);
    return `SELECT ${['d.t', ...qualifiedNames('e', names)].join(', ')} FROM ${dates} d JOIN ${table} e USING (__t)`;
  };
  return `(${whole(left)} EXCEPT ALL ${whole(right)})`;
}

/** Whether the rows that are not the same to the bit are so but for the last bits of floats. */
async function areClose(warehouse: Warehouse, lifted: Evaluated, loop: Evaluated): Promise<boolean> {
  const isFloat = ({ type }: { readonly type: string }): boolean => type === 'DOUBLE' || type === 'FLOAT';
  const floats = loop.columns.filter(isFloat).map(({ name }) => quoteName(name));
  const exact = ['t', ...loop.columns.filter((column) => !isFloat(column)).map(({ name }) => quoteName(name))];
  if (floats.length === 0) return false;
  const numbered = (rows: string): string =>
    `SELECT *, row_number() OVER (PARTITION BY ${exact.join(', ')} ORDER BY ${floats.join(', ')}) AS __i FROM ${rows}`;
  const same = [...exact, '__i'].map((name) => `l.${name} IS NOT DISTINCT FROM r.${name}`).join(' AND ');
  const bounds = floats.map((name) => `${LAST_BITS} * max(abs(${name})) FILTER (isfinite(${name})) AS ${name}`);
  const close = floats.map(
    (name) => `(l.${name} IS NOT DISTINCT FROM r.${name} OR abs(l.${name} - r.${name}) <= b.${name})`,
  );
  const [row] = await warehouse.rows(
    `SELECT count(*) AS n
     FROM (${numbered(rowsOnlyIn(lifted, loop))}) l FULL JOIN (${numbered(rowsOnlyIn(loop, lifted))}) r ON ${same}
     CROSS JOIN (SELECT ${bounds.join(', ')} FROM ${loop.table}) b
     WHERE l.__i IS NULL OR r.__i IS NULL OR NOT coalesce(${close.join(' AND ')}, false)`,
  );
  return readCount(row) === 0;
}

function columnsText({ columns }: Evaluated): string {
  return columns.map(({ name, type }) => `${name} ${type}`).join(', ');
}
