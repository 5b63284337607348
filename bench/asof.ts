import { planOf } from '../engine/feature-store/definition.fixture.ts';
import { evaluateLifted, evaluateLoop } from '../engine/feature-store/index.ts';
import { openWith, type TestSource } from '../engine/feature-store/vintages.fixture.ts';
import { at, entry } from '../engine/presence/index.ts';
import type { Warehouse } from '../engine/warehouse/index.ts';
import { BENCH_DATES, BENCH_SHAPES, type BenchShape, benchSources } from './asof-shapes.ts';
import { largestDifference } from './largest-difference.ts';
import { LATERAL_RATIOS } from './lateral-ratios.ts';

export interface AsOfRatio {
  readonly shape: string;
  /** Processor time. */
  readonly loopMs: number;
  readonly liftedMs: number;
  /** How many times faster the lifted form is. */
  readonly ratio: number;
  /** What `ratio` was when lifting was by LATERAL. */
  readonly lateralRatio: number;
  /** The largest difference of a float column over its largest absolute value; 0 is equality to the bit. */
  readonly apart: number;
}

/** Results may differ by so much of the column's largest absolute value where nothing fixes the order of a sum. */
const TOLERANCE = 1e-9;

/** Lifted against loop at 400 month-ends, on the same data; throws when a result differs. */
export async function benchAsOf(): Promise<readonly AsOfRatio[]> {
  const sources = benchSources();
  const ratios: AsOfRatio[] = [];
  for (const shape of BENCH_SHAPES) {
    const read = sources.filter(({ name }) => shape.sql.includes(name));
    const warehouse = await openWith(read, BENCH_DATES);
    try {
      ratios.push(await ratioOf(warehouse, shape, read));
    } finally {
      warehouse.close();
    }
  }
  return ratios;
}

/** Both forms take turns; a shape's figures are the medians. */
async function ratioOf(warehouse: Warehouse, shape: BenchShape, sources: readonly TestSource[]): Promise<AsOfRatio> {
  const plan = await planOf(warehouse, shape, sources);
  const liftedTimes: number[] = [];
  const loopTimes: number[] = [];
  let apart = 0;
  for (let turn = 0; turn < shape.turns; turn++) {
    await setWindows(warehouse, shape.shared === undefined ? 'separate' : 'shared');
    const lifted = await timed(liftedTimes, () => evaluateLifted(warehouse, plan, BENCH_DATES));
    await setWindows(warehouse, shape.shared === 'both' ? 'shared' : 'separate');
    const loop = await timed(loopTimes, () => evaluateLoop(warehouse, plan, BENCH_DATES));
    apart = Math.max(apart, await largestDifference(warehouse, lifted, loop));
  }
  if (apart > TOLERANCE) throw new Error(`${shape.name}: lifted and loop are ${apart} apart`);
  const [loopMs, liftedMs] = [median(loopTimes), median(liftedTimes)];
  const lateralRatio = entry(LATERAL_RATIOS, shape.name);
  return { shape: shape.name, loopMs, liftedMs, ratio: loopMs / liftedMs, lateralRatio, apart };
}

/** Adds the processor time of some work, which hardly depends on what else the machine does: DuckDB has one thread. */
async function timed<T>(times: number[], work: () => Promise<T>): Promise<T> {
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  times.push((user + system) / 1000);
  return result;
}

async function setWindows(warehouse: Warehouse, sums: 'separate' | 'shared'): Promise<void> {
  await warehouse.run(`SET debug_window_mode = '${sums === 'separate' ? 'separate' : 'window'}'`);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return (at(sorted, Math.floor(middle - 0.5)) + at(sorted, Math.ceil(middle - 0.5))) / 2;
}
