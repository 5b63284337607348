import type { TextFile } from '../../../diagnostics/index.ts';
import { entry } from '../../../presence/index.ts';
import type { FunctionDefinition } from '../function-definition.ts';
import { readFunctionTexts } from '../read-function-texts.ts';
import { DISTRIBUTIONS } from './distributions.ts';
import { FILTERS } from './filters.ts';
import type { LibraryPart } from './library-part.ts';
import { TRANSFORMATIONS } from './transformations.ts';

let read: readonly FunctionDefinition[] | undefined;

/** The functions that come along, called as `ews.NAME`. Read once, when a project first asks for them. */
export function libraryFunctions(): readonly FunctionDefinition[] {
  read ??= [TRANSFORMATIONS, DISTRIBUTIONS, FILTERS].flatMap(functionsOf);
  return read;
}

function functionsOf({ path, sql, described }: LibraryPart): readonly FunctionDefinition[] {
  const file: TextFile = Object.freeze({ path, text: sql });
  const { functions, problems } = readFunctionTexts(file);
  const [problem] = problems;
  if (problem !== undefined) throw new Error(`${path}: ${problem.message}`);
  const words = new Map(Object.entries(described));
  return functions.map((text) => Object.freeze({ ...text, schema: 'ews' as const, ...entry(words, text.name) }));
}
