export {
  deferredText,
  isOutdated,
  isUnmade,
  type LeftBehind,
  type Standing,
  type StandingState,
  standingOf,
  standingText,
  type Unmade,
} from './standing.ts';
export { STOPPED, unmadeBy } from './unmade.ts';
