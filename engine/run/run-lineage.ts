import type { Stage } from '../../lineage/index.ts';
import type { DefinitionWords } from './definition-words.ts';

/** The lineage of a run, with the words of what it is of. */
export interface RunLineage {
  readonly stages: readonly Stage[];
  readonly definitions: DefinitionWords;
}
