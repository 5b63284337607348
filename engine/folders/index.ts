export { CACHE_MARK, isOwn, LAKE_MARK, makeOwn } from './own-folder.ts';
export { isBelow, isWithin, type Reach, reachOf, realPlace } from './reach.ts';
