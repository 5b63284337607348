import { ESTIMATOR_LIST } from '../engine/training/estimators/index.ts';

const HEAD = '| kind | parameters | reads |\n|---|---|---|\n';
const ORDER = ['probability', 'value', 'alarm', 'base_rate'] as const;

/** The table of estimators in docs/dsl.md: a row for each kind, or for several that take and read the same. */
export function estimatorTable(): string {
  const ordered = ORDER.flatMap((predicted) => ESTIMATOR_LIST.filter(({ predicts }) => predicts === predicted));
  const kindsByCells = new Map<string, string[]>();
  for (const { kind, documented } of ordered) {
    const cells = `${documented.parameters} | ${documented.reads}`;
    const kinds = kindsByCells.get(cells) ?? [];
    kindsByCells.set(cells, [...kinds, `\`${kind}\``]);
  }
  const rows = [...kindsByCells].map(([cells, kinds]) => `| ${kinds.join(', ')} | ${cells} |\n`);
  return `${HEAD}${rows.join('')}`;
}

/** The page with its table as it should be. */
export function withEstimatorTable(page: string): string {
  const start = page.indexOf(HEAD);
  if (start < 0) throw new Error('docs/dsl.md has no table of estimators');
  return `${page.slice(0, start)}${estimatorTable()}${page.slice(page.indexOf('\n\n', start) + 1)}`;
}
