// Compiles the S3 server of the integration tests with Go, once for each version: npm run minio
import { spawnSync } from 'node:child_process';
import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { MINIO_BINARY, MINIO_MODULE, MINIO_VERSION, whyNoMinio } from '../tests/s3/minio-binary.ts';

if ((await whyNoMinio().catch(String)) === undefined) {
  console.log(`MinIO ${MINIO_VERSION} is there: ${MINIO_BINARY}`);
} else {
  // Built beside its place and renamed: whoever looks meanwhile sees none, not half of one.
  const folder = `${path.dirname(MINIO_BINARY)}.${process.pid}`;
  await mkdir(path.dirname(MINIO_BINARY), { recursive: true });
  console.log(`compiling MinIO ${MINIO_VERSION}; this takes some minutes`);
  const env = { ...process.env, GOBIN: folder, CGO_ENABLED: '0' };
  const { status, error } = spawnSync('go', ['install', `${MINIO_MODULE}@${MINIO_VERSION}`], { env, stdio: 'inherit' });
  if (status !== 0) throw new Error(`go install ended with ${status ?? error?.message}`);
  await rename(path.join(folder, 'minio'), MINIO_BINARY);
  await rm(folder, { recursive: true });
  console.log(`installed ${MINIO_BINARY}`);
}
