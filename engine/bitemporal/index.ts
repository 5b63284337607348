export { isKnowledgeColumn, KNOWLEDGE_COLUMNS, RAW_COLUMN } from './columns.ts';
export { END_OF_TIME, END_OF_TIME_SQL } from './end-of-time.ts';
export { SNAPSHOT_DATES, SNAPSHOT_SCHEMA } from './snapshots.ts';
