import { expect, it } from 'vitest';
import { problem } from '../diagnostics/index.ts';
import { paintFor } from './paint/index.ts';
import { problemText } from './problem-text.ts';

const CLEAR = '\u001b[2J\u009b31m\r\u0007';

it.each([
  ['a frame', { span: { file: `${CLEAR}.sql`, line: 1, column: 1, length: 2 }, lineText: `SELECT '${CLEAR}'` }],
  ['no frame', {}],
])('obeys no control character of what it quotes, with %s', (_what, place) => {
  const told = problem('EWS2105', `unknown "${CLEAR}"\n\tof two lines`, { ...place, hint: CLEAR, notes: [CLEAR] });
  const text = problemText(told, paintFor({}, { NO_COLOR: '1' }));
  expect(text).not.toMatch(/(?![\t\n])\p{Cc}/u);
  expect(text).toContain('unknown "\\u001b[2J\\u009b31m\\u000d\\u0007"\n\tof two lines');
  expect(text.split('\\u001b[2J').length - 1).toBe('span' in place ? 5 : 3);
});
