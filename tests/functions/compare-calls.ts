import { IN_PROCESS, withWarehouse } from '../../engine/warehouse/index.ts';
import { generatedCall } from './generated-calls.ts';
import { parsedWith } from './inlined-by-itself.ts';

export interface ComparedCalls {
  /** What differs, each with the seed that makes it again. */
  readonly differences: readonly string[];
  /** How many results hang on the data: where all are the same, equality says little. */
  readonly varied: number;
}

/** Generates calls from a seed, and compares each, written out, with the same query written out by hand. */
export function compareCalls(calls: number, seed: number): Promise<ComparedCalls> {
  return withWarehouse(IN_PROCESS, {}, async (warehouse) => {
    await warehouse.run('CREATE SCHEMA fred');
    await warehouse.run(`CREATE TABLE fred.unrate AS
      SELECT (DATE '2000-01-01' + to_months(i::INTEGER))::DATE AS date,
             CASE WHEN i = 4 THEN NULL ELSE (i * i % 7 + i / 10)::DOUBLE END AS value
      FROM range(12) AS t(i)`);
    const differences: string[] = [];
    let varied = 0;
    for (let index = 0; index < calls; index += 1) {
      const { library, planted, byHand } = generatedCall(seed + index);
      const outcome = await parsedWith(warehouse, library, planted);
      const said = `seed ${seed + index}\n${library}${planted}\n${byHand}`;
      if (!outcome.ok) {
        differences.push(`${said}\n${outcome.problems.map(({ message }) => message).join('\n')}`);
        continue;
      }
      const got = await warehouse.rows(outcome.query.bound.sql);
      const expected = await warehouse.rows(byHand);
      if (JSON.stringify(got) !== JSON.stringify(expected)) differences.push(said);
      if (new Set(got.map(({ x }) => x)).size > 1) varied += 1;
    }
    return { differences, varied };
  });
}
