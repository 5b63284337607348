import { describe, expect, it } from 'vitest';
import { liveLine } from './live-line.ts';

/** What a terminal shows of what is written: one screen line a row, of which the last may be written over. */
function screen(columns = 30) {
  const rows = [''];
  const write = (text: string): void => {
    for (const [at, line] of text.split('\n').entries()) {
      if (at > 0) rows.push('');
      const pieces = line.split('\r\u001b[K');
      const kept = pieces.length > 1 ? '' : rows.at(-1);
      rows[rows.length - 1] = `${kept}${pieces.at(-1)}`;
    }
  };
  return { rows, stream: { write, isTTY: true, columns } };
}

describe('a live line', () => {
  it('stands below all that is written, and leaves nothing behind', () => {
    const { rows, stream } = screen();
    const live = liveLine(stream, {});
    live.show('running a 1 s');
    live.beside(() => stream.write('a is done\n'));
    expect(rows).toEqual(['a is done', 'running a 1 s']);
    live.show('running b 2 s');
    expect(rows).toEqual(['a is done', 'running b 2 s']);
    live.show('');
    live.beside(() => stream.write('Done\n'));
    expect(rows).toEqual(['a is done', 'Done', '']);
  });

  it('is never broken into two', () => {
    const { rows, stream } = screen(10);
    const live = liveLine(stream, {});
    live.show('0123456789abc');
    expect(rows).toEqual(['01234567…']);
    live.show('new');
    expect(rows).toEqual(['new']);
  });

  it.each([
    ['in a file', { isTTY: false }, {}],
    ['on a terminal that cannot', { isTTY: true }, { TERM: 'dumb' }],
    ['in a log of CI', { isTTY: true }, { CI: 'true' }],
  ])('is not there %s', (_, as, environment) => {
    const { rows, stream } = screen();
    const live = liveLine({ ...stream, ...as }, environment);
    live.show('running');
    live.beside(() => stream.write('a is done\n'));
    expect(rows).toEqual(['a is done', '']);
  });
});
