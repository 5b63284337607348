import type { ColumnEdge, Evidence, Stage, StageColumn } from '../../../lineage/index.ts';
import type { ModelNode } from '../../compile/index.ts';
import { type PREDICTION_COLUMNS, predictionColumns, VALUE_PREDICTION_COLUMNS } from '../prediction-columns.ts';
import { alarmStage } from './alarm-stage.ts';
import { cardStage } from './card-stage.ts';
import { frameStage } from './frame-stage.ts';
import { ModelEdges } from './model-edges.ts';
import type { StageMaking } from './stage-making.ts';
import { decides, edge, unique } from './stage-parts.ts';
import { settingsOf } from './stage-settings.ts';

/** Frame, fit, predictions, of an event alarms, and the card of a model. */
export function modelStages(node: ModelNode, making: StageMaking): readonly Stage[] {
  const by = new ModelEdges(node, making);
  return [
    frameStage(node, by, making),
    fitStage(node, by),
    predictionStage(node, by, making),
    ...(node.label.kind === 'continuous' ? [] : [alarmStage(node, by, making)]),
    cardStage(node, by, making),
  ];
}

/** The fits of all cut-offs, what they scored, and where they are declared the searches and the validation. */
function fitStage(node: ModelNode, by: ModelEdges): Stage {
  const inputs = [...by.features, 'y'].map((column) => edge(by.frame, column, 'AGGREGATION'));
  const edges = unique([...inputs, ...by.labels]);
  const column = (name: string, of: readonly ColumnEdge[], setting: string): StageColumn => ({
    column: name,
    edges: of,
    constant: false,
    evidence: by.at(setting),
  });
  return {
    id: node.id,
    kind: 'model',
    columns: [
      column('fit', edges, 'estimator'),
      column('scores', unique([...edges, ...by.scores]), 'protocol'),
      ...(node.definition.tuning === undefined ? [] : [column('tuning', edges, 'tuning')]),
      ...(node.definition.validate === undefined
        ? []
        : [column('validation', unique([...edges, ...by.scores]), 'validate')]),
    ],
    rows: [],
    settings: settingsOf(node),
    evidence: whole(node),
  };
}

type PredictionColumn = keyof (typeof PREDICTION_COLUMNS & typeof VALUE_PREDICTION_COLUMNS);

/** A row a decision date from the first cut-off at which a fit was possible. */
function predictionStage(node: ModelNode, by: ModelEdges, { ruled }: StageMaking): Stage {
  const { keys, kind } = node.label;
  const fit = edge(node.id, 'fit', 'TRANSFORMATION');
  const predicted = [...by.features.map((column) => edge(by.frame, column, 'TRANSFORMATION')), fit];
  const edges: Readonly<Record<PredictionColumn, readonly ColumnEdge[]>> = {
    as_of: ruled('decision_dates', edge(by.frame, 'as_of', 'IDENTITY')),
    cutoff: ruled('decision_dates', edge(by.frame, 'as_of', 'TRANSFORMATION')),
    probability: predicted,
    raw_probability: predicted,
    prediction: predicted,
    baseline: by.labels,
    threshold: [fit],
    alarm: predicted,
    y: [edge(by.frame, 'y', 'IDENTITY')],
    excluded: by.exclusion('CONDITIONAL'),
  };
  const settings: Partial<Record<string, Evidence>> = {
    baseline: by.at('baselines'),
    threshold: by.at('loss'),
    alarm: by.at('alarm'),
    excluded: by.at('protocol', 'exclude'),
  };
  const types = kind === 'continuous' ? VALUE_PREDICTION_COLUMNS : predictionColumns(keys);
  const columns = Object.entries(types).map(([column, type]): StageColumn => {
    const from = keys.includes(column) ? [edge(by.frame, column, 'IDENTITY')] : edges[column as PredictionColumn];
    return {
      column,
      type,
      edges: from,
      constant: from.length === 0,
      evidence: settings[column] ?? by.at('estimator'),
    };
  });
  // A cut-off at which too little was known has no fit, and the fit before it goes on.
  const protocol = by.written('protocol');
  const rows = ruled(
    'walk_forward',
    decides(by.frame, 'as_of', 'FILTER', protocol),
    decides(node.id, 'fit', 'FILTER', protocol),
  );
  return { id: by.prediction, kind: 'prediction', columns, rows, evidence: whole(node) };
}

/** The file as a whole. */
function whole({ path }: ModelNode): Evidence {
  return { file: path, line: 1, column: 1 };
}
