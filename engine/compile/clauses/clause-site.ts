import type { EdgeSubtype } from '../../../lineage/index.ts';
import type { Stretch } from './token-list.ts';

/** A clause, or a part of an expression, that decides something: it makes edges of these subtypes. */
export interface ClauseSite {
  readonly subtypes: readonly EdgeSubtype[];
  /** Undefined where the text does not show it. */
  readonly stretch: Stretch | undefined;
}

/**
 * The columns that a value, or the choice of rows, depends on, each as `fred.unrate.value` -> the sites nearest to the
 * result through which it decides; none for one whose value is taken over.
 */
export type ColumnSites = ReadonlyMap<string, ReadonlySet<ClauseSite>>;

export const NOTHING: ColumnSites = new Map();

export function sitesOfColumn(column: string): ColumnSites {
  return new Map([[column, new Set<ClauseSite>()]]);
}

/** The dependencies of several things together. */
export function mergeSites(...traces: readonly ColumnSites[]): ColumnSites {
  const filled = traces.filter(({ size }) => size > 0);
  const [first] = filled;
  if (first === undefined) return NOTHING;
  if (filled.length === 1) return first;
  const merged = new Map<string, Set<ClauseSite>>();
  for (const trace of filled) {
    for (const [column, sites] of trace) {
      const collected = merged.get(column);
      if (collected === undefined) merged.set(column, new Set(sites));
      else for (const site of sites) collected.add(site);
    }
  }
  return merged;
}

/** The trace of what a clause over `trace` decides: the step nearest to the result names the way. */
export function throughSite(trace: ColumnSites, site: ClauseSite): ColumnSites {
  const sites: ReadonlySet<ClauseSite> = new Set([site]);
  return new Map([...trace.keys()].map((column) => [column, sites]));
}
