import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { first, Tally } from '../../engine/presence/index.ts';
import { type DataSet, dataSetOf, STYLES, type Style } from './data-set.ts';
import { type Generated, generate, queryUnderTest } from './generate.ts';
import { openIndependentLoop } from './independent-loop.ts';
import { judgeQuery, type LiftingOutcome } from './judge.ts';
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
  readonly looped: Tally<string>;
  readonly refused: Tally<string>;
  /** Queries that DuckDB itself cannot run. */
  readonly failing: Tally<string>;
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
  const sums = new Sums();
  const lane = async (): Promise<void> => {
    for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) {
      await runBatch(batch, options, sums);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return { seed: options.seed, ...sums };
}

class Sums {
  lifted = 0;
  empty = 0;
  readonly looped = new Tally<string>();
  readonly refused = new Tally<string>();
  readonly failing = new Tally<string>();
  readonly differences: string[] = [];
}

async function runBatch(batch: number, { seed, queries, dates }: RunOptions, sums: Sums): Promise<void> {
  const roll = rollOf(seed, batch);
  const data = dataSetOf(roll.below(2 ** 31), dates, styleOf(batch));
  const product = await openProduct(data);
  const loop = await openIndependentLoop(data);
  try {
    for (let index = 0; index < Math.min(BATCH, queries - batch * BATCH); index++) {
      const generated = generate(rollOf(seed, batch, index), data);
      writeFileSync(underWay(seed, batch), `query ${index}: ${queryUnderTest(generated).sql}\n`);
      const judgement = await judgeQuery(queryUnderTest(generated), { product, loop, tolerance: toleranceOn(data) });
      await count(judgement, { generated, data, seed }, sums);
    }
  } finally {
    product.close();
    loop.close();
    rmSync(underWay(seed, batch), { force: true });
  }
}

/** The query that a batch is at: DuckDB can end the whole process, and then this file is what is left of it. */
function underWay(seed: number, batch: number): string {
  return path.join(tmpdir(), `ews-lifting-${seed}-${batch}.txt`);
}

/** Eight batches of ten are of eighths, one is of decimals, and one of windows whose frames share their sums. */
function styleOf(batch: number): Style {
  if (batch % 10 === 4) return STYLES.decimals;
  return batch % 10 === 9 ? STYLES.shared : STYLES.eighths;
}

function toleranceOn({ windows }: DataSet): number {
  return windows === 'shared' ? 1e-9 : 0;
}

interface JudgedQuery {
  readonly generated: Generated;
  readonly data: DataSet;
  readonly seed: number;
}

async function count(judgement: LiftingOutcome, { generated, data, seed }: JudgedQuery, sums: Sums): Promise<void> {
  switch (judgement.kind) {
    case 'equal':
      if (judgement.rows === 0) sums.empty += 1;
      if (judgement.method === 'lifted') sums.lifted += 1;
      else sums.looped.add(kindOf(judgement.reason));
      return;
    case 'refused':
      sums.refused.add(kindOf(judgement.reason));
      return;
    case 'fails':
      sums.failing.add(kindOf(judgement.reason));
      return;
    case 'different': {
      const whole = { shape: queryUnderTest(generated), data, judgement };
      const shrunk =
        sums.differences.length < SHRUNK ? await shrink(generated, data, judgement, toleranceOn(data)) : whole;
      sums.differences.push(reportOf(shrunk, seed));
      return;
    }
    default:
      return judgement satisfies never;
  }
}

/** The first line of a reason without the query's own names, which would make each reason one of its kind. */
function kindOf(reason: string): string {
  return first(reason.split('\n')).replaceAll(/"[^"]*"/g, '"..."');
}

/** One line of figures: what was compared, how, and with what result. */
export function figuresText(
  { seed, lifted, empty, looped, refused, failing, differences }: Figures,
  dates: number,
): string {
  const sum = (counts: Tally<string>): number => counts.entries().reduce((all, [, count]) => all + count, 0);
  const total = lifted + sum(looped) + sum(refused) + sum(failing) + differences.length;
  return [
    `figures: seed ${seed}, ${total} queries on ${dates} dates each`,
    `${lifted} lifted`,
    `${sum(looped)} looped${reasonsText(looped)}`,
    `${sum(refused)} refused${reasonsText(refused)}`,
    `${sum(failing)} that DuckDB cannot run${reasonsText(failing)}`,
    `${empty} without a row`,
    `${differences.length} differences`,
  ].join(', ');
}

/** ` (3 this reason; 1 that)`, the most frequent first; nothing where there is none. */
function reasonsText(counts: Tally<string>): string {
  const reasons = counts.entries().toSorted(([, a], [, b]) => b - a);
  return reasons.length === 0 ? '' : ` (${reasons.map(([reason, count]) => `${count} ${reason}`).join('; ')})`;
}
