export { openWithin, readWithin } from './open-within.ts';
export { isOwn, makeOwn, markOf } from './own-folder.ts';
export { isBelow, isWithin, type Reach, reachOf, realPlace } from './reach.ts';
