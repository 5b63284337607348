import { describe, expect, it } from 'vitest';
import { MISTAKES } from './mistakes/index.ts';
import { problemLines, problemsWith } from './one-query.ts';

/**
 * What people get wrong in their first days, and what must be said then: every problem with its place and the word that
 * is underlined, a way out, and nothing else. `says` are parts of a line, in the order of the lines.
 */
describe('a mistake is told once, at its word, with a way out', () => {
  it.each(MISTAKES)('$what', async ({ files, says, never = [] }) => {
    const problems = await problemsWith(files);
    const lines = problemLines(problems).map((line, i) => `${line} -> ${problems[i]?.hint}`);
    const said = lines.join('\n');
    expect(lines, said).toHaveLength(says.length);
    for (const [i, parts] of says.entries()) for (const part of parts) expect(lines[i], said).toContain(part);
    for (const word of never) expect(said).not.toContain(word);
  });
});
