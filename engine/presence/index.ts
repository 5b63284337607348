export { withLater, withOther } from './later-properties.ts';
export { at, entry, first, last, present } from './present.ts';
export { Tally } from './tally.ts';
