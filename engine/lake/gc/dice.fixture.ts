/** Small numbers by chance, the same for a seed. */
export type GcDice = (sides: number) => number;

export function diceOf(seed: number): GcDice {
  let state = seed + 1;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}
