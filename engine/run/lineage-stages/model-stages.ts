import type { ColumnEdge, Evidence, Stage, StageColumn } from '../../../lineage/index.ts';
import type { ModelNode } from '../../compile/index.ts';
import { PREDICTION_COLUMNS } from '../steps/prediction-columns.ts';
import { constant, edge, evidenceAt, indirect } from './stage-parts.ts';

/** Frame, fit and prediction of a model. */
export function modelStages(node: ModelNode): readonly Stage[] {
  const evidence: Evidence = { file: node.path, line: 1, column: 1 };
  const frame = `frames.${node.name}`;
  const prediction = `predictions.${node.name}`;
  const features = node.definition.features.map(
    ({ group, column }): StageColumn => ({
      column: `${group}.${column}`,
      type: 'DOUBLE',
      edges: [edge(`features.${group}`, column, 'TRANSFORMATION')],
      constant: false,
      evidence: evidenceAt(node.definition.yaml.spanOf(['features'])),
    }),
  );
  const label: StageColumn = {
    column: 'y',
    edges: [edge(`labels.${node.label.name}`, 'y', 'IDENTITY')],
    constant: false,
    evidence,
  };
  const inputs = [...features, label].map(({ column }) => edge(frame, column, 'AGGREGATION'));
  const scores = features.map(({ column }) => edge(frame, column, 'TRANSFORMATION'));
  const fit = edge(node.id, 'fit', 'TRANSFORMATION');
  const edges: Readonly<Record<keyof typeof PREDICTION_COLUMNS, readonly ColumnEdge[]>> = {
    as_of: [],
    cutoff: [],
    probability: [...scores, fit],
    baseline: [edge(frame, 'y', 'AGGREGATION')],
    threshold: [fit],
    alarm: [...scores, fit],
    y: [edge(frame, 'y', 'IDENTITY')],
    excluded: [indirect(edge(frame, 'y', 'IDENTITY'), 'CONDITIONAL')],
  };
  const predicted = Object.entries(PREDICTION_COLUMNS).map(([column, type]): StageColumn => {
    const own = edges[column as keyof typeof PREDICTION_COLUMNS];
    return { column, type, edges: own, constant: own.length === 0, evidence };
  });
  return [
    { id: frame, kind: 'frame', columns: [constant('as_of', 'DATE'), ...features, label], rows: [], evidence },
    {
      id: node.id,
      kind: 'model',
      columns: [{ column: 'fit', edges: inputs, constant: false, evidence }],
      rows: [],
      evidence,
    },
    { id: prediction, kind: 'prediction', columns: predicted, rows: [], evidence },
  ];
}
