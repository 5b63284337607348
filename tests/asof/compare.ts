import type { Evaluated } from '../../engine/feature-store/index.ts';
import type { Row, Warehouse } from '../../engine/warehouse/index.ts';

/** Rows, as of every decision date, that one result has and the other lacks. Equal results give none. */
export async function differences(warehouse: Warehouse, left: Evaluated, right: Evaluated): Promise<readonly Row[]> {
  const whole = ({ table, dates }: Evaluated) =>
    `SELECT d.t, e.* EXCLUDE (__t) FROM ${dates} d JOIN ${table} e USING (__t)`;
  return warehouse.rows(
    `SELECT 'left only' AS side, * FROM (${whole(left)} EXCEPT ALL ${whole(right)})
     UNION ALL SELECT 'right only', * FROM (${whole(right)} EXCEPT ALL ${whole(left)})`,
  );
}
