import type { Problem } from '../../diagnostics/index.ts';
import { windowProblems } from '../label-window.ts';
import { problemAtValue, type Sketch } from './rule.ts';

/** An event happens or not: there is nothing that could be counted. */
export function* eventsHaveNoUnit({ labels }: Sketch): Iterable<Problem> {
  for (const label of labels) {
    if (label.definition.kind !== 'binary' || label.definition.unit === undefined) continue;
    const message = `${label.definition.name} is an event, which is counted in nothing`;
    const hint = 'remove unit; or kind: continuous, if it is a value';
    yield problemAtValue(label, ['unit'], { code: 'EWS1011', message, hint });
  }
}

/** Without a sound ews.config.yaml nobody knows the variables, and that is its own problem. */
export function* windowsLookAhead({ labels, config }: Sketch): Iterable<Problem> {
  if (config === undefined) return;
  for (const label of labels) {
    for (const { path, words } of windowProblems(label.definition.writtenWindow, config.definition.vars)) {
      yield problemAtValue(label, path, words);
    }
  }
}
