import { digestOfDoubles } from './probe.ts';
import { probeValues } from './probe-values.ts';

const VALUES = 200_000;

/** `second` is the value after `first`; a function of one value ignores it. */
export type ProbedFunction = (first: number, second: number) => number;

/**
 * Functions of V8 whose results no standard fixes, and that we or the libraries that we train with may call. `pow` is
 * not among them, since V8 13 computes it otherwise than V8 12, and Node 20 and 24 would never share a fingerprint:
 * `power` takes its place.
 */
export const JAVASCRIPT_FUNCTIONS: Readonly<Record<string, ProbedFunction>> = {
  exp: (x) => Math.exp(x),
  log: (x) => Math.log(Math.abs(x)),
  log1p: (x) => Math.log1p(x),
  expm1: (x) => Math.expm1(x),
  tanh: (x) => Math.tanh(x),
  cbrt: (x) => Math.cbrt(x),
  hypot: (x, y) => Math.hypot(x, y),
  log10: (x) => Math.log10(Math.abs(x)),
};

/** The digest of each function's results in the process that asks: ask in the one that trains. */
export function javascriptNumerics(functions = JAVASCRIPT_FUNCTIONS): Readonly<Record<string, string>> {
  const values = probeValues(VALUES + 1);
  const digests = Object.entries(functions).map(([name, compute]) => {
    const results = values.subarray(0, VALUES).map((first, i) => compute(first, values[i + 1] as number));
    return [`v8 ${name}`, digestOfDoubles(results)];
  });
  return Object.fromEntries(digests);
}
