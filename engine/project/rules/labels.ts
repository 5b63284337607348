import type { Problem } from '../../diagnostics/index.ts';
import { at, type Sketch } from './rule.ts';

export function* windowsLookAhead(sketch: Sketch): Iterable<Problem> {
  for (const label of sketch.labels) {
    const { fromMonth, toMonth } = label.definition.window;
    if (fromMonth > toMonth) {
      const message = `the window ends in month ${toMonth}, before it begins in month ${fromMonth}`;
      yield at(label, ['window', 'to_month'], { code: 'EWS1011', message, hint: 'swap from_month and to_month' });
    }
    if (fromMonth < 0) {
      const message = `the window begins ${-fromMonth} months before the decision: what is past is a feature, not a label`;
      yield at(label, ['window', 'from_month'], { code: 'EWS1011', message, hint: '0 is the month of the decision' });
    }
  }
}
