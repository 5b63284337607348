import type { RelationSummary } from '../ingest/index.ts';
import type { FredFile } from '../project/index.ts';

/** The project-relative file that a series is read from; `readFrom` says which, of a source with vintages and a snapshot. */
export function fredFile(data: FredFile, readFrom: RelationSummary['readFrom']): string {
  return (readFrom === 'snapshot' && data.kind === 'vintages' ? data.snapshot?.file : undefined) ?? data.file;
}
