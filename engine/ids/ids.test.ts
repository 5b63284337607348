import { expect, test } from 'vitest';
import {
  idOf,
  ingestedSource,
  ingestionOf,
  isRunId,
  newRunId,
  nodeId,
  parseId,
  parseTestId,
  stageIdOf,
} from './index.ts';

test.each([
  [idOf.relation('fred', 'unrate'), 'fred.unrate', 'fred', 'unrate'],
  [idOf.group('labor'), 'features.labor', 'features', 'labor'],
  [idOf.label('recession_12m'), 'labels.recession_12m', 'labels', 'recession_12m'],
  [idOf.model('probit'), 'models.probit', 'models', 'probit'],
  [idOf.comparison('recession_12m'), 'comparisons.recession_12m', 'comparisons', 'recession_12m'],
  [idOf.test('labor', 'unrate.not_null'), 'tests.labor.unrate.not_null', 'tests', 'labor.unrate.not_null'],
  [stageIdOf.frame('probit'), 'frames.probit', 'frames', 'probit'],
  [stageIdOf.prediction('probit'), 'predictions.probit', 'predictions', 'probit'],
  [stageIdOf.alarms('probit'), 'alarms.probit', 'alarms', 'probit'],
  [stageIdOf.card('probit'), 'cards.probit', 'cards', 'probit'],
])('%s', (id, text, schema, name) => {
  expect(id).toBe(text);
  expect(parseId(id)).toEqual({ schema, name });
});

test('a text without a dot has a name alone', () => {
  expect(parseId('labor')).toEqual({ schema: '', name: 'labor' });
  expect(parseId('')).toEqual({ schema: '', name: '' });
});

test('a test is of a group', () => {
  expect(parseTestId('tests.labor.unrate.not_null')).toEqual({ group: 'labor', name: 'unrate.not_null' });
  expect(parseTestId('tests.labor.no_gaps')).toEqual({ group: 'labor', name: 'no_gaps' });
});

test('the ingestion of a source is no node', () => {
  expect(ingestionOf('fred')).toBe('source:fred');
  expect([ingestedSource('source:fred'), ingestedSource('source:')]).toEqual(['fred', '']);
  expect([ingestedSource('fred.unrate'), ingestedSource('models.source:fred')]).toEqual([undefined, undefined]);
});

test('an id is text', () => {
  expect(new Map([[nodeId('models.probit'), 1]]).get(idOf.model('probit'))).toBe(1);
});

test('ids of runs sort by second and can be parts of keys', () => {
  const id = newRunId(new Date('2007-09-01T08:00:00.123Z'), Uint8Array.of(0, 0xab, 7));
  expect(id).toBe('20070901T080000Z-00ab07');
  expect(isRunId(id)).toBe(true);
  expect(['', '../x', 'a b', 7, undefined].map(isRunId)).toEqual([false, false, false, false, false]);
});
