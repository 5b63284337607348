import type { CaseValue } from '../../project/index.ts';

/** Numbers may differ by so much of themselves: the last bits hang on the order of adding. */
const RELATIVE = 1e-9;
const ABSOLUTE = 1e-12;

/** Whether what a function gave is what its case says; NULL equals only NULL. */
export function isSameValue(got: CaseValue, expected: CaseValue): boolean {
  if (typeof got === 'number' && typeof expected === 'number') {
    const apart = Math.abs(got - expected);
    return apart <= ABSOLUTE || apart <= RELATIVE * Math.max(Math.abs(got), Math.abs(expected));
  }
  if (typeof got !== 'object' || typeof expected !== 'object' || got === null || expected === null) {
    return got === expected;
  }
  if (isList(got) || isList(expected)) {
    if (!isList(got) || !isList(expected) || got.length !== expected.length) return false;
    return got.every((value, index) => isSameValue(value, expected[index] ?? null));
  }
  const names = new Set([...Object.keys(got), ...Object.keys(expected)]);
  return [...names].every(
    (name) => name in got && name in expected && isSameValue(got[name] ?? null, expected[name] ?? null),
  );
}

function isList(value: CaseValue): value is readonly CaseValue[] {
  return Array.isArray(value);
}

/** Whether rows are the same, in whatever order: each has its own among the others. */
export function areSameRows(got: readonly CaseValue[], expected: readonly CaseValue[]): boolean {
  const left = [...got];
  for (const row of expected) {
    const found = left.findIndex((candidate) => isSameValue(candidate, row));
    if (found < 0) return false;
    left.splice(found, 1);
  }
  return left.length === 0;
}
