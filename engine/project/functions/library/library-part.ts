import type { FunctionDefinition } from '../function-definition.ts';

/** What is said of a function that comes along; a formula and its source always are. */
type Said = Pick<FunctionDefinition, 'description' | 'returns' | 'cases'> &
  Required<Pick<FunctionDefinition, 'formula' | 'source'>>;

/** Functions that come along, as a file of a project would have them. */
export interface LibraryPart {
  /** What its places are called in messages. */
  readonly path: string;
  readonly sql: string;
  readonly described: Readonly<Record<string, Said>>;
}
