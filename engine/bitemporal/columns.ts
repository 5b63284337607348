/**
 * The columns of stored observations that tell when a row was known, `[realtime_start, realtime_end)`, and how that is
 * known. They are the engine's: queries do not see them, nor columns of a file that are called so.
 */
export const KNOWLEDGE_COLUMNS = ['realtime_start', 'realtime_end', 'knowledge'] as const;

export function isKnowledgeColumn(name: string): boolean {
  return (KNOWLEDGE_COLUMNS as readonly string[]).includes(name);
}

/** SHA-256 of the raw bytes that a stored row was first read from; a withdrawal has that of those which lacked it. */
export const RAW_COLUMN = 'raw_sha256';
