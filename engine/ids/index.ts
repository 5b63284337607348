export { idOf, type NodeId, nodeId, stageIdOf } from './node-id.ts';
export { parseId, parseTestId } from './parse-id.ts';
