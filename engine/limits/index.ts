/** How much of something there may be: what is counted, in the plural, and the most of it. */
export interface Limit {
  readonly of: string;
  readonly most: number;
}

/**
 * What a project, a file or a definition may come to at most. What is more is refused while it is read, before anything
 * grows with it: the limits are far above what projects need, and so low that reading takes neither minutes nor
 * gigabytes. docs/limits.md says why each is where it is; a target's `resources` limit what is computed.
 */
export const LIMITS = {
  projectFiles: { of: 'files', most: 200_000 },
  definitionFiles: { of: 'files of YAML and SQL', most: 50_000 },
  definitionBytes: { of: 'bytes of YAML and SQL', most: 100_000_000 },
  yamlBytes: { of: 'bytes', most: 1_000_000 },
  yamlTokens: { of: 'words and signs', most: 200_000 },
  yamlDepth: { of: 'levels', most: 32 },
  yamlIndent: { of: 'columns of indentation', most: 200 },
  sqlBytes: { of: 'bytes', most: 200_000 },
  sqlTokens: { of: 'words and signs', most: 30_000 },
  queryColumns: { of: 'columns', most: 1_000 },
  groupChain: { of: 'groups, one behind the other', most: 100 },
  planBytes: { of: 'bytes', most: 30_000_000 },
  textLength: { of: 'characters', most: 10_000 },
  listLength: { of: 'entries', most: 10_000 },
  decisionDates: { of: 'decision dates', most: 40_000 },
  candidates: { of: 'candidates', most: 1_000 },
  searchedParameters: { of: 'parameters', most: 20 },
  folds: { of: 'folds', most: 50 },
  draws: { of: 'draws', most: 100_000 },
  trees: { of: 'trees', most: 10_000 },
  treeDepth: { of: 'levels', most: 100 },
  rows: { of: 'rows', most: 1_000_000_000 },
  months: { of: 'months', most: 1_200 },
  days: { of: 'days', most: 36_600 },
  seconds: { of: 'seconds', most: 1_000_000 },
  threads: { of: 'threads', most: 256 },
  problems: { of: 'problems', most: 100 },
  shownLine: { of: 'characters', most: 1_000 },
  comparedName: { of: 'characters', most: 100 },
  selector: { of: 'characters', most: 10_000 },
} as const satisfies Readonly<Record<string, Limit>>;

/** `1,500,000 bytes, and at most 1,000,000 are read`, to follow what has them. */
export function beyond({ of, most }: Limit, count: number): string {
  return `${grouped(count)} ${of}, and at most ${grouped(most)} are read`;
}

/** A count with its thousands apart: `1,000,000`; one that no number holds exactly as a power of ten. */
export function grouped(count: number): string {
  if (!Number.isSafeInteger(count)) return `about ${count.toExponential(1)}`;
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
