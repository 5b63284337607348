import type { Evaluated } from '../engine/feature-store/index.ts';
import { quoteName, type Warehouse } from '../engine/warehouse/index.ts';

/**
 * How far two evaluations are apart: the largest difference of two DOUBLEs over the column's largest absolute value, 0
 * when they are equal to the bit. Throws when anything else differs. Rows are matched by their other columns, which
 * must tell them apart.
 */
export async function largestDifference(warehouse: Warehouse, one: Evaluated, other: Evaluated): Promise<number> {
  const floats = one.columns.filter(({ type }) => type === 'DOUBLE').map(({ name }) => quoteName(name));
  const keys = one.columns.filter(({ type }) => type !== 'DOUBLE').map(({ name }) => quoteName(name));
  const whole = ({ table, dates }: Evaluated): string =>
    `(SELECT d.t, e.* FROM ${dates} d JOIN ${table} e USING (__t))`;
  const apart = floats.map((name) => `coalesce(max(abs(l.${name} - r.${name})) / nullif(max(abs(r.${name})), 0), 0)`);
  const oneSided = floats.map((name) => `(l.${name} IS NULL) <> (r.${name} IS NULL)`);
  const same = ['l.t = r.t', ...keys.map((name) => `l.${name} IS NOT DISTINCT FROM r.${name}`)].join(' AND ');
  const [row] = await warehouse.rows(
    `SELECT count(*) FILTER (l.t IS NULL OR r.t IS NULL${oneSided.map((each) => ` OR ${each}`).join('')}) AS lost,
       ${floats.length === 0 ? '0.0' : `greatest(${apart.join(', ')})`} AS apart
     FROM ${whole(one)} l FULL JOIN ${whole(other)} r ON ${same}`,
  );
  if (row?.['lost'] !== 0) throw new Error(`${row?.['lost']} rows of ${one.name} are only in one of two evaluations`);
  return Number(row['apart']);
}
