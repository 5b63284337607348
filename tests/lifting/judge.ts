import type { QueryUnderTest } from '../../engine/feature-store/definition.fixture.ts';
import type { IndependentLoop } from './independent-loop.ts';
import type { Product } from './product.ts';
import { differenceBetween, type ResultDifference } from './result-rows.ts';

export type LiftingOutcome =
  /** The rows, so many over all dates, are those of the independent loop on every date. */
  | { readonly kind: 'equal'; readonly method: 'lifted'; readonly rows: number }
  | { readonly kind: 'equal'; readonly method: 'looped'; readonly reason: string; readonly rows: number }
  /** The gate does not let it run. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** DuckDB itself fails on some date: there is no right answer. */
  | { readonly kind: 'fails'; readonly reason: string }
  | {
      readonly kind: 'different';
      readonly method: 'lifted' | 'looped' | 'alarm';
      readonly difference: ResultDifference;
      readonly liftedSql?: string;
    };

/** Two ways to evaluate on the same data: the product, and the loop that shares no code with it. */
export interface Bench {
  readonly product: Product;
  readonly loop: IndependentLoop;
  /** Share of a DOUBLE column's largest absolute value; 0 is equality to the bit. */
  readonly tolerance: number;
}

/** Evaluates a query in both ways on every date, and says in what they differ, if in anything. */
export async function judgeQuery(shape: QueryUnderTest, { product, loop, tolerance }: Bench): Promise<LiftingOutcome> {
  const evaluation = await product.compile(shape);
  if (evaluation.kind === 'refused') return evaluation;
  const expected = await loop.evaluate(shape);
  if (expected.kind === 'fails') return { kind: 'fails', reason: expected.why };
  const { plan } = evaluation;
  const method = evaluation.kind;
  const liftedSql = plan.liftedSql === undefined ? {} : { liftedSql: plan.liftedSql };
  const different = (difference: ResultDifference, how: 'lifted' | 'looped' | 'alarm' = method): LiftingOutcome => ({
    kind: 'different',
    method: how,
    difference,
    ...liftedSql,
  });
  try {
    const actual = method === 'lifted' ? await product.lifted(plan) : await product.looped(plan);
    const difference = differenceBetween(expected.results, actual, tolerance);
    if (difference !== undefined) return different(difference);
    const rows = [...actual.byDate.values()].reduce((sum, bag) => sum + bag.length, 0);
    if (evaluation.kind === 'looped') return { kind: 'equal', method: 'looped', reason: evaluation.reason, rows };
    const alarm = await product.alarm(plan);
    return alarm === undefined ? { kind: 'equal', method: 'lifted', rows } : different({ reason: alarm }, 'alarm');
  } catch (error) {
    return different({ reason: error instanceof Error ? error.message : String(error) });
  }
}
