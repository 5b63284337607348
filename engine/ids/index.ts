export { type IngestionId, ingestedSource, ingestionOf } from './ingestion-id.ts';
export { idOf, type NodeId, nodeId, stageIdOf } from './node-id.ts';
export { parseId, parseTestId } from './parse-id.ts';
export { RESERVED_REFS } from './reserved-refs.ts';
export { isRunId, newRunId, secondOf } from './run-id.ts';
