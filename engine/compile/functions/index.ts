export { judgeFunctions } from './judge-functions.ts';
