import type { ColumnRef } from '../../../../lineage/index.ts';
import { type Day, daysBetween, type Frequency } from '../../../calendar/index.ts';
import { type LateInput, someKeys } from '../../../cards/index.ts';
import { carriesValues, columnsBehind, datesOf, type ModelNode, type SourceNode } from '../../../compile/index.ts';
import { idOf, nodeId } from '../../../ids/index.ts';
import { type Arrival, latenessOf } from '../../../ingest/index.ts';
import { at, last } from '../../../presence/index.ts';
import { keyText, outcomesThrough, type StepContext } from '../../../steps/index.ts';
import type { AskedColumn, HeldColumn } from './read-inputs.ts';

/** A column that is asked for its newest value, and how its lateness is judged. */
export interface JudgedColumn extends AskedColumn {
  readonly usedFor: LateInput['usedFor'];
  readonly frequency: Frequency;
  readonly dated: 'start' | 'end';
  /** The decision dates on which it is read. */
  readonly dates: readonly Day[];
}

/** The columns of sources whose values are behind a model's features and its label, but for their dates and keys. */
export function judgedColumns({ graph }: Pick<StepContext, 'graph'>, node: ModelNode): readonly JudgedColumn[] {
  const features = node.definition.features.map(({ group, column }) => ({ relation: idOf.group(group), column }));
  const label = { relation: idOf.label(node.label.name), column: 'y' };
  const dates = datesOf(graph, node.id);
  const through = outcomesThrough(graph, node);
  const found = new Map<string, JudgedColumn>();
  const add = (ref: ColumnRef, usedFor: LateInput['usedFor'], on: readonly Day[]): void => {
    const source = graph.nodes.get(nodeId(ref.relation));
    const name = JSON.stringify([ref.relation, ref.column]);
    if (source?.kind !== 'source' || found.has(name)) return;
    const declared = declaredOf(source);
    if (ref.column === declared.dateColumn || declared.keys.includes(ref.column)) return;
    found.set(name, { ...ref, ...declared, relation: source.id, usedFor, dates: on, on: last(on) });
  };
  for (const ref of features.flatMap((start) => columnsBehind(graph, start, carriesValues)))
    add(ref, 'features', dates);
  const known = datesOf(graph, nodeId(label.relation)).filter((date) => date <= through);
  for (const ref of columnsBehind(graph, label, carriesValues)) add(ref, 'label', known);
  return [...found.values()];
}

type Declared = Pick<JudgedColumn, 'dateColumn' | 'keys' | 'frequency' | 'dated' | 'arrival'>;

function declaredOf({ source, name }: SourceNode): Declared {
  if (source.connector === 'file') {
    const table = at(
      source.tables,
      source.tables.findIndex((each) => each.name === name),
    );
    const { dateColumn, keys, frequency, dated, knowledge } = table;
    const arrival: Arrival = knowledge.kind === 'lag' ? knowledge : { kind: 'dated' };
    return { dateColumn, keys, frequency, dated, arrival };
  }
  const series = at(
    source.series,
    source.series.findIndex((each) => each.name === name),
  );
  const { frequency, dated, publicationLagDays: lagDays, settlesAfterMonths = 0 } = series;
  const lagMonths = Math.max(settlesAfterMonths, source.prehistoryLagMonths ?? settlesAfterMonths);
  const arrival: Arrival = { kind: 'lag', lagDays, ...(lagMonths === 0 ? {} : { lagMonths }) };
  return { dateColumn: 'date', keys: [], frequency, dated, arrival };
}

/** A key of a column that is late. */
interface LateKey {
  readonly key: string;
  readonly newest: Day | null;
  readonly due: Day | null;
  readonly lateFrom: Day | null;
}

/** What is late of a column; null where it is as new as it should be, or nobody can tell. */
export function lateInput(column: JudgedColumn, held: readonly HeldColumn[]): LateInput | null {
  const { relation, usedFor, frequency, on, keys, dates } = column;
  const late = held
    .flatMap((each): readonly LateKey[] => lateKey(column, each))
    .toSorted((a, b) => compare(a.newest, b.newest) || compare(a.key, b.key));
  const [longest] = late;
  if (longest === undefined) return null;
  const { newest, due, lateFrom } = longest;
  return {
    kind: 'late_input',
    relation,
    column: column.column,
    usedFor,
    frequency,
    on,
    newest,
    due,
    lateDays: due === null ? null : daysBetween(due, on),
    dates: lateFrom === null ? dates.length : dates.filter((date) => date >= lateFrom).length,
    ...(keys.length === 0
      ? {}
      : {
          keys: someKeys(
            late.map(({ key }) => key),
            held.length,
          ),
        }),
  };
}

function lateKey({ keys, frequency, dated, arrival, on }: JudgedColumn, held: HeldColumn): readonly LateKey[] {
  const key = keyText(held.key);
  // A key that has no value yet is late in nothing; a series without any is.
  if (held.newest === null) return keys.length > 0 ? [] : [{ key, newest: null, due: null, lateFrom: null }];
  const lateness = latenessOf({ frequency, dated }, arrival, held);
  if (lateness === null || on < lateness.lateFrom) return [];
  return [{ key, newest: held.newest, ...lateness }];
}

function compare(a: string | null, b: string | null): number {
  if (a === b) return 0;
  return a !== null && (b === null || a > b) ? 1 : -1;
}
