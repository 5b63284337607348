export { type AuditEvent, appendEvent, readEvents } from './audit.ts';
export {
  canonicalJson,
  digestOf,
  digestOfFile,
  type FileDigest,
  type PlainJson,
  type PlainObject,
} from './canonical-json.ts';
export { openLocalStore } from './local-store.ts';
export {
  commitObject,
  findObject,
  type NewObject,
  type ObjectId,
  type ObjectMeta,
  objectPath,
  readObjectFile,
} from './object.ts';
export { type RawObject, rawPath, storeRaw } from './raw.ts';
export { type Advance, advanceRef, type Ref, readRef, refHistory } from './ref.ts';
export { readRunFile, writeRunFile } from './run-files.ts';
export { awsQuestions } from './s3/postures/aws-questions.ts';
export { checkPostures } from './s3/postures/check-postures.ts';
export type { PostureFinding, SecuredStore } from './s3/postures/finding.ts';
export type { PostureQuestions } from './s3/postures/questions.ts';
export type { Content, Store, StoreEffects, WriteStep } from './store.ts';
export { type Verification, verifyLake } from './verify.ts';
