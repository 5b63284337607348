import type { Problem } from '../../diagnostics/index.ts';
import { frameFeatures } from '../frame-features.ts';
import { problemAtValue, type Sketch } from './rule.ts';

/** A model has the keys of its label; which of them there are on a date is told by the groups, never by the label. */
export function* panelsHaveRows({ models, labels, groups }: Sketch): Iterable<Problem> {
  const keysOfGroups = new Map(groups.map(({ definition }) => [definition.name, definition.keys]));
  const keysOfLabels = new Map(labels.map(({ definition }) => [definition.name, definition.keys]));
  for (const model of models) {
    const { label } = model.definition;
    const keys = keysOfLabels.get(label) ?? [];
    const read = frameFeatures(model.definition).map(({ group }) => keysOfGroups.get(group));
    // A group that does not exist, or is broken, is somebody else's problem, and may be the one.
    if (keys.length === 0 || read.includes(undefined)) continue;
    if (read.some((own) => keys.every((key) => own?.includes(key)))) continue;
    const missing = `no feature of "${model.definition.name}" has a row for each ${keys.join(' and ')}`;
    const message = `${missing}, as label "${label}" has`;
    const hint = `add a feature of a group with keys: [${keys.join(', ')}]; a group without broadcasts its values`;
    yield problemAtValue(model, ['label'], { code: 'EWS1011', message, hint });
  }
}

/** Errors of a panel of values would need intervals that nobody has defined here. */
export function* panelsAreOfEvents({ models, labels }: Sketch): Iterable<Problem> {
  const found = new Map(labels.map(({ definition }) => [definition.name, definition]));
  for (const model of models) {
    const label = found.get(model.definition.label);
    if (label === undefined || label.keys.length === 0 || label.kind === 'binary') continue;
    const what = `label "${label.name}" is continuous and has keys`;
    const message = `${what}, and models of a value take one row per decision date`;
    yield problemAtValue(model, ['label'], {
      code: 'EWS1011',
      message,
      hint: 'predict a label without keys, or one of kind: binary',
    });
  }
}

/** Episodes are a key's own. */
export function* eventsHaveTheKeysOfTheirLabels({ labels, groups }: Sketch): Iterable<Problem> {
  const keysOfGroups = new Map(groups.map(({ definition }) => [definition.name, definition.keys]));
  for (const label of labels) {
    const { event, keys } = label.definition;
    const eventKeys = event === undefined ? undefined : keysOfGroups.get(event.group);
    if (event === undefined || eventKeys === undefined || eventKeys.toSorted().join() === keys.toSorted().join())
      continue;
    const message = `the event "${event.group}" has ${keysText(eventKeys)}, but the label has ${keysText(keys)}`;
    yield problemAtValue(label, ['event'], {
      code: 'EWS1011',
      message,
      hint: 'tell the event by the keys of the label',
    });
  }
}

function keysText(keys: readonly string[]): string {
  return keys.length === 0 ? 'no keys' : `keys [${keys.join(', ')}]`;
}
