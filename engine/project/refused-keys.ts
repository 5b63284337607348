import type { ProblemWords, YamlPath } from './problem-at.ts';

/** Keys that somebody may well expect and that are left out on purpose, with the reason. */
const REFUSED: readonly { readonly at: RegExp; readonly words: (key: string) => ProblemWords }[] = [
  {
    at: /^gates\.[a-z_]*(validat|out_of_fold|held_out)/,
    words: (key) => ({
      code: 'EWS1023',
      message: `no gate may rest on a validation, as "${key}" would: its folds are trained also on what came later`,
      hint: 'ask the walk-forward, as auroc_lower_bound does; the card shows the validation beside it',
    }),
  },
];

/** What is said of such a key; undefined for any other. */
export function refusedKey(path: YamlPath): ProblemWords | undefined {
  const text = path.join('.');
  return REFUSED.find(({ at }) => at.test(text))?.words(text);
}
