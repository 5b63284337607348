import { randomInt } from 'node:crypto';
import { expect, it } from 'vitest';
import type { DigestedColumn, DigestWalk } from './digested.ts';
import { partDigest } from './expression-digest.ts';

/** What is digested, to be read. */
const WALK = { hash: (text: string) => text } as DigestWalk;

const INPUT: readonly DigestedColumn[] = [
  { value: 'first "column"', binding: '3.0' },
  { value: 'second', binding: '3.1' },
];

/** A copy without words and with columns for references, which JSON.stringify writes: what lakes have digests of. */
function copied(value: unknown, isArgument = true): unknown {
  if (Array.isArray(value)) return value.map((item) => copied(item, isArgument));
  if (typeof value !== 'object' || value === null) return value;
  const node = value as Readonly<Record<string, unknown>>;
  if (isArgument && node['expression_class'] === 'BOUND_REF') {
    return { column: INPUT[node['index'] as number]?.value };
  }
  if (isArgument && node['expression_class'] === 'BOUND_COLUMN_REF') {
    const { column_index: index } = node['binding'] as { readonly column_index: number };
    return { column: INPUT[index]?.value };
  }
  const kept = Object.entries(node).filter(([key]) => key !== 'alias' && key !== 'query_location');
  return Object.fromEntries(kept.map(([key, item]) => [key, copied(item, isArgument && key !== 'function_data')]));
}

const TEXTS = ['', 'a', '"quoted"', 'ünï', '\u0001#1.5', 'line\nbreak', '\ud800', '\u2028', '\\'];
const KEYS = ['type', 'alias', 'query_location', 'children', 'function_data', '"odd" key', '12', 'ключ', ''];

function value(depth: number): unknown {
  const some = (): unknown => (depth === 0 ? TEXTS[randomInt(TEXTS.length)] : value(depth - 1));
  switch (randomInt(9)) {
    case 0:
      return null;
    case 1:
      return [1, -7, 1.5, 2 ** 53, 1e21][randomInt(5)];
    case 2:
      return randomInt(2) === 0;
    case 3:
      return { expression_class: 'BOUND_REF', alias: 'x', index: randomInt(2) };
    case 4:
      return { expression_class: 'BOUND_COLUMN_REF', binding: { table_index: 3, column_index: randomInt(2) } };
    case 5:
      return [some(), some(), ...(randomInt(3) === 0 ? [undefined] : [])];
    case 6:
    case 7:
      return Object.fromEntries(Array.from({ length: 3 }, () => [KEYS[randomInt(KEYS.length)], some()]));
    default:
      return TEXTS[randomInt(TEXTS.length)];
  }
}

it('3,000 random parts of plans are digested as JSON.stringify writes a copy without words', () => {
  for (let round = 0; round < 3000; round += 1) {
    const part = [value(5), undefined, { text: 'so that no round is empty', nothing: undefined }];
    expect(partDigest(part, INPUT, WALK)).toBe(JSON.stringify(copied(part)));
  }
});
