import type { ColumnEdge, Evidence, Stage, StageColumn } from '../../../lineage/index.ts';
import type { FeatureNode, ModelNode } from '../../compile/index.ts';
import { frameFeatures } from '../../project/index.ts';
import { type PREDICTION_COLUMNS, predictionColumns, VALUE_PREDICTION_COLUMNS } from '../steps/prediction-columns.ts';
import { alarmStage } from './alarm-stage.ts';
import { constant, edge, evidenceAt, indirect, rangeOf } from './stage-parts.ts';
import { settingsOf } from './stage-settings.ts';

/** Frame, fit, predictions and, of an event, alarms of a model. `groups` are those that it reads. */
export function modelStages(node: ModelNode, groups: readonly FeatureNode[]): readonly Stage[] {
  const { yaml } = node.definition;
  const evidence: Evidence = { file: node.path, line: 1, column: 1 };
  const at = (...path: readonly (string | number)[]): Evidence => evidenceAt(yaml.spanOf(path));
  const frame = `frames.${node.name}`;
  const prediction = `predictions.${node.name}`;
  const own = node.definition.features.length;
  const columns = frameFeatures(node.definition).map(
    ({ group, column }, index): StageColumn => ({
      column: `${group}.${column}`,
      type: 'DOUBLE',
      edges: [edge(`features.${group}`, column, 'TRANSFORMATION')],
      constant: false,
      evidence: index < own ? at('features', index) : at('baselines'),
    }),
  );
  const features = columns.slice(0, own);
  const label: StageColumn = {
    column: 'y',
    edges: [edge(`labels.${node.label.name}`, 'y', 'IDENTITY')],
    constant: false,
    evidence: at('label'),
  };
  const inputs = [...features, label].map(({ column }) => edge(frame, column, 'AGGREGATION'));
  const scores = features.map(({ column }) => edge(frame, column, 'TRANSFORMATION'));
  const fit = edge(node.id, 'fit', 'TRANSFORMATION');
  const { keys } = node.label;
  const types = node.label.kind === 'continuous' ? VALUE_PREDICTION_COLUMNS : predictionColumns(keys);
  const edges: Readonly<
    Record<keyof (typeof PREDICTION_COLUMNS & typeof VALUE_PREDICTION_COLUMNS), readonly ColumnEdge[]>
  > = {
    as_of: [],
    cutoff: [],
    probability: [...scores, fit],
    raw_probability: [...scores, fit],
    prediction: [...scores, fit],
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
  const predicted = Object.entries(types).map(([column, type]): StageColumn => {
    const from = keys.includes(column) ? [edge(frame, column, 'IDENTITY')] : edges[column as keyof typeof edges];
    return { column, type, edges: from, constant: from.length === 0, evidence: settings[column] ?? at('estimator') };
  });
  return [
    {
      id: frame,
      kind: 'frame',
      columns: [constant('as_of', 'DATE'), ...keyColumns(node, groups), ...columns, label],
      rows: [],
      evidence,
    },
    {
      id: node.id,
      kind: 'model',
      columns: [{ column: 'fit', edges: inputs, constant: false, evidence: at('estimator') }],
      rows: [],
      settings: settingsOf(node),
      evidence,
    },
    { id: prediction, kind: 'prediction', columns: predicted, rows: [], evidence },
    ...(node.label.kind === 'continuous' ? [] : [alarmStage(node, scores)]),
  ];
}

/** A panel's keys come from the groups that have all of them: those tell which rows there are. */
function keyColumns({ definition, label }: ModelNode, groups: readonly FeatureNode[]): readonly StageColumn[] {
  const read = new Set(frameFeatures(definition).map(({ group }) => group));
  const telling = groups.filter(
    ({ name, definition: { keys } }) => read.has(name) && label.keys.every((key) => keys.includes(key)),
  );
  return label.keys.map((key) => ({
    column: key,
    edges: telling.map(({ id }) => edge(id, key, 'IDENTITY')),
    constant: false,
    evidence: evidenceAt(definition.yaml.spanOf(['label'])),
  }));
}
