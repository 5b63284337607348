import type { TextFile } from '../../diagnostics/index.ts';

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
}
