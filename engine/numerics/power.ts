/** Up to here a whole exponent means so many multiplications, which every processor and every V8 rounds alike. */
const MOST_MULTIPLICATIONS = 64;

/**
 * `base` to the power of `exponent`, the same bits under every version of Node that we run on: V8 13 (Node 24) computes
 * `**` and `Math.pow` otherwise than V8 11 and 12 (Node 20, 22) from a third power on.
 *
 * Whole exponents from -64 to 64 are repeated multiplications, each rounded once: within |exponent| units in the last
 * place. Others are exp(exponent * ln base): the relative error is at most about (2 + |exponent * ln base|) * 2^-52, so
 * eleven digits or more for every finite result. NaN where the base is negative and the exponent not whole.
 */
export function power(base: number, exponent: number): number {
  if (Number.isInteger(exponent) && Math.abs(exponent) <= MOST_MULTIPLICATIONS) {
    const product = multiplied(base, Math.abs(exponent));
    return exponent < 0 ? 1 / product : product;
  }
  if (base < 0 && Number.isInteger(exponent)) {
    const size = Math.exp(exponent * Math.log(-base));
    return exponent % 2 === 0 ? size : -size;
  }
  return Math.exp(exponent * Math.log(base));
}

function multiplied(base: number, times: number): number {
  let product = 1;
  for (let count = 0; count < times; count += 1) product *= base;
  return product;
}

/** Ten to the power of a whole number, rounded correctly. */
export function powerOfTen(exponent: number): number {
  return Number(`1e${exponent}`);
}
