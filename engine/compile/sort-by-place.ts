import type { Problem } from '../diagnostics/index.ts';

/** By file, line and column; what has no place comes last. */
export function sortByPlace(problems: readonly Problem[]): readonly Problem[] {
  return problems.toSorted((a, b) => {
    const [left, right] = [a.span, b.span];
    if (left === undefined || right === undefined) return Number(left === undefined) - Number(right === undefined);
    if (left.file !== right.file) return left.file < right.file ? -1 : 1;
    return left.line - right.line || left.column - right.column;
  });
}
