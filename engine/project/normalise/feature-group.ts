import type { TextFile } from '../../diagnostics/index.ts';
import { defined } from '../defined.ts';
import type { ColumnDefinition, ColumnTest, FeatureGroupDefinition } from '../definitions.ts';
import type { ColumnTestShape, FeatureGroupShape } from '../schemas/feature-group.ts';
import type { YamlFile } from '../yaml-file.ts';
import { describedBy, type PathDefaults } from './described.ts';
import { normaliseUnitTests } from './unit-tests.ts';

export interface GroupSql {
  readonly sql: TextFile;
  /** `gap_is_sane` of `labor.gap_is_sane.sql`, with its file. */
  readonly customTests: readonly { readonly name: string; readonly sql: TextFile }[];
}

/** The files beside a YAML. */
interface FilesBeside extends GroupSql {
  readonly fixtureAt: (written: string) => TextFile;
}

export function normaliseFeatureGroup(
  yaml: YamlFile,
  shape: FeatureGroupShape,
  { sql, customTests, fixtureAt }: FilesBeside,
  defaults: PathDefaults,
): FeatureGroupDefinition {
  return defined({
    ...describedBy(yaml, shape.feature, shape, defaults),
    sql,
    keys: shape.keys,
    ttlDays: shape.ttl,
    columns: Object.entries(shape.columns).map(([name, column]) => columnOf(name, column)),
    customTests: customTests.map((test) => ({ ...test, severity: shape.tests[test.name]?.severity ?? 'error' })),
    unitTests: normaliseUnitTests(shape.unit_tests, fixtureAt),
  });
}

function columnOf(name: string, column: FeatureGroupShape['columns'][string]): ColumnDefinition {
  return defined({
    name,
    description: column.description.trim(),
    unit: column.unit,
    asKnown: column.as_known,
    validFrom: column.valid_from,
    tests: column.tests.flatMap(columnTests),
  });
}

/** One entry of `tests:`; that it names exactly one test is a rule of its own. */
function columnTests(test: ColumnTestShape): readonly ColumnTest[] {
  if (typeof test === 'string') return [{ kind: test, severity: 'error' }];
  const { not_null, finite, unique, range, accepted_values, monotonic } = test;
  const tests: ColumnTest[] = [];
  if (not_null !== undefined) tests.push({ kind: 'not_null', ...optionsOf(not_null) });
  if (finite !== undefined) tests.push({ kind: 'finite', ...optionsOf(finite) });
  if (unique !== undefined) tests.push({ kind: 'unique', ...optionsOf(unique) });
  if (range !== undefined) {
    tests.push({ kind: 'range', ...defined({ min: range.min, max: range.max }), ...optionsOf(range) });
  }
  if (accepted_values !== undefined) {
    tests.push({ kind: 'accepted_values', values: accepted_values.values, ...optionsOf(accepted_values) });
  }
  if (monotonic !== undefined) {
    const { direction, strict } = monotonic;
    tests.push({ kind: 'monotonic', direction, strict, ...optionsOf(monotonic) });
  }
  return tests;
}

function optionsOf({ severity, valid_from }: { severity: 'error' | 'warn'; valid_from?: string | undefined }) {
  return defined({ severity, validFrom: valid_from });
}
