/**
 * Names below `refs/` that no environment may have: rooms keep refs of their own there, or will. Reserved before any
 * lake has such an environment, because one would be taken for the other.
 */
export const RESERVED_REFS: ReadonlySet<string> = new Set([
  'audit',
  'gc',
  'governance',
  'holds',
  'models',
  'monitor',
  'sessions',
  'sources',
]);
