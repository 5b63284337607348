import type { ColumnEdge, Stage, StageColumn, TextRange } from '../../../lineage/index.ts';
import type { ModelNode } from '../../compile/index.ts';
import { idOf } from '../../ids/index.ts';
import { frameFeatures } from '../../project/index.ts';
import type { ModelEdges } from './model-edges.ts';
import type { StageMaking } from './stage-making.ts';
import { CALENDAR, decides, derived, edge } from './stage-parts.ts';

/** The training frame of a model: its groups and its label side by side, joined on decision date and keys. */
export function frameStage(node: ModelNode, by: ModelEdges, { ruled }: StageMaking): Stage {
  const { definition, label } = node;
  const features = definition.features.length;
  const placeOf = (index: number): readonly (string | number)[] =>
    index < features ? ['features', index] : ['baselines'];
  const labelled = by.written('label');
  const columns = frameFeatures(definition).map(
    ({ group, column }, index): StageColumn => ({
      ...derived(`${group}.${column}`, 'DOUBLE', [
        edge(idOf.group(group), column, 'TRANSFORMATION'),
        ...ruled(
          'frame_join',
          ...joined(
            idOf.group(group),
            ['as_of', ...(by.group(group)?.definition.keys ?? [])],
            by.written(...placeOf(index)),
          ),
        ),
      ]),
      evidence: by.at(...placeOf(index)),
    }),
  );
  const labels = idOf.label(label.name);
  const y: StageColumn = {
    column: 'y',
    edges: [
      edge(labels, 'y', 'IDENTITY'),
      ...ruled(
        'frame_join',
        ...joined(labels, ['date', ...label.keys], labelled),
        decides(labels, 'known_to', 'FILTER', labelled),
      ),
    ],
    constant: false,
    evidence: by.at('label'),
  };
  const spine = by.spine.map(({ id }) => id);
  const dates =
    spine.length === 0 ? [edge(CALENDAR, 'date', 'IDENTITY')] : spine.map((id) => edge(id, 'as_of', 'IDENTITY'));
  const asOf = ruled('decision_dates', ...dates);
  const keys = label.keys.map((key) => ({
    column: key,
    edges: spine.map((id) => edge(id, key, 'IDENTITY')),
    constant: false,
    evidence: by.at('label'),
  }));
  return {
    id: by.frame,
    kind: 'frame',
    columns: [derived('as_of', 'DATE', asOf), ...keys, ...columns, y],
    rows:
      spine.length === 0
        ? ruled('decision_dates', decides(CALENDAR, 'date', 'FILTER'))
        : ruled('frame_join', ...spine.flatMap((id) => joined(id, ['as_of', ...label.keys], by.written('features')))),
    evidence: { file: node.path, line: 1, column: 1 },
  };
}

function joined(stage: string, columns: readonly string[], written: TextRange): readonly ColumnEdge[] {
  return columns.map((column) => decides(stage, column, 'JOIN', written));
}
