import { type Problem, problem } from '../diagnostics/index.ts';

/**
 * The largest size of a value that a model takes: the squares of such values, summed over any number of rows, are still
 * doubles, and so is all that is made of them.
 */
const LARGEST = 1e100;

export function isTooLarge(value: number): boolean {
  return Math.abs(value) > LARGEST;
}

/** `what` says which value it is and where. */
export function tooLarge(what: string): Problem {
  const message = `${what}, and models take values up to ${LARGEST}`;
  const hint = 'return NULL where a value is none, for example with nullif, or measure it in a larger unit';
  return problem('EWS5031', message, { hint });
}
