export { type QueryPlaces, queryPlaces } from './query-places.ts';
export type { Stretch } from './token-list.ts';
