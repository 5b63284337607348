import type { TextFile } from '../../diagnostics/index.ts';
import { defined } from '../defined.ts';
import type { LabelDefinition, VariableDefinition } from '../definitions.ts';
import { windowOf } from '../label-window.ts';
import type { LabelShape } from '../schemas/label.ts';
import type { YamlFile } from '../yaml-file.ts';
import { columnReference } from './column-reference.ts';
import { describedBy, type PathDefaults } from './described.ts';
import { normaliseUnitTests } from './unit-tests.ts';

export function normaliseLabel(
  yaml: YamlFile,
  shape: LabelShape,
  { sql, fixtureAt }: { readonly sql: TextFile; readonly fixtureAt: (written: string) => TextFile },
  { vars, ...defaults }: PathDefaults & { readonly vars: readonly VariableDefinition[] },
): LabelDefinition {
  const writtenWindow = { fromMonth: shape.window.from_month, toMonth: shape.window.to_month };
  return defined({
    ...describedBy(yaml, shape.label, shape, defaults),
    sql,
    keys: shape.keys,
    kind: shape.kind,
    unit: shape.unit,
    window: windowOf(writtenWindow, vars),
    writtenWindow,
    event: shape.event === undefined ? undefined : columnReference(shape.event),
    unitTests: normaliseUnitTests(shape.unit_tests, fixtureAt),
  });
}
