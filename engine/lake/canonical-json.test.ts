import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, digestOf, sha256 } from './canonical-json.ts';

describe('canonical JSON', () => {
  it('sorts keys at every depth and drops undefined fields', () => {
    expect(canonicalJson({ b: [{ z: 1, a: null }], a: undefined, A: 'é"' })).toBe(
      '{"A":"é\\"","b":[{"a":null,"z":1}]}',
    );
  });

  it('means the same as JSON, whatever the order of keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ noUnicodeString: false })), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
        expect(digestOf(reversed)).toBe(digestOf(value));
      }),
    );
  });

  it('writes lists of scalars as one by one', () => {
    const scalar = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.string(), fc.constant(null));
    fc.assert(
      fc.property(fc.array(scalar), (list) => {
        expect(canonicalJson(list)).toBe(`[${list.map((each) => canonicalJson(each)).join(',')}]`);
      }),
    );
    expect(canonicalJson([-0, 1e21, 5e-324, '\u2028', false])).toBe('[0,1e+21,5e-324,"\u2028",false]');
  });

  it('refuses what JSON cannot say', () => {
    const odd = [Number.NaN, Number.POSITIVE_INFINITY, undefined, () => 1];
    for (const value of odd.flatMap((each) => [
      each,
      [each],
      [1, each],
      [
        [0.5, null],
        ['a', each],
      ],
    ]) as readonly unknown[]) {
      expect(() => canonicalJson(value)).toThrow('no place in JSON');
    }
  });

  it('digests as sha256sum does', () => {
    // printf '{"a":1}' | sha256sum
    expect(digestOf({ a: 1 })).toBe('015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862');
    expect(sha256('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });
});
