import { commitObject, type NewObjectId, type ObjectId } from '../../lake/index.ts';
import { ALARM_COLUMNS, keyedColumns, keysOfRow, type StepContext } from '../../steps/index.ts';
import type { AlarmDate, ModelSpec } from '../../training/index.ts';
import { writeParquet } from './parquet-table.ts';

/** What the objects that are made with a model have in common. */
export interface MadeModel extends Pick<ObjectId, 'name' | 'fingerprint'> {
  /** Columns that are a panel's keys. */
  readonly keys: readonly string[];
  readonly inputs: readonly ObjectId[];
}

/**
 * Commits the alarm history of a model as parquet, so that it can be queried as the predictions are. Contributions and
 * the base margin of a row add up to its margin.
 */
export async function commitAlarms(
  context: StepContext,
  { name, fingerprint, keys, inputs }: MadeModel,
  { alarms, spec }: { readonly alarms: readonly AlarmDate[]; readonly spec: ModelSpec },
): Promise<ObjectId> {
  const id: NewObjectId = { kind: 'alarms', name, fingerprint };
  const columns = keyedColumns(ALARM_COLUMNS, keys);
  const rows = alarms.map((date) => ({ ...alarmRow(date, spec), ...keysOfRow(date.prediction, keys) }));
  const file = await writeParquet(context, 'alarms', { columns, rows, order: ['as_of', ...keys] });
  await commitObject(context.store, { ...id, files: new Map([['data.parquet', { file }]]), inputs, extra: {} });
  return id;
}

function alarmRow(date: AlarmDate, { persistence }: ModelSpec): Record<keyof typeof ALARM_COLUMNS, unknown> {
  const { prediction, exceeded, exceedances, spell, explanation } = date;
  const { asOf, cutoff, probability, threshold, alarm } = prediction;
  return {
    as_of: asOf,
    cutoff,
    probability,
    threshold,
    exceeded,
    alarm,
    exceedances,
    required: persistence.k,
    of_last: persistence.n,
    spell: spell?.number ?? null,
    spell_outcome: spell?.outcome ?? null,
    scale: explanation?.scale ?? null,
    base_margin: explanation?.baseMargin ?? null,
    margin: explanation?.margin ?? null,
    contributions: (explanation?.contributions ?? []).map(({ feature, value, contribution, outsideTraining }) => ({
      feature,
      value,
      contribution,
      outside_training: outsideTraining,
    })),
  };
}
