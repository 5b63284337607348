import { describe, expect, it } from 'vitest';
import { LIMITS } from '../limits/index.ts';
import { sqlExcess } from './sql-excess.ts';

const most = LIMITS.sqlTokens.most;

function excess(text: string) {
  return sqlExcess({ path: 'features/a.sql', text });
}

describe('words and signs of a query', () => {
  it('are counted up to the limit, and the place of the first beyond it is told', () => {
    const full = Array.from({ length: most / 2 }, () => '1,').join('\n');
    expect(excess(full)).toBeUndefined();
    expect(excess(`${full}\n  2`)).toMatchObject({ code: 'EWS2135', span: { line: most / 2 + 1, column: 3 } });
  });

  it.each([
    ['a comment', `-- ${'a '.repeat(most)}\n`],
    ['a comment of many lines', `/* ${'a\n'.repeat(most)} */`],
    ['a text', `'${"a '' b".repeat(100)} ${'a '.repeat(most)}'`],
    ['a quoted name', `"${'a '.repeat(most)}"`],
    ['a text between dollars', `$x$ ${"a ' ".repeat(most)} $x$`],
    ['white space', ' \n\t'.repeat(most)],
  ])('do not stand in %s', (_what, text) => {
    expect(excess(`SELECT ${text} FROM b`)).toBeUndefined();
    expect(excess(`SELECT ${text} ${'1,'.repeat(most / 2)}`)).toMatchObject({ code: 'EWS2135' });
  });

  it.each(["'", '"', '/*', '$a$', '--', '(', '\u{1F4C8}'])(
    'of what is never closed are counted at once: %s',
    (open) => {
      const begun = performance.now();
      excess(`SELECT ${open.repeat(60_000)}`);
      excess(`SELECT ${Array.from({ length: 30_000 }, (_, i) => `${open}${i}`).join(' ')}`);
      expect(performance.now() - begun).toBeLessThan(5000);
    },
  );
});
