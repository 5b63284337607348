import { access } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';

/** The S3 server that tests run against: compiled from source at this version, never part of the product. */
export const MINIO_MODULE = 'github.com/minio/minio';
export const MINIO_VERSION = 'v0.0.0-20260212201848-7aac2a2c5b7c';

const CACHE = process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache');

/** Outside the repository, so that clones share it and `git clean` leaves it. */
export const MINIO_BINARY =
  process.env['MINIO_BINARY'] ?? path.join(CACHE, 'ews-tools', `minio-${MINIO_VERSION}`, 'minio');

/**
 * Why tests on a real S3 server cannot run here; undefined when they can. In continuous integration a missing server is
 * a failure, not a reason.
 */
export async function whyNoMinio(): Promise<string | undefined> {
  const found = await access(MINIO_BINARY).then(
    () => true,
    () => false,
  );
  if (found) return undefined;
  const reason = `no MinIO at ${MINIO_BINARY}: npm run minio installs it (Go, a few minutes)`;
  if (process.env['CI'] === 'true') throw new Error(reason);
  return reason;
}
