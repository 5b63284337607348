import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Warehouse } from '../../engine/warehouse/index.ts';
import type { QueryLineage } from '../../lineage/index.ts';
import { openTpc, type TpcName, tpcMissing, tpcQueries } from '../lineage/tpc-extensions.ts';
import { timedLineage } from '../lineage/walk-query.ts';

const missing = tpcMissing();
if (missing !== undefined) console.warn(`the TPC queries are not walked: ${missing}`);

const CORPORA: readonly { readonly name: TpcName; readonly count: number }[] = [
  { name: 'tpch', count: 22 },
  { name: 'tpcds', count: 99 },
];

/** Columns without a source, by query: numbers of rows, grouping(...), and literals. */
const CONSTANTS: Readonly<Record<TpcName, readonly string[]>> = {
  tpch: ['1 count_order', '4 order_count', '13 custdist', '21 numwait', '22 numcust'],
  tpcds: [
    '5 channel',
    '6 cnt',
    '10 cnt1',
    '10 cnt2',
    '10 cnt3',
    '10 cnt4',
    '10 cnt5',
    '10 cnt6',
    '14 channel',
    '14 sum_number_sales',
    '27 g_state',
    '34 cnt',
    '35 cnt1',
    '35 cnt2',
    '35 cnt3',
    '36 lochierarchy',
    '38 count_star()',
    '49 channel',
    '54 num_customers',
    '64 cs1cnt',
    '64 cnt',
    '66 ship_carriers',
    '69 cnt1',
    '69 cnt2',
    '69 cnt3',
    '70 lochierarchy',
    '72 total_cnt',
    '73 cnt',
    '76 channel',
    '76 col_name',
    '76 sales_cnt',
    '77 channel',
    '80 channel',
    '86 lochierarchy',
    '87 count_star()',
    '96 count_star()',
  ],
};

describe.skipIf(missing !== undefined).each(CORPORA)('$name', ({ name, count }) => {
  let warehouse: Warehouse;
  const lineages = new Map<number, QueryLineage>();
  const times: number[] = [];

  beforeAll(async () => {
    warehouse = await openTpc(name, 0);
    for (const { number, sql } of await tpcQueries(warehouse, name)) {
      const names = (await warehouse.rows(`DESCRIBE ${sql}`)).map((row) => String(row['column_name']));
      const { lineage, bindMs, walkMs } = await timedLineage(warehouse, sql, names);
      lineages.set(number, lineage);
      times.push(bindMs + walkMs);
    }
    times.sort((left, right) => left - right);
    const at = (share: number): string => `${times[Math.floor(times.length * share)]?.toFixed(1)} ms`;
    console.log(`${name}: ${times.length} queries bound and walked, median ${at(0.5)}, p95 ${at(0.95)}`);
  });

  afterAll(() => warehouse?.close());

  it(`walks all ${count} queries`, () => {
    expect(lineages.size).toBe(count);
  });

  it('names only columns that the tables have', async () => {
    const declared = await warehouse.rows(
      "SELECT table_schema || '.' || table_name || '.' || column_name AS name FROM information_schema.columns",
    );
    const known = new Set(declared.map((row) => row['name']));
    for (const [number, { columns, rows, reads }] of lineages) {
      const sources = [...columns.flatMap(({ edges }) => edges), ...rows].map((edge) => edge.from);
      const invented = sources.filter(({ relation, column }) => !known.has(`${relation}.${column}`));
      expect({ number, invented }).toEqual({ number, invented: [] });
      expect(sources.every(({ relation }) => reads.includes(relation))).toBe(true);
    }
  });

  it('says CONSTANT of a column only where the query computes it from no column', () => {
    const constant = [...lineages].flatMap(([number, { columns }]) =>
      columns.filter((column) => column.constant).map(({ column }) => `${number} ${column}`),
    );
    expect(constant).toEqual(CONSTANTS[name]);
  });
});
