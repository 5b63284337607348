import type { checkPostures as Check } from './check-postures.ts';

/** `checkPostures`, loaded when a store's postures are asked for. */
export const checkPostures: typeof Check = async (store, ask) => {
  const { checkPostures: check } = await import('./check-postures.ts');
  return check(store, ask);
};
