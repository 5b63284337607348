import type { Day } from '../../../calendar/index.ts';
import type { CardTask, Gap } from '../../../cards/index.ts';
import { datesOf, groupNode, type ModelNode, type NodeId } from '../../../compile/index.ts';
import { idOf, nodeId } from '../../../ids/index.ts';
import { digestOf } from '../../../lake/index.ts';
import { last } from '../../../presence/index.ts';
import { type GroupKeys, type ModelFrame, outcomesThrough, withSources } from '../../../steps/index.ts';
import { type EventMonth, rowReader } from '../../../training/index.ts';
import type { RunStepContext } from '../run-step-context.ts';
import { judgedColumns, lateInput } from './late-inputs.ts';
import { lostOutcomes } from './lost-outcomes.ts';
import { notPredicted, type Predicting } from './not-predicted.ts';
import { keysWithoutRows, unreadGroupRows } from './panel-gaps.ts';
import { heldColumn, rowsByKey } from './read-inputs.ts';
import { keySources, unreadSourceRows } from './unread-keys.ts';
import { laterSources, unusedRows } from './unused-rows.ts';

/** What a model was built from, and what it predicts. */
export interface BuiltModel {
  readonly known: Pick<ModelFrame, 'frame' | 'labels'> & { readonly groupKeys: readonly GroupKeys[] };
  readonly events: readonly EventMonth[];
  readonly task: CardTask;
}

/** What is missing of a model's predictions, its inputs and their rows, where it would otherwise go unsaid. */
export async function gapsOf(context: RunStepContext, node: ModelNode, built: BuiltModel): Promise<readonly Gap[]> {
  const { known, events, task } = built;
  const panel = { node, ...known, events, groups: known.groupKeys };
  const gaps: readonly (Gap | null)[] = [
    notPredicted({ ...predictingOf(task), ...declaredOf(context, node), frame: known.frame }),
    ...keysWithoutRows(panel),
    ...(await inputGaps(context, node, known.groupKeys)),
    ...unreadGroupRows(panel),
    lostOutcomes({
      label: idOf.label(node.label.name),
      labels: known.labels,
      through: outcomesThrough(context.graph, node),
      frame: known.frame,
      features: task.spec.features,
      validFrom: validFrom(context, node),
      isRead: rowReader(task.spec),
    }),
  ];
  return gaps.filter((gap) => gap !== null);
}

function declaredOf({ graph }: RunStepContext, node: ModelNode): Pick<Predicting, 'dates' | 'firstCutoff'> {
  return { dates: datesOf(graph, node.id), firstCutoff: node.definition.protocol.firstCutoff };
}

function predictingOf({ spec, ...task }: CardTask): Omit<Predicting, 'dates' | 'firstCutoff' | 'frame'> {
  const { refits, skipped } = task.steps.realTime;
  const trainedFrom = refits[0]?.cutoff ?? null;
  const predictions =
    task.task === 'event'
      ? task.steps.realTime.predictions.map(({ probability, ...row }) => ({ ...row, isGiven: probability !== null }))
      : task.steps.realTime.predictions.map(({ prediction, ...row }) => ({ ...row, isGiven: prediction !== null }));
  return { features: spec.features, trainedFrom, skipped, predictions };
}

function validFrom({ graph }: RunStepContext, { definition }: ModelNode): ReadonlyMap<string, Day> {
  const declared = definition.features.flatMap(({ group, column }): readonly [string, Day][] => {
    const found = groupNode(graph, group)?.definition.columns.find(({ name }) => name === column);
    return found?.validFrom === undefined ? [] : [[`${group}.${column}`, found.validFrom]];
  });
  return new Map(declared);
}

/** Inputs that are late, and rows of sources whose key no group has. Models with the same inputs share the looking. */
async function inputGaps(
  context: RunStepContext,
  node: ModelNode,
  groups: readonly GroupKeys[],
): Promise<readonly Gap[]> {
  const { graph } = context;
  const columns = judgedColumns(context, node);
  const keys = keySources(graph, groups);
  const sources = [...new Set([...columns, ...keys].map(({ relation }) => nodeId(relation)))].toSorted();
  const asked = digestOf(JSON.parse(JSON.stringify([columns, keys])));
  return context.shared.inputGaps.once(asked, () =>
    withSources(context, sources as readonly NodeId[], {}, async (warehouse) => {
      const gaps: (Gap | null)[] = [];
      for (const column of columns) gaps.push(lateInput(column, await heldColumn(warehouse, column)));
      for (const key of keys) {
        const on = last(datesOf(graph, nodeId(key.group.group)));
        gaps.push(unreadSourceRows(key, await rowsByKey(warehouse, key, on)));
      }
      for (const source of laterSources(graph, columns)) gaps.push(await unusedRows(warehouse, source));
      return gaps.filter((gap) => gap !== null);
    }),
  );
}
