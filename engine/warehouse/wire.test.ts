import fc from 'fast-check';
import { expect, it } from 'vitest';
import { columnsFromWire, columnsToWire } from './wire.ts';

const numbers = fc.array(fc.option(fc.double(), { freq: 3 }));
const texts = fc.array(fc.option(fc.oneof(fc.string({ unit: 'binary' }), fc.boolean(), fc.maxSafeInteger())));
const columns = fc.array(fc.record({ about: fc.string(), values: fc.oneof(numbers, texts) }));

it('columns come out as they went in, to the bit', () => {
  fc.assert(
    fc.property(columns, (written) => {
      const { layout, body } = columnsToWire(written);
      const bytes = new Uint8Array(Buffer.concat(body));
      const read = columnsFromWire(JSON.parse(JSON.stringify(layout)), bytes);
      expect(read).toEqual(written);
      const signs = (list: readonly { readonly values: readonly unknown[] }[]): readonly boolean[] =>
        list.flatMap(({ values }) => values.map((value) => Object.is(value, -0)));
      expect(signs(read)).toEqual(signs(written));
    }),
  );
});

it('bytes that are not as the layout says are refused', () => {
  const { layout, body } = columnsToWire([{ about: 'a', values: [1, 2, null] }]);
  const bytes = new Uint8Array(Buffer.concat(body));
  expect(() => columnsFromWire(layout, bytes.subarray(1))).toThrow('a column of 32 bytes has 31');
  expect(() => columnsFromWire(layout, new Uint8Array([...bytes, 0]))).toThrow('columns of 32 bytes came in 33');
});
