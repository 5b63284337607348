import type { RelationSummary } from '../ingest/index.ts';
import type { FredFile } from '../project/index.ts';

/**
 * The project-relative file that a series is read from. Where its source has vintages and a snapshot, `readFrom` says
 * which.
 */
export function fredFile(data: FredFile, readFrom: RelationSummary['readFrom']): string {
  return (readFrom === 'snapshot' && data.kind === 'vintages' ? data.snapshot?.file : undefined) ?? data.file;
}
