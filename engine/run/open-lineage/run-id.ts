import { digestOf } from '../../lake/index.ts';

/**
 * OpenLineage's id of one node's part in a run, or of the run itself: the same for the same run and node, so that
 * events written at different times belong together. It is a UUID of version 8 (RFC 9562, 5.8): its bits come from
 * SHA-256.
 */
export function openLineageRunId(runId: string, node: string): string {
  const hex = digestOf({ run: runId, node });
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0b0011) | 0b1000).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
