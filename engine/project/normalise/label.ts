import type { TextFile } from '../../diagnostics/index.ts';
import { defined } from '../defined.ts';
import type { LabelDefinition } from '../definitions.ts';
import type { LabelShape } from '../schemas/label.ts';
import type { YamlFile } from '../yaml-file.ts';
import { columnReference } from './column-reference.ts';
import { describedBy, type PathDefaults } from './described.ts';

export function normaliseLabel(
  yaml: YamlFile,
  shape: LabelShape,
  sql: TextFile,
  defaults: PathDefaults,
): LabelDefinition {
  return defined({
    ...describedBy(yaml, shape.label, shape, defaults),
    sql,
    keys: shape.keys,
    kind: shape.kind,
    window: { fromMonth: shape.window.from_month, toMonth: shape.window.to_month },
    event: shape.event === undefined ? undefined : columnReference(shape.event),
  });
}
