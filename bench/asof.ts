import { pathToFileURL } from 'node:url';
import { compareEvaluated, evaluateLifted, evaluateLoop } from '../engine/feature-store/index.ts';
import { openWarehouse, type Warehouse } from '../engine/warehouse/index.ts';
import { planOf, type Shape } from '../tests/asof/definition.ts';
import { dice, month, monthEnd, openWith, type TestSource } from '../tests/asof/vintages.ts';

export interface AsOfRatio {
  readonly shape: string;
  readonly loopMs: number;
  readonly liftedMs: number;
  /** How many times faster the lifted form is. */
  readonly ratio: number;
}

const DATES = 400;
const SERIES = ['s1', 's2', 's3', 's4', 's5', 's6', 's7', 's8'];

const SHAPES: readonly Shape[] = [
  { name: 'level', sql: 'SELECT date, value FROM m.s1' },
  {
    name: '12-month change',
    sql: 'SELECT date, value / nullif(lag(value, 12) OVER (ORDER BY date), 0) - 1 AS growth FROM m.s1',
  },
  {
    name: '10-year z-score',
    sql: `SELECT date, (value - avg(value) OVER w) / nullif(stddev_samp(value) OVER w, 0) AS z FROM m.s1
      WINDOW w AS (ORDER BY date ROWS 119 PRECEDING)`,
  },
  {
    name: 'Sahm gap',
    sql: `WITH smooth AS (SELECT date, avg(value) OVER (ORDER BY date ROWS 2 PRECEDING) AS m FROM m.s1)
      SELECT date, m - min(m) OVER (ORDER BY date ROWS BETWEEN 12 PRECEDING AND 1 PRECEDING) AS gap FROM smooth`,
  },
  { name: '2-source spread', sql: 'SELECT date, a.value - b.value AS spread FROM m.s1 a JOIN m.s2 b USING (date)' },
  {
    name: '8-source join',
    sql: `SELECT date, ${SERIES.map((name) => `${name}.value AS ${name}`).join(', ')} FROM m.s1
      ${SERIES.slice(1)
        .map((name) => `LEFT JOIN m.${name} USING (date)`)
        .join(' ')}`,
  },
  {
    name: 'ASOF join of two frequencies',
    sql: `SELECT a.date, a.value, q.value AS quarterly FROM m.s1 a
      ASOF LEFT JOIN (SELECT date, value FROM m.s2 WHERE month(date) % 3 = 1) q ON a.date >= q.date`,
  },
  {
    name: 'quarterly averages',
    sql: `SELECT date_trunc('quarter', date)::DATE AS date, max(value) AS top, median(value) AS middle FROM m.s1 GROUP BY 1`,
  },
];

/** Monthly series over 40 years, each month revised three times: about 1,900 stored rows a series. */
function synthetic(name: string, seed: number): TestSource {
  const roll = dice(seed);
  const rows = Array.from({ length: 480 }, (_, period) => {
    const figure = 100 + period / 5 + roll() * 10;
    return Array.from({ length: 4 }, (_, revision) => [
      month(period),
      figure + revision * roll(),
      monthEnd(period + 1 + revision),
      revision === 3 ? '9999-12-31' : monthEnd(period + 2 + revision),
    ]);
  }).flat();
  return {
    name,
    columns: [
      { name: 'date', type: 'DATE' },
      { name: 'value', type: 'DOUBLE' },
    ],
    rows,
  };
}

/** Both forms take turns this often; a shape's figures are the medians. */
const REPEATS = 3;

/** Lifted against loop at 400 month-ends, on the same data; throws when a result differs in a single bit. */
export async function benchAsOf(): Promise<readonly AsOfRatio[]> {
  const sources = SERIES.map((name, index) => synthetic(`m.${name}`, index + 1));
  const dates = Array.from({ length: DATES }, (_, index) => monthEnd(index + 80));
  const ratios: AsOfRatio[] = [];
  for (const shape of SHAPES) {
    const warehouse = await openWith(sources, dates);
    try {
      ratios.push(await ratioOf(warehouse, shape, sources, dates));
    } finally {
      warehouse.close();
    }
  }
  return ratios;
}

async function ratioOf(
  warehouse: Warehouse,
  shape: Shape,
  sources: readonly TestSource[],
  dates: readonly string[],
): Promise<AsOfRatio> {
  const plan = await planOf(warehouse, shape, sources);
  const liftedTimes: number[] = [];
  const loopTimes: number[] = [];
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    const begin = performance.now();
    const lifted = await evaluateLifted(warehouse, plan, dates);
    const between = performance.now();
    const loop = await evaluateLoop(warehouse, plan, dates);
    loopTimes.push(performance.now() - between);
    liftedTimes.push(between - begin);
    const check = await compareEvaluated(warehouse, lifted, loop);
    if (!check.equal) throw new Error(`${shape.name}: ${check.reason} ${JSON.stringify(check.example)}`);
  }
  const [loopMs, liftedMs] = [median(loopTimes), median(liftedTimes)];
  return { shape: shape.name, loopMs, liftedMs, ratio: loopMs / liftedMs };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle - 0.5)] ?? Number.NaN) + (sorted[Math.ceil(middle - 0.5)] ?? Number.NaN)) / 2;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const warm = await openWarehouse();
  warm.close();
  const ratios = await benchAsOf();
  for (const { shape, loopMs, liftedMs, ratio } of ratios) {
    console.log(
      `${shape.padEnd(30)} loop ${loopMs.toFixed(0).padStart(6)} ms  lifted ${liftedMs.toFixed(0).padStart(5)} ms  ${ratio.toFixed(1)}x`,
    );
  }
  console.log(`median ${median(ratios.map(({ ratio }) => ratio)).toFixed(1)}x`);
}
