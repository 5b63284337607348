export { unitTestNodes, unitTestsOf } from './unit-test-nodes.ts';
