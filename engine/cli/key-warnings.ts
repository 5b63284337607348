import { type Problem, warning } from '../diagnostics/index.ts';
import { userKeyState } from '../folders/index.ts';

/** What becomes of a key that cannot be used, and what to do with it. */
export const UNUSABLE_KEY = {
  follows: 'nothing that commands find out is kept for the next one',
  hint: 'delete it, and the next command makes a new one',
};

/** A warning EWS4020 where there is a key that cannot be used: every command would be slow, and nobody know why. */
export function keyWarnings(root: string): readonly Problem[] {
  const state = userKeyState(root);
  if (state.kind !== 'unusable') return [];
  const { follows, hint } = UNUSABLE_KEY;
  return [warning('EWS4020', `${state.file} cannot be used: ${state.reason}; ${follows}`, { hint })];
}
