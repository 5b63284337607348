const SCALES = 31;

/**
 * The same numbers everywhere: made by whole-number arithmetic and by scaling with powers of two, both of which are
 * exact. Magnitudes run up to 2^9, of either sign.
 */
export function probeValues(count: number): Float64Array {
  let state = 20_221_031;
  return Float64Array.from({ length: count }, (_, index) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state / 2 ** 32 - 0.5) * ((1 << (index % SCALES)) / 2 ** 20);
  });
}
