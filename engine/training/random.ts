/** A seeded stream of uniform 32-bit integers. */
export interface RandomStream {
  /** An integer in [0, bound), without modulo bias; bound is at most 2^32. */
  below(bound: number): number;
}

/**
 * xoshiro128** 1.1 (Blackman & Vigna, "Scrambled linear pseudorandom number generators", 2021), 32-bit words.
 * The state must not be all zero.
 */
export function xoshiro128(state: readonly [number, number, number, number]): () => number {
  let [s0, s1, s2, s3] = state;
  return () => {
    const result = Math.imul(rotateLeft(Math.imul(s1, 5), 7), 9) >>> 0;
    const shifted = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= shifted;
    s3 = rotateLeft(s3, 11);
    return result;
  };
}

/** The state is spread from the seed by the finaliser of MurmurHash3 over a Weyl sequence, as splitmix does. */
export function randomStream(seed: number): RandomStream {
  const mix = (step: number): number => {
    let z = (Math.trunc(seed) + Math.imul(step, 0x9e3779b9)) | 0;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return z ^ (z >>> 16);
  };
  const next = xoshiro128([mix(1), mix(2), mix(3), mix(4)]);
  // Of the bound that was asked last: who draws asks for one bound many times.
  let asked = 0;
  let limit = 0;
  return {
    below(bound) {
      if (bound !== asked) {
        asked = bound;
        limit = 2 ** 32 - (2 ** 32 % bound);
      }
      let word = next();
      while (word >= limit) word = next();
      return word % bound;
    },
  };
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
