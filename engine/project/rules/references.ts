import { didYouMean, type Problem, thereAre } from '../../diagnostics/index.ts';
import type { ColumnReference } from '../normalise/column-reference.ts';
import type { ProblemWords } from '../problem-at.ts';
import { readColumns } from '../read-columns.ts';
import { type Declared, problemAtValue, type Sketch } from './rule.ts';

export function* modelsPredictLabels({ models, declared }: Sketch): Iterable<Problem> {
  for (const model of models) {
    const { label } = model.definition;
    if (declared.label.has(label)) continue;
    const bare = label.replace(/^labels\./, '');
    const hint = declared.label.has(bare) ? `write the bare name: ${bare}` : labelHint(bare, declared);
    yield problemAtValue(model, ['label'], { code: 'EWS1010', message: `there is no label "${label}"`, hint });
  }
}

function labelHint(name: string, declared: Declared): string {
  const near = didYouMean(name, declared.label.keys());
  if (near !== undefined) return near;
  const known = thereAre('there are', [...declared.label.keys()]) ?? 'there is none';
  const room = (['feature', 'model', 'source'] as const).find((each) => declared[each].has(name));
  return room === undefined
    ? `${known}; or write models/labels/${name}.yaml and .sql`
    : `"${name}" is a ${room === 'feature' ? 'feature group' : room}, and what is predicted is a label: ${known}`;
}

export function* modelFeaturesExist({ models, declared }: Sketch): Iterable<Problem> {
  for (const model of models) {
    for (const { reference, path } of readColumns(model.definition)) {
      const words = unknownColumn(reference, declared);
      if (words !== undefined) yield problemAtValue(model, path, words);
    }
  }
}

export function* labelEventsExist({ labels, declared }: Sketch): Iterable<Problem> {
  for (const label of labels) {
    const { event } = label.definition;
    const words = event === undefined ? undefined : unknownColumn(event, declared);
    if (words !== undefined) yield problemAtValue(label, ['event'], words);
  }
}

/** A label, a model or a source where a column of a group belongs; undefined where the parts name none of them. */
function notOfGroup(parts: readonly string[], declared: Declared): Pick<ProblemWords, 'message' | 'hint'> | undefined {
  const [room = '', ...rest] = parts;
  const isSaid = (['labels', 'models'] as const).find((name) => name === room) !== undefined;
  const [name = ''] = isSaid ? rest : parts;
  if (declared.feature.has(name) && !isSaid) return undefined;
  const message = `"${parts.join('.')}" is no column of a feature group`;
  if (declared.label.has(name) && room !== 'models') {
    return { message, hint: `"${name}" is a label, which is predicted: name a column of a feature group` };
  }
  if (declared.model.has(name) && room !== 'labels') {
    return { message, hint: `"${name}" is a model, and no model reads another: name a column of a feature group` };
  }
  if (!declared.source.has(name) || isSaid) return undefined;
  const hint = `"${name}" is a source: write a feature group that reads it, and name a column of that`;
  return { message, hint };
}

function unknownColumn(reference: ColumnReference, declared: Declared): ProblemWords | undefined {
  const { group, column } = reference;
  const groups = declared.feature;
  const written = column === '' ? group : `${group}.${column}`;
  const other = notOfGroup(written.split('.'), declared);
  if (other !== undefined) return { code: 'EWS1010', ...other };
  if (group === 'features' && column.includes('.')) {
    return { code: 'EWS1010', message: `"${written}" is not group.column`, hint: `write ${column}` };
  }
  if (column === '' || column.includes('.')) {
    const message = `"${written}" is not group.column`;
    const owners = [...groups].filter(([, { columns }]) => columns?.has(group)).map(([name]) => `${name}.${group}`);
    const hint = owners.length > 0 ? `did you mean ${owners.map((name) => `"${name}"`).join(' or ')}?` : undefined;
    return { code: 'EWS1010', message, hint: hint ?? 'write it like labor.sahm_gap' };
  }
  const found = groups.get(group);
  if (found === undefined) {
    const message = `there is no feature group "${group}"`;
    return {
      code: 'EWS1010',
      message,
      hint: didYouMean(group, groups.keys()) ?? `write features/${group}.yaml and .sql`,
    };
  }
  if (found.columns === undefined || found.columns.has(column)) return undefined;
  const names = [...found.columns];
  const hint = didYouMean(column, names) ?? `its columns are ${names.join(', ')}`;
  return { code: 'EWS1010', message: `feature group "${group}" has no column "${column}"`, hint };
}

/** A keyless group serves every key; a keyed one can serve only frames that have its keys. */
export function* modelFeaturesFitTheLabelsKeys({ models, labels, groups }: Sketch): Iterable<Problem> {
  const keysOfLabels = new Map(labels.map(({ definition }) => [definition.name, definition.keys]));
  const keysOfGroups = new Map(groups.map(({ definition }) => [definition.name, definition.keys]));
  for (const model of models) {
    const labelKeys = keysOfLabels.get(model.definition.label);
    if (labelKeys === undefined) continue;
    for (const { reference, path } of readColumns(model.definition)) {
      const { group } = reference;
      const key = keysOfGroups.get(group)?.find((name) => !labelKeys.includes(name));
      if (key === undefined) continue;
      const { label } = model.definition;
      const message = `"${group}" has one row for each ${key}, but label "${label}" has no key "${key}"`;
      const hint = `add ${key} to the label's keys, or aggregate over it in another group`;
      yield problemAtValue(model, path, { code: 'EWS1011', message, hint });
    }
  }
}
