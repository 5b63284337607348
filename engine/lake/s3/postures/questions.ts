import type {
  GetBucketEncryptionOutput,
  GetBucketPolicyOutput,
  GetBucketVersioningOutput,
  GetObjectLockConfigurationOutput,
  GetPublicAccessBlockOutput,
} from '@aws-sdk/client-s3';
import type { GetCallerIdentityResponse } from '@aws-sdk/client-sts';

/** All that postures ask of the outside world, in the SDK's own words; an answer is a result or the SDK's error. */
export interface PostureQuestions {
  bucketEncryption(): Promise<GetBucketEncryptionOutput>;
  bucketVersioning(): Promise<GetBucketVersioningOutput>;
  objectLockConfiguration(): Promise<GetObjectLockConfigurationOutput>;
  publicAccessBlock(): Promise<GetPublicAccessBlockOutput>;
  bucketPolicy(): Promise<GetBucketPolicyOutput>;
  callerIdentity(): Promise<GetCallerIdentityResponse>;
  /** Where the SDK sends requests for this bucket, environment variables and profiles considered. */
  endpoint(): Promise<{ readonly protocol: string; readonly hostname: string }>;
  cryptography(): Cryptography;
}

export interface Cryptography {
  /** `crypto.getFips()`. */
  readonly fips: number;
  /** `process.versions.openssl`. */
  readonly openssl: string;
}
