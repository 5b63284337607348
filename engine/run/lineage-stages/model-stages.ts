import type { ColumnEdge, Evidence, Stage, StageColumn } from '../../../lineage/index.ts';
import type { ModelNode } from '../../compile/index.ts';
import { PREDICTION_COLUMNS } from '../steps/prediction-columns.ts';
import { constant, edge, evidenceAt, indirect, rangeOf } from './stage-parts.ts';
import { settingsOf } from './stage-settings.ts';

/** Frame, fit and prediction of a model. */
export function modelStages(node: ModelNode): readonly Stage[] {
  const { yaml } = node.definition;
  const evidence: Evidence = { file: node.path, line: 1, column: 1 };
  const at = (...path: readonly (string | number)[]): Evidence => evidenceAt(yaml.spanOf(path));
  const frame = `frames.${node.name}`;
  const prediction = `predictions.${node.name}`;
  const features = node.definition.features.map(
    ({ group, column }, index): StageColumn => ({
      column: `${group}.${column}`,
      type: 'DOUBLE',
      edges: [edge(`features.${group}`, column, 'TRANSFORMATION')],
      constant: false,
      evidence: at('features', index),
    }),
  );
  const label: StageColumn = {
    column: 'y',
    edges: [edge(`labels.${node.label.name}`, 'y', 'IDENTITY')],
    constant: false,
    evidence: at('label'),
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
    excluded: [indirect(edge(frame, 'y', 'IDENTITY'), 'CONDITIONAL', rangeOf(yaml.spanOf(['protocol', 'exclude'])))],
  };
  const settings: Partial<Record<string, Evidence>> = {
    baseline: at('baselines'),
    threshold: at('loss'),
    alarm: at('alarm'),
    excluded: at('protocol', 'exclude'),
  };
  const predicted = Object.entries(PREDICTION_COLUMNS).map(([column, type]): StageColumn => {
    const own = edges[column as keyof typeof PREDICTION_COLUMNS];
    return { column, type, edges: own, constant: own.length === 0, evidence: settings[column] ?? at('estimator') };
  });
  return [
    { id: frame, kind: 'frame', columns: [constant('as_of', 'DATE'), ...features, label], rows: [], evidence },
    {
      id: node.id,
      kind: 'model',
      columns: [{ column: 'fit', edges: inputs, constant: false, evidence: at('estimator') }],
      rows: [],
      settings: settingsOf(node),
      evidence,
    },
    { id: prediction, kind: 'prediction', columns: predicted, rows: [], evidence },
  ];
}
