export { makeFolder } from './make-folder.ts';
export { FileTooLong, openWithin, readWithin } from './open-within.ts';
export { isOwn, makeOwn, markOf } from './own-folder.ts';
export { isBelow, isWithin, type Reach, reachOf, realPlace } from './reach.ts';
export { type KeyState, type Seal, sealOf, userKeyState, userSeal } from './seal.ts';
export { namedState, userCache } from './user-folders.ts';
