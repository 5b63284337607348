import { expect, it } from 'vitest';
import type { VariableDefinition } from './definitions.ts';
import { windowOf, windowProblems } from './label-window.ts';
import type { WrittenWindow } from './written-window.ts';

const VARS: readonly VariableDefinition[] = [
  { name: 'horizon_months', type: 'integer', value: 6, description: 'months ahead' },
  { name: 'share', type: 'number', value: 0.5, description: 'a share' },
];

const complaints = (written: WrittenWindow) =>
  [...windowProblems(written, VARS)].map(({ path, words }) => `${words.code} ${path.join('.')} ${words.message}`);

it('a month of a window is a number, or a variable as SQL names it', () => {
  expect(windowOf({ fromMonth: 1, toMonth: '$horizon_months' }, VARS)).toEqual({ fromMonth: 1, toMonth: 6 });
  expect(complaints({ fromMonth: '$horizon_months', toMonth: '$horizon_months' })).toEqual([]);
});

it('a variable that is not there, or no whole number, is an error', () => {
  expect(complaints({ fromMonth: '$horizn_months', toMonth: '$share' })).toEqual([
    'EWS1013 window.from_month window.from_month names "$horizn_months", which is no variable',
    'EWS1013 window.to_month window.to_month names "$share", which is number and not a whole number',
  ]);
  const [first] = [...windowProblems({ fromMonth: 1, toMonth: '$horizn_months' }, VARS)];
  expect(first?.words.hint).toBe('did you mean "$horizon_months"?');
  const [none] = [...windowProblems({ fromMonth: 1, toMonth: '$horizon' }, [])];
  expect(none?.words.hint).toBe('declare it under vars in ews.config.yaml, as an integer');
});

it('the values of the variables have to make a window', () => {
  expect(complaints({ fromMonth: 7, toMonth: '$horizon_months' })).toEqual([
    'EWS1011 window.to_month the window ends in month 6, before it begins in month 7',
  ]);
  const negative = [{ name: 'from', type: 'integer', value: -2, description: 'first month' } as const];
  expect([...windowProblems({ fromMonth: '$from', toMonth: 3 }, negative)].map(({ words }) => words.code)).toEqual([
    'EWS1011',
  ]);
});
