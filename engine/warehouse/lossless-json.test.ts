import fc from 'fast-check';
import { expect, it } from 'vitest';
import { markedNumber, parseLossless, stringifyLossless } from './lossless-json.ts';

const NONE = '18446744073709551615';

it.each([
  `{"query_location":${NONE},"index":${NONE},"total_files":3}`,
  `{"other":${NONE},"index":1}`,
  '{"a":1e9,"b":1.0,"c":-0.5,"d":12345678901234567890,"e":9007199254740993,"f":9007199254740991}',
  String.raw`{"text":"\"index\":18446744073709551615, 1e9, 0.5 and 12345678901234567"}`,
  '{"text":"#18446744073709551615","index":2}',
  '[true,false,null,"",[],{}]',
])('%s comes back to the letter', (text) => {
  expect(stringifyLossless(parseLossless(text))).toBe(text);
});

it('what stands for none is a number like every other that JavaScript cannot hold', () => {
  const { index, other } = parseLossless(`{"index":${NONE},"other":${NONE}}`) as Record<string, string>;
  expect(index).toBe(other);
  expect(markedNumber(index)).toBe(2 ** 64);
});

const NUMBERS = ['0', '-1', '7', '9007199254740991', '9007199254740993', NONE, '1e9', '1E-7', '0.1', '100.0', '-2.50'];
const KEYS = ['query_location', 'index', 'total_files', 'value', 'a.5', '#'];

it('any tree of numbers and texts comes back to the letter', () => {
  const leaf = fc.oneof(
    fc.constantFrom(...NUMBERS),
    fc.string().map((text) => JSON.stringify(text)),
  );
  const { tree } = fc.letrec<{ tree: string }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small' },
      leaf,
      fc.array(tie('tree'), { maxLength: 4 }).map((items) => `[${items.join(',')}]`),
      fc
        .dictionary(fc.constantFrom(...KEYS), tie('tree'), { maxKeys: 4 })
        .map((members) => Object.entries(members).map(([key, value]) => `${JSON.stringify(key)}:${value}`))
        .map((members) => `{${members.join(',')}}`),
    ),
  }));
  fc.assert(
    fc.property(tree, (text) => {
      expect(stringifyLossless(parseLossless(text))).toBe(text);
    }),
  );
});
