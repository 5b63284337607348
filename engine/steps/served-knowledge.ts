import type { NodeId } from '../compile/index.ts';
import { first, present } from '../presence/index.ts';
import { quoteName, type Warehouse } from '../warehouse/index.ts';

/** Rows of a source by the way they became known. */
export interface KnowledgeCounts {
  readonly published: number;
  readonly observed: number;
  readonly assumed: number;
}

/**
 * How the observations that queries see became known, counted as they are served: a first vintage that is served before
 * it was published counts as assumed, whatever is stored.
 */
export async function servedKnowledge(warehouse: Warehouse, source: NodeId): Promise<KnowledgeCounts> {
  const rows = await warehouse.rows(
    `SELECT count(*) FILTER (knowledge = 'published') AS published,
            count(*) FILTER (knowledge = 'observed') AS observed,
            count(*) FILTER (knowledge = 'assumed') AS assumed
     FROM obs.${quoteName(source)}`,
  );
  const counts = first(rows);
  const count = (way: keyof KnowledgeCounts): number => Number(present(counts[way]));
  return { published: count('published'), observed: count('observed'), assumed: count('assumed') };
}
