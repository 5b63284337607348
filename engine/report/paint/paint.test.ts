import { expect, it } from 'vitest';
import { paintedOutput, paintFor } from './paint.ts';

const colours = paintFor({}, { FORCE_COLOR: '1' });
const { paint, shown } = paintedOutput(colours, '5ecre7');

it('a terminal is sent the colours of ews as they are', () => {
  const nested = (p: typeof colours): string => p.bold(`a ${p.red('b')} c`) + p.dim(1);
  expect(shown(nested(paint))).toBe(nested(colours));
  expect(paintedOutput(paintFor({}, {}), 'x').paint.red('a')).toBe('a');
});

it.each([
  ['\u001b[31mred\u001b[39m', '\\u001b[31mred\\u001b[39m'],
  ['\u001b]0;title\u0007', '\\u001b]0;title\\u0007'],
  ['\u009b2J', '\\u009b2J'],
  ['over\rwritten', 'over\\u000dwritten'],
  ['a\tb\r\nc\n', 'a\tb\r\nc\n'],
  ['abc\u202etxt.exe', 'abc\\u202etxt.exe'],
  ['\u001b5ecre8[31m', '\\u001b5ecre8[31m'],
])('and shows what a file has of its own: %j', (text, seen) => {
  expect(shown(text)).toBe(seen);
  expect(shown(paint.red(text))).toBe(colours.red(seen));
});
