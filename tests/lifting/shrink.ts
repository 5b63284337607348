import type { QueryUnderTest } from '../../engine/feature-store/definition.fixture.ts';
import type { TestSource } from '../../engine/feature-store/vintages.fixture.ts';
import type { DataSet } from './data-set.ts';
import { type Generated, queryUnderTest, simpler } from './generate.ts';
import { openIndependentLoop } from './independent-loop.ts';
import { judgeQuery, type LiftingOutcome } from './judge.ts';
import { openProduct } from './product.ts';

export type DifferentOutcome = Extract<LiftingOutcome, { readonly kind: 'different' }>;

/** A query that the product gets wrong, with as little around it as still shows it. */
export interface Shrunk {
  readonly shape: QueryUnderTest;
  readonly data: DataSet;
  readonly judgement: DifferentOutcome;
}

/** So many trials, at most, go into making each of query, sources, dates and rows smaller. */
const TRIALS = 80;

/** Makes query and data smaller as long as the product still gets it wrong. */
export async function shrink(
  generated: Generated,
  data: DataSet,
  found: DifferentOutcome,
  tolerance: number,
): Promise<Shrunk> {
  const trial = async (shape: QueryUnderTest, on: DataSet): Promise<DifferentOutcome | undefined> => {
    const judgement = await judgeOn(shape, on, tolerance);
    return judgement?.kind === 'different' && judgement.method === found.method ? judgement : undefined;
  };
  const query = await smallest(
    generated,
    simpler,
    async (each) => (await trial(queryUnderTest(each), data)) !== undefined,
  );
  const shape = queryUnderTest(query);
  let small = data;
  for (const smaller of [fewerSources, fewerDates, fewerRows]) {
    small = await smallest(small, smaller, async (each) => (await trial(shape, each)) !== undefined);
  }
  return { shape, data: small, judgement: (await trial(shape, small)) ?? found };
}

async function judgeOn(shape: QueryUnderTest, data: DataSet, tolerance: number): Promise<LiftingOutcome | undefined> {
  const product = await openProduct(data);
  const loop = await openIndependentLoop(data);
  try {
    return await judgeQuery(shape, { product, loop, tolerance });
  } catch {
    return undefined;
  } finally {
    product.close();
    loop.close();
  }
}

async function smallest<T>(
  first: T,
  candidates: (of: T) => Iterable<T>,
  holds: (candidate: T) => Promise<boolean>,
): Promise<T> {
  let best = first;
  let trials = 0;
  for (let found = true; found && trials < TRIALS; ) {
    found = false;
    for (const candidate of candidates(best)) {
      trials += 1;
      if (trials > TRIALS) break;
      if (!(await holds(candidate))) continue;
      best = candidate;
      found = true;
      break;
    }
  }
  return best;
}

function* fewerSources(data: DataSet): Iterable<DataSet> {
  for (const [index, { rows }] of data.sources.entries()) if (rows.length > 0) yield withRows(data, index, []);
}

function* fewerDates(data: DataSet): Iterable<DataSet> {
  for (const dates of without(data.dates)) if (dates.length > 0) yield { ...data, dates };
}

function* fewerRows(data: DataSet): Iterable<DataSet> {
  for (const [index, source] of data.sources.entries()) {
    for (const rows of without(source.rows)) yield withRows(data, index, rows);
  }
}

function withRows(data: DataSet, index: number, rows: TestSource['rows']): DataSet {
  return { ...data, sources: data.sources.map((source, at) => (at === index ? { ...source, rows } : source)) };
}

/** The values without some of them: all first, then halves, quarters, and so on down to one. */
function* without<T>(values: readonly T[]): Iterable<readonly T[]> {
  for (let size = values.length; size >= 1; size = Math.floor(size / 2)) {
    for (let start = 0; start < values.length; start += size) {
      yield [...values.slice(0, start), ...values.slice(start + size)];
    }
    if (size === 1) break;
  }
}

/** All that is needed to see the difference again, as text. */
export function reportOf({ shape, data, judgement }: Shrunk, seed: number): string {
  const { difference } = judgement;
  const rows = (bag: readonly unknown[] = []): string =>
    bag
      .slice(0, 3)
      .map((row) => JSON.stringify(row))
      .join(' ');
  return [
    `seed ${seed}, data of seed ${data.seed}, ${judgement.method}: ${difference.reason}`,
    ...Object.entries(shape.groups ?? {}).map(([name, sql]) => `group ${name}: ${sql}`),
    `SQL: ${shape.sql}`,
    `decision dates: ${data.dates.join(' ')}`,
    ...data.sources.filter(({ rows }) => rows.length > 0).map(sourceText),
    ...(difference.date === undefined ? [] : [`first on ${difference.date}`]),
    `only in the independent loop: ${rows(difference.expected)}`,
    `only in the product: ${rows(difference.actual)}`,
    ...(judgement.liftedSql === undefined ? [] : [`lifted: ${judgement.liftedSql}`]),
  ].join('\n');
}

function sourceText({ name, rows }: TestSource): string {
  return `${name}: ${rows.map((row) => `(${row.join(', ')})`).join(' ')}`;
}
