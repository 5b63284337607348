import { digestOfDoubles } from './probe.ts';
import { probeValues } from './probe-values.ts';

const VALUES = 200_000;

/** `second` is the value after: of functions of one value it is not used. */
export type ProbedFunction = (first: number, second: number) => number;

/**
 * Functions of V8 whose results no standard fixes, and that we or the libraries that we train with may call. Not `pow`,
 * which V8 13 computes otherwise than V8 12: Node 20 and Node 24 would never share a fingerprint. `power` takes its place.
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

/** Of each function the digest of its results. To be asked in the process that trains. */
export function javascriptNumerics(functions = JAVASCRIPT_FUNCTIONS): Readonly<Record<string, string>> {
  const values = probeValues(VALUES + 1);
  const digests = Object.entries(functions).map(([name, of]) => {
    const results = Float64Array.from({ length: VALUES }, (_, i) => of(values[i] ?? 0, values[i + 1] ?? 0));
    return [`v8 ${name}`, digestOfDoubles(results)];
  });
  return Object.fromEntries(digests);
}
