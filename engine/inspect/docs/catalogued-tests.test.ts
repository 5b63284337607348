import { expect, test } from 'vitest';
import type { ColumnTest } from '../../project/index.ts';
import { columnRule } from './catalogued-tests.ts';

test.each<[ColumnTest, string]>([
  [{ kind: 'not_null', severity: 'error' }, 'not null'],
  [{ kind: 'unique', severity: 'warn', validFrom: '1990-01-31' }, 'unique, from 1990-01-31 on'],
  [{ kind: 'finite', severity: 'error' }, 'finite'],
  [{ kind: 'range', min: 0, max: 1, severity: 'error' }, 'from 0 to 1'],
  [{ kind: 'range', min: 0, severity: 'error' }, 'at least 0'],
  [{ kind: 'range', max: 0, severity: 'error' }, 'at most 0'],
  [{ kind: 'accepted_values', values: [0, true, 'a'], severity: 'error' }, 'one of 0, true, a'],
  [{ kind: 'monotonic', direction: 'increasing', strict: true, severity: 'error' }, 'strictly increasing along as_of'],
  [{ kind: 'monotonic', direction: 'decreasing', strict: false, severity: 'error' }, 'decreasing along as_of'],
])('%j is "%s"', (rule, words) => {
  expect(columnRule(rule)).toBe(words);
});
