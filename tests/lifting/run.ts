import { type DataSet, dataSetOf, STYLES, type Style } from './data-set.ts';
import { type Generated, generate, shapeOf } from './generate.ts';
import { openIndependentLoop } from './independent-loop.ts';
import { type Judgement, judge } from './judge.ts';
import { openProduct } from './product.ts';
import { rollOf } from './roll.ts';
import { reportOf, shrink } from './shrink.ts';

export interface RunOptions {
  readonly seed: number;
  readonly queries: number;
  readonly dates: number;
}

export interface Figures {
  readonly seed: number;
  readonly lifted: number;
  /** Queries that have no row on any date: their equality says little. */
  readonly empty: number;
  /** Queries sent to the loop, by the reason given. */
  readonly looped: ReadonlyMap<string, number>;
  readonly refused: ReadonlyMap<string, number>;
  /** Queries that DuckDB itself cannot run. */
  readonly failing: ReadonlyMap<string, number>;
  /** A text for each query that the product gets wrong, or sends to the loop without need. */
  readonly differences: readonly string[];
}

/** Queries that share a data set. */
const BATCH = 50;
/** Batches under way at once: DuckDB works outside of Node's thread. */
const LANES = 2;
/** Differences that are made small; those after them are only counted and shown as they are. */
const SHRUNK = 5;

/** Generates queries and data from a seed, and compares the product with the independent loop on every date. */
export async function runGenerated(options: RunOptions): Promise<Figures> {
  const batches = Array.from({ length: Math.ceil(options.queries / BATCH) }, (_, index) => index);
  const tally = new Tally();
  const lane = async (): Promise<void> => {
    for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) {
      await runBatch(batch, options, tally);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return { seed: options.seed, ...tally };
}

class Tally {
  lifted = 0;
  empty = 0;
  readonly looped = new Map<string, number>();
  readonly refused = new Map<string, number>();
  readonly failing = new Map<string, number>();
  readonly differences: string[] = [];
}

async function runBatch(batch: number, { seed, queries, dates }: RunOptions, tally: Tally): Promise<void> {
  const roll = rollOf(seed, batch);
  const data = dataSetOf(roll.below(2 ** 31), dates, styleOf(batch));
  const product = await openProduct(data);
  const loop = await openIndependentLoop(data);
  try {
    for (let index = 0; index < Math.min(BATCH, queries - batch * BATCH); index++) {
      const generated = generate(rollOf(seed, batch, index), data);
      const judgement = await judge(shapeOf(generated), { product, loop, tolerance: toleranceOn(data) });
      await count(judgement, { generated, data, seed }, tally);
    }
  } finally {
    product.close();
    loop.close();
  }
}

/** Of ten batches eight are of eighths, one of decimals, and one of windows whose frames share their sums. */
function styleOf(batch: number): Style {
  if (batch % 10 === 4) return STYLES.decimals;
  return batch % 10 === 9 ? STYLES.shared : STYLES.eighths;
}

function toleranceOn({ windows }: DataSet): number {
  return windows === 'shared' ? 1e-9 : 0;
}

interface Judged {
  readonly generated: Generated;
  readonly data: DataSet;
  readonly seed: number;
}

async function count(judgement: Judgement, { generated, data, seed }: Judged, tally: Tally): Promise<void> {
  switch (judgement.kind) {
    case 'equal':
      if (judgement.rows === 0) tally.empty += 1;
      if (judgement.method === 'lifted') tally.lifted += 1;
      else addOne(tally.looped, judgement.reason);
      return;
    case 'refused':
      return addOne(tally.refused, judgement.reason);
    case 'fails':
      return addOne(tally.failing, judgement.reason);
    case 'different': {
      const whole = { shape: shapeOf(generated), data, judgement };
      const shrunk =
        tally.differences.length < SHRUNK ? await shrink(generated, data, judgement, toleranceOn(data)) : whole;
      tally.differences.push(reportOf(shrunk, seed));
      return;
    }
    default:
      return judgement satisfies never;
  }
}

function addOne(counts: Map<string, number>, reason: string): void {
  // Names of the query's own would make each reason one of its kind.
  const kind = reason.split('\n')[0]?.replaceAll(/"[^"]*"/g, '"..."') ?? '';
  counts.set(kind, (counts.get(kind) ?? 0) + 1);
}

/** One line of figures: what was compared, how, and with what result. */
export function figuresText(
  { seed, lifted, empty, looped, refused, failing, differences }: Figures,
  dates: number,
): string {
  const sum = (counts: ReadonlyMap<string, number>): number =>
    [...counts.values()].reduce((all, each) => all + each, 0);
  const list = (counts: ReadonlyMap<string, number>): string =>
    counts.size === 0
      ? ''
      : ` (${[...counts]
          .toSorted((a, b) => b[1] - a[1])
          .map(([reason, n]) => `${n} ${reason}`)
          .join('; ')})`;
  const total = lifted + sum(looped) + sum(refused) + sum(failing) + differences.length;
  return [
    `figures: seed ${seed}, ${total} queries on ${dates} dates each`,
    `${lifted} lifted`,
    `${sum(looped)} looped${list(looped)}`,
    `${sum(refused)} refused${list(refused)}`,
    `${sum(failing)} that DuckDB cannot run${list(failing)}`,
    `${empty} without a row`,
    `${differences.length} differences`,
  ].join(', ');
}
