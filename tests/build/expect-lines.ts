import { expect } from 'vitest';

/** Expects of printed blocks that their lines, taken together, are as these: the same, or matched as a whole. */
export function expectLines(blocks: readonly string[], lines: readonly (string | RegExp)[]): void {
  const expected = lines.map((line) =>
    typeof line === 'string' ? line : expect.stringMatching(new RegExp(`^(?:${line.source})$`)),
  );
  expect(blocks.join('\n').split('\n')).toEqual(expected);
}
