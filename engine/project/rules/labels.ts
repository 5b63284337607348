import type { Problem } from '../../diagnostics/index.ts';
import { windowProblems } from '../label-window.ts';
import { problemAtValue, type Sketch } from './rule.ts';

/** Without a sound ews.config.yaml nobody knows the variables, and that is its own problem. */
export function* windowsLookAhead({ labels, config }: Sketch): Iterable<Problem> {
  if (config === undefined) return;
  for (const label of labels) {
    for (const { path, words } of windowProblems(label.definition.writtenWindow, config.definition.vars)) {
      yield problemAtValue(label, path, words);
    }
  }
}
