import type { TextFile } from '../../diagnostics/index.ts';
import type { CallableFunctions } from './project-calls.ts';

export type RelationKind = 'source' | 'group' | 'label' | 'model' | 'calendar';

/** What the gate must know of the project to judge one text. */
export interface GateContext {
  readonly file: TextFile;
  /** What the text defines; decides which kinds of relation it may read. */
  readonly reads: 'feature' | 'label' | 'test';
  /** The kind of a `schema.table` name (lower case); undefined when nobody declared it. */
  readonly relationKind: (name: string) => RelationKind | undefined;
  /** Every declared name, for did-you-mean. */
  readonly relationNames: readonly string[];
  /** What it may call beside DuckDB's functions; nothing where nobody says. */
  readonly functions?: CallableFunctions | undefined;
  /** The text is the body of a function: relations are given to it, by `query_table(parameter)`. */
  readonly isFunctionBody?: boolean;
  /** Functions were written out in it: names that the engine gave stand there. */
  readonly isInlined?: boolean;
}
