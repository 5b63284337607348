import type { Problem } from '../../diagnostics/index.ts';
import type { YamlPath } from '../problem-at.ts';
import type { ColumnTestShape } from '../schemas/feature-group.ts';
import { type GroupEntry, problemAtValue, type Sketch } from './rule.ts';

interface WrittenTest {
  readonly group: GroupEntry;
  readonly path: YamlPath;
  readonly test: Exclude<ColumnTestShape, string>;
}

/** The tests that are written as mappings, with their places. */
function* columnTests(sketch: Sketch): Iterable<WrittenTest> {
  for (const group of sketch.groups) {
    for (const [column, { tests }] of Object.entries(group.shape.columns)) {
      for (const [i, test] of tests.entries()) {
        if (typeof test !== 'string') yield { group, path: ['columns', column, 'tests', i], test };
      }
    }
  }
}

export function* eachEntryIsOneTest(sketch: Sketch): Iterable<Problem> {
  for (const { group, path, test } of columnTests(sketch)) {
    const kinds = Object.keys(test);
    if (kinds.length === 1) continue;
    const message = kinds.length === 0 ? 'this entry names no test' : `this entry names ${kinds.length} tests`;
    yield problemAtValue(group, path, { code: 'EWS1004', message, hint: 'one test an entry: begin each with "- "' });
  }
}

export function* rangesAreRanges(sketch: Sketch): Iterable<Problem> {
  for (const { group, path, test } of columnTests(sketch)) {
    if (test.range === undefined) continue;
    const { min, max } = test.range;
    if (min === undefined && max === undefined) {
      const hint = 'write range: { min: 0 }, range: { max: 30 } or both';
      yield problemAtValue(group, path, { code: 'EWS1004', message: 'a range needs a min, a max or both', hint });
    } else if (min !== undefined && max !== undefined && min > max) {
      const message = `no value is both at least ${min} and at most ${max}`;
      yield problemAtValue(group, [...path, 'range', 'min'], { code: 'EWS1011', message, hint: 'swap min and max' });
    }
  }
}

export function* acceptedValuesAreOfOneType(sketch: Sketch): Iterable<Problem> {
  for (const { group, path, test } of columnTests(sketch)) {
    const types = new Set(test.accepted_values?.values.map((value) => typeof value));
    if (types.size < 2) continue;
    const message = `accepted values are of one type, but here are ${[...types].sort().join(' and ')}`;
    yield problemAtValue(group, [...path, 'accepted_values', 'values'], { code: 'EWS1011', message });
  }
}
