import type { ColumnEdge, Stage, StageColumn } from '../../../lineage/index.ts';
import type { ModelNode } from '../../compile/index.ts';
import { stageIdOf } from '../../ids/index.ts';
import { ALARM_COLUMNS } from '../alarm-columns.ts';
import { keyedColumns } from '../panel-key.ts';
import type { ModelEdges } from './model-edges.ts';
import type { StageMaking } from './stage-making.ts';
import { decides, edge, indirect } from './stage-parts.ts';

/** The alarm history of a model, made from its predictions and explained by its fits. */
export function alarmStage(node: ModelNode, by: ModelEdges, { ruled }: StageMaking): Stage {
  const { keys } = node.label;
  const of = (column: string, subtype: 'IDENTITY' | 'TRANSFORMATION' | 'AGGREGATION'): ColumnEdge =>
    edge(by.prediction, column, subtype);
  const fit = edge(node.id, 'fit', 'TRANSFORMATION');
  const scores = by.features.map((column) => edge(by.frame, column, 'TRANSFORMATION'));
  // A date that the fit cannot read has no explanation.
  const explained = ruled(
    'explanation',
    ...[...scores, fit].map((each) => indirect(each, 'CONDITIONAL', by.written('estimator'))),
  );
  const edges: Readonly<Record<keyof typeof ALARM_COLUMNS, readonly ColumnEdge[]>> = {
    as_of: ruled('decision_dates', of('as_of', 'IDENTITY')),
    cutoff: ruled('decision_dates', of('cutoff', 'IDENTITY')),
    probability: [of('probability', 'IDENTITY')],
    threshold: [of('threshold', 'IDENTITY')],
    exceeded: [of('probability', 'TRANSFORMATION'), of('threshold', 'TRANSFORMATION')],
    alarm: [of('alarm', 'IDENTITY')],
    exceedances: [of('probability', 'AGGREGATION'), of('threshold', 'AGGREGATION')],
    required: [],
    of_last: [],
    spell: [of('alarm', 'AGGREGATION')],
    spell_outcome: [of('alarm', 'AGGREGATION'), of('y', 'AGGREGATION'), of('excluded', 'AGGREGATION')],
    scale: explained,
    base_margin: [fit, ...explained],
    margin: [...scores, fit],
    contributions: [...scores, fit],
  };
  const declared: readonly string[] = ['alarm', 'exceedances', 'required', 'of_last', 'spell', 'spell_outcome'];
  const columns = Object.entries(keyedColumns(ALARM_COLUMNS, keys)).map(([column, type]): StageColumn => {
    const from = keys.includes(column) ? [of(column, 'IDENTITY')] : edges[column as keyof typeof edges];
    const evidence = by.at(declared.includes(column) ? 'alarm' : 'estimator');
    return { column, type, edges: from, constant: from.length === 0, evidence };
  });
  return {
    id: stageIdOf.alarms(node.name),
    kind: 'alarms',
    columns,
    rows: ruled(
      'walk_forward',
      ...['as_of', ...keys].map((column) => decides(by.prediction, column, 'FILTER', by.written('protocol'))),
    ),
    evidence: { file: node.path, line: 1, column: 1 },
  };
}
