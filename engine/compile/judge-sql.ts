import { type Problem, ProblemError } from '../diagnostics/index.ts';
import type { SoundParts } from '../project/index.ts';
import { checkColumnTypes } from './column-types.ts';
import type { CompileEffects } from './compile.ts';
import { NO_CACHE } from './compile-cache.ts';
import { compileQueries, type QueriesOutcome } from './compile-queries.ts';
import { resolveDates } from './decision-dates.ts';
import type { SourceNode } from './graph.ts';
import { checkWindows } from './outcome-window/index.ts';
import { type BindingMeans, openShadowCatalogue } from './shadow-catalogue.ts';
import { sortByPlace } from './sort-by-place.ts';
import { sourceNodes } from './source-nodes.ts';
import { testNodes } from './test-nodes.ts';
import { unitTestNodes } from './unit-tests/index.ts';

/**
 * What is wrong with the SQL of a project whose YAML has errors: everything that can be judged without the files that
 * are not sound. Never throws a ProblemError.
 */
export async function judgeSql(parts: SoundParts, effects: CompileEffects): Promise<readonly Problem[]> {
  const means: BindingMeans = { cache: effects.compileCache ?? NO_CACHE, warehouses: effects.warehouses };
  try {
    const shadow = await openShadowCatalogue(means);
    try {
      const sources = sourceNodes(parts);
      const queries = await compileQueries(parts, sources, shadow);
      const tests = await testNodes(parts, queries.nodes, { ...means, functions: queries.functions });
      const units = await unitTestNodes({ parts, queries, sources, calendar: undefined }, means);
      const types = checkColumnTypes(parts, queries.nodes);
      const dated = await datedProblems(parts, sources, queries, means);
      return sortByPlace([...queries.problems, ...tests.problems, ...units.problems, ...types, ...dated]);
    } finally {
      shadow.close();
    }
  } catch (error) {
    if (error instanceof ProblemError) return error.problems;
    throw error;
  }
}

/** Windows are tried out on decision dates: where these are not known, nothing is said of either. */
async function datedProblems(
  parts: SoundParts,
  sources: readonly SourceNode[],
  { nodes }: QueriesOutcome,
  means: BindingMeans,
): Promise<readonly Problem[]> {
  const { config, hasCalendar } = parts;
  if (config === undefined || !hasCalendar) return [];
  const { calendar, shorter, problems } = resolveDates({ ...parts, config }, nodes, false);
  const windows = await checkWindows(nodes, sources, { calendar, shorter }, means);
  return [...problems, ...windows.problems];
}
