export { judgeAsofJoins } from './judge-asof.ts';
