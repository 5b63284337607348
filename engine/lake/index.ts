export { type AuditEvent, appendEvent, readEvents } from './audit.ts';
export {
  canonicalJson,
  digestOf,
  digestOfFile,
  type FileDigest,
  type PlainJson,
  type PlainObject,
} from './canonical-json.ts';
export { checkAnswer, checkFile, checkMeta, type FileCheck, type MetaCheck } from './file-check.ts';
export { openLocalStore } from './local-store.ts';
export { appendNumbered, listNumbered, readNumbered } from './numbered.ts';
export {
  commitObject,
  findObject,
  metaDigest,
  type NewObject,
  type ObjectId,
  type ObjectMeta,
  objectKey,
  objectPath,
  objectVersions,
  readObjectFile,
} from './object.ts';
export { type RawObject, rawPath, storeRaw } from './raw.ts';
export { readAnswer, storeAnswer } from './raw-answer.ts';
export { type Advance, advanceRef, type Ref, readRef, refHistory } from './ref.ts';
export { listRunFiles, readRunFile, writeRunFile, writeRunFiles } from './run-files.ts';
export type { S3StoreEffects, S3StoreOptions } from './s3/options.ts';
export { awsQuestions } from './s3/postures/aws-questions.ts';
export { checkPostures } from './s3/postures/check-postures.ts';
export type { PostureFinding, SecuredStore } from './s3/postures/finding.ts';
export type { PostureQuestions } from './s3/postures/questions.ts';
export { openS3Store } from './s3/store.ts';
export type { Content, Reading, Store, StoreEffects, WriteStep } from './store.ts';
export { type Verification, verifyLake } from './verify.ts';
