import type { TextFile } from '../../diagnostics/index.ts';
import { defined } from '../defined.ts';
import type { UnitTestShape } from '../schemas/unit-tests.ts';
import type { GivenRelation, Tolerance, UnitTestDefinition } from '../unit-test-definition.ts';

/** Sums in another order differ in their last bits, which no formula is meant to say anything about. */
const LAST_BITS: Tolerance = { relative: 1e-9, absolute: 0 };

/** @param fixtureAt a file beside the YAML by the path that is written; empty where there is none. */
export function normaliseUnitTests(
  shapes: Readonly<Record<string, UnitTestShape>>,
  fixtureAt: (written: string) => TextFile,
): readonly UnitTestDefinition[] {
  return Object.entries(shapes).map(([name, shape]) =>
    defined({
      name,
      description: shape.description?.trim(),
      asOf: ascending(typeof shape.as_of === 'string' ? [shape.as_of] : shape.as_of),
      vars: { ...shape.vars },
      given: Object.entries(shape.given).map(
        ([relation, rows]): GivenRelation =>
          typeof rows === 'string' ? { relation, fixture: fixtureAt(rows) } : { relation, rows },
      ),
      decisionDates: shape.decision_dates && ascending(shape.decision_dates),
      expects: shape.expect === undefined ? ('query' as const) : ('served' as const),
      expected: shape.expect ?? shape.expect_query ?? [],
      tolerance: toleranceOf(shape.tolerance),
    }),
  );
}

function ascending(days: readonly string[]): readonly string[] {
  return [...new Set(days)].toSorted();
}

/** `relative` and `absolute` are numbers of all floats; a column, also one of such a name, has a mapping. */
function toleranceOf(shape: UnitTestShape['tolerance'] = {}): UnitTestDefinition['tolerance'] {
  const columns: Record<string, Tolerance> = {};
  const floats: { relative?: number; absolute?: number } = {};
  for (const [name, value] of Object.entries(shape)) {
    if (typeof value !== 'number') columns[name] = wholly(value);
    else if (name === 'relative' || name === 'absolute') floats[name] = value;
  }
  return { floats: Object.keys(floats).length === 0 ? LAST_BITS : wholly(floats), columns };
}

/** What is left out allows nothing. */
function wholly(written: { relative?: number | undefined; absolute?: number | undefined }): Tolerance {
  const { relative = 0, absolute = 0 } = written;
  return { relative, absolute };
}
