import { describe, expect, it } from 'vitest';
import { errorLines, type Library } from './project-with-functions.ts';

describe('sizes', () => {
  it('are counted before anything is written out: twenty doublings end at once', async () => {
    const functions = Array.from({ length: 20 }, (_, index) => {
      const before = `lib.f${index - 1}(x)`;
      return { name: `f${index}`, body: index === 0 ? 'x' : `${before} + ${before}`, is: 2 ** index };
    });
    const described = '{ description: d, returns: { type: DOUBLE }, cases: ';
    const library: Library = {
      sql: functions.map(({ name, body }) => `CREATE FUNCTION ${name}(x DOUBLE) AS ${body};`).join('\n'),
      yaml: functions.map(({ name, is }) => `  ${name}: ${described}[{ call: ${name}(1), is: ${is} }] }\n`).join(''),
    };
    const lines = await errorLines({ library, planted: 'SELECT date, lib.f19(value) AS x FROM fred.unrate' });
    expect(lines.map((line) => line.slice(0, 31))).toEqual(['EWS2126 features/lib/own.sql:10']);
  });
});
