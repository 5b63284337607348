/** What ingesting stores as objects. */
export const INGESTED_KINDS = ['observations'] as const;

/** What building stores as objects; a role that builds has to be allowed to write each of them. */
export const BUILT_KINDS = [
  'alarms',
  'card',
  'comparison',
  'failure',
  'feature',
  'frame',
  'label',
  'model',
  'numerics',
  'prediction',
  'test',
  'tuning',
  'validation',
] as const;

/** Every folder below `objects/`. */
export type ObjectKind = (typeof INGESTED_KINDS)[number] | (typeof BUILT_KINDS)[number];
