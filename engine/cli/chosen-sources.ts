import { didYouMean, ProblemError, problem, thereAre } from '../diagnostics/index.ts';
import type { Definitions, SourceDefinition } from '../project/index.ts';

/** The sources that a command names; all of them where it names none. */
export function chosenSources(definitions: Definitions, names: readonly string[]): readonly SourceDefinition[] {
  if (names.length === 0) return definitions.sources;
  const declared = definitions.sources.map(({ name }) => name);
  const unknown = names.filter((name) => !declared.includes(name));
  if (unknown.length === 0) return definitions.sources.filter(({ name }) => names.includes(name));
  throw new ProblemError(
    unknown.map((name) =>
      problem('EWS6001', `there is no source "${name}"`, {
        hint: didYouMean(name, declared) ?? thereAre('there are', declared),
      }),
    ),
  );
}
