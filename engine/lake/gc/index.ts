export { type CondemnedGarbage, collectGarbage, type GcReport, type GcRequest } from './collect-garbage.ts';
export { type Collected, type CollectedFile, collectedText, readCollected, whenCollected } from './collected.ts';
export { commitNamed } from './commit-named.ts';
export type { Garbage, GcActor, KeptFile } from './gc-log.ts';
export { type Announced, announce, INTENT, type Intent, mustBeThere } from './intent.ts';
export { isCompared, type ManifestReader, type NamedByManifest } from './roots.ts';
export type { GcEffects, Sweep } from './sweep.ts';
