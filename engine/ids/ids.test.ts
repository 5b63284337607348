import { expect, test } from 'vitest';
import { idOf, nodeId, parseId, parseTestId, stageIdOf } from './index.ts';

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

test('an id is text', () => {
  expect(new Map([[nodeId('models.probit'), 1]]).get(idOf.model('probit'))).toBe(1);
});
