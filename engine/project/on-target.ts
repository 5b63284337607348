import { withOther } from '../presence/index.ts';
import type { Definitions } from './definitions.ts';
import { deepFreeze } from './freeze.ts';
import { followingFrom } from './origin.ts';
import type { Completeness, SourceDefinition } from './source-definitions.ts';
import type { TargetDefinition } from './target-definition.ts';

/**
 * The project as a target reads it: on one that reads FRED live, the API takes the place of every fred source's file,
 * and what the file was complete through says nothing of the API.
 */
export function onTarget(definitions: Definitions, { fred }: TargetDefinition): Definitions {
  if (fred.kind === 'snapshot') return definitions;
  return withSources(definitions, { fred }, (source) => {
    if (source.connector !== 'fred') return source;
    const { completeThrough: _, ...rest } = source;
    return { ...rest, data: fred };
  });
}

/** The project with the last day through which some sources, by name, turned out to be complete. */
export function withCompleteness(definitions: Definitions, days: ReadonlyMap<string, Completeness>): Definitions {
  if (days.size === 0) return definitions;
  return withSources(definitions, { days: [...days] }, (source) => ({ ...source, ...days.get(source.name) }));
}

/** `facts`: all that the change follows from. */
function withSources(
  definitions: Definitions,
  facts: object,
  change: (source: SourceDefinition) => SourceDefinition,
): Definitions {
  const sources = deepFreeze(definitions.sources.map(change));
  return followingFrom(definitions, facts, withOther(definitions, { sources }));
}
