import type { ColumnEdge, Evidence, Stage, StageColumn } from '../../../lineage/index.ts';
import type { ModelNode } from '../../compile/index.ts';
import { keyedColumns } from '../panel-key.ts';
import { ALARM_COLUMNS } from '../steps/alarm-columns.ts';
import { edge, evidenceAt } from './stage-parts.ts';

/** The alarm history of a model, made from its predictions and explained by its fits. `scores`: from each feature. */
export function alarmStage(node: ModelNode, scores: readonly ColumnEdge[]): Stage {
  const { yaml } = node.definition;
  const at = (path: string): Evidence => evidenceAt(yaml.spanOf([path]));
  const of = (column: string, subtype: 'IDENTITY' | 'TRANSFORMATION' | 'AGGREGATION'): ColumnEdge =>
    edge(`predictions.${node.name}`, column, subtype);
  const fit = edge(node.id, 'fit', 'TRANSFORMATION');
  const edges: Readonly<Record<keyof typeof ALARM_COLUMNS, readonly ColumnEdge[]>> = {
    as_of: [],
    cutoff: [],
    probability: [of('probability', 'IDENTITY')],
    threshold: [of('threshold', 'IDENTITY')],
    exceeded: [of('probability', 'TRANSFORMATION'), of('threshold', 'TRANSFORMATION')],
    alarm: [of('alarm', 'IDENTITY')],
    exceedances: [of('probability', 'AGGREGATION'), of('threshold', 'AGGREGATION')],
    required: [],
    of_last: [],
    spell: [of('alarm', 'AGGREGATION')],
    spell_outcome: [of('alarm', 'AGGREGATION'), of('y', 'AGGREGATION'), of('excluded', 'AGGREGATION')],
    scale: [],
    base_margin: [fit],
    margin: [...scores, fit],
    contributions: [...scores, fit],
  };
  const declared: readonly string[] = ['alarm', 'exceedances', 'required', 'of_last', 'spell', 'spell_outcome'];
  const { keys } = node.label;
  const columns = Object.entries(keyedColumns(ALARM_COLUMNS, keys)).map(([column, type]): StageColumn => {
    const from = keys.includes(column) ? [of(column, 'IDENTITY')] : edges[column as keyof typeof edges];
    const evidence = at(declared.includes(column) ? 'alarm' : 'estimator');
    return { column, type, edges: from, constant: from.length === 0, evidence };
  });
  return {
    id: `alarms.${node.name}`,
    kind: 'alarms',
    columns,
    rows: [],
    evidence: { file: node.path, line: 1, column: 1 },
  };
}
