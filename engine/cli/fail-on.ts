/** What a difference in which may be taken for a failure. */
export const FAIL_ON = ['columns', 'values', 'models'] as const;
export type FailOn = (typeof FAIL_ON)[number];
