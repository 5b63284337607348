import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ESTIMATORS } from './estimators/registry.ts';
import { treatedRows } from './inputs/treated-rows.ts';
import { readsRow, rowReader } from './reads-row.ts';

const KINDS = ['logit', 'random_forest'] as const;
const RULES = [undefined, 'drop', 'impute_median', 'indicator'] as const;

it('a row that a refit reads is one that the declaration says some refit may read', () => {
  const value = fc.oneof(fc.constant(null), fc.integer({ min: -9, max: 9 }));
  const rows = fc.array(fc.tuple(value, value, value), { minLength: 1, maxLength: 30 });
  const declared = fc.record({
    kind: fc.constantFrom(...KINDS),
    missing: fc.constantFrom(...RULES),
    minShare: fc.option(fc.double({ min: 0.1, max: 1, noNaN: true })),
  });
  fc.assert(
    fc.property(
      rows,
      fc.infiniteStream(fc.constantFrom(0, 1, null)),
      declared,
      (values, labels, { kind, ...rules }) => {
        const y = values.map(() => labels.next().value as 0 | 1 | null);
        const columns = [0, 1, 2].map((j) => values.map((row) => row[j] ?? null));
        const features = ['a', 'b', 'c'];
        const spec = {
          estimator: { kind } as never,
          ...(rules.missing === undefined ? {} : { missing: rules.missing }),
          ...(rules.minShare === null ? {} : { chooseColumns: { minShare: rules.minShare } }),
        };
        const { reads } = ESTIMATORS[kind];
        const treated = treatedRows({ rows: values.length, features, values: columns, y }, spec, reads);
        const mayRead = rowReader(spec);
        for (const [i, row] of values.entries()) {
          const isRead =
            treated.unreadable === null &&
            readsRow(
              reads,
              treated.rows.values.map((column) => column[i]),
            );
          if (isRead) expect(mayRead(row)).toBe(true);
        }
      },
    ),
  );
});
