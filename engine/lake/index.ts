export { type ActorSource, type AuditEvent, appendEvent, doneBy, readEvents } from './audit.ts';
export {
  digestOf,
  digestOfFile,
  digestOnTheWay,
  type FileDigest,
  isPlainObject,
  PIECE,
  type PlainJson,
  type PlainObject,
  sha256,
} from './canonical-json.ts';
export { commitObject } from './commit-object.ts';
export {
  checkAnswer,
  checkFile,
  checkMeta,
  checkObjectFile,
  type FileCheck,
  type MetaCheck,
} from './file-check.ts';
export { keepingOfRunFile, LAKE_FOLDERS, OBJECT_KEEPING, unknownFolders } from './folders.ts';
export {
  type Announced,
  announce,
  type Collected,
  type CollectedFile,
  type CondemnedGarbage,
  collectedText,
  collectGarbage,
  commitNamed,
  type Garbage,
  type GcActor,
  type GcEffects,
  type GcReport,
  type GcRequest,
  INTENT,
  type Intent,
  isCompared,
  type KeptFile,
  type ManifestReader,
  mustBeThere,
  type NamedByManifest,
  readCollected,
  type Sweep,
  whenCollected,
} from './gc/index.ts';
export { openLocalStore } from './local-store.ts';
export { appendNumbered, listNumbered, readNumbered } from './numbered.ts';
export {
  findObject,
  isObjectId,
  metaDigest,
  type NewObject,
  type NewObjectId,
  type ObjectId,
  type ObjectMeta,
  objectKey,
} from './object.ts';
export {
  findObjectFile,
  objectPath,
  objectVersions,
  readObjectFile,
  readObjectJson,
  storedName,
} from './object-files.ts';
export { BUILT_KINDS, INGESTED_KINDS, type ObjectKind } from './object-kinds.ts';
export { type RawObject, rawPath, storeRaw } from './raw.ts';
export { readAnswer, storeAnswer } from './raw-answer.ts';
export { damagedRecord, readDespiteDamage } from './record-problem.ts';
export {
  type Advance,
  advanceRef,
  type Ref,
  type RefPosition,
  readRef,
  refHistory,
  refKey,
  refPositions,
} from './ref.ts';
export { type ChainProblem, checkRefChain, type ReadPosition, type RefChain } from './ref-chain.ts';
export { hasRunFiles, LATE_FILE, listRunFiles, readRunFile, writeRunFile, writeRunFiles } from './run-files.ts';
export { type AskSts, askSts, awsCaller } from './s3/caller.ts';
export type { S3StoreEffects, S3StoreOptions } from './s3/options.ts';
export { awsQuestions } from './s3/postures/aws-questions.ts';
export { checkPostures } from './s3/postures/check-later.ts';
export type { CheckedPosture, SecuredStore } from './s3/postures/posture-check.ts';
export type { PostureQuestions } from './s3/postures/questions.ts';
export { openS3Store } from './s3/store.ts';
export type { Content, ListedFile, Reading, Removal, Store, StoreEffects, SweptStore, WritePhase } from './store.ts';
export { canonicalText, indentedJson, jsonObjectIn } from './stored-json.ts';
export { type Verification, verifyLake } from './verify.ts';
export { wayBack } from './way-back.ts';
