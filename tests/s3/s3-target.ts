import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { S3StoreOptions } from '../../engine/lake/index.ts';

/** Writes `targets/s3.yaml` of a project: the lake at a place in a bucket, the cache inside the project. */
export async function writeS3Target(root: string, place: S3StoreOptions, more = ''): Promise<void> {
  const text = `target: s3
description: a lake in a bucket
store:
  kind: s3
  bucket: ${place.bucket}
  prefix: ${place.prefix}
  region: ${place.region}
  endpoint: ${place.endpoint}
  path_style: ${place.pathStyle}
  kms_key_id: ${place.kmsKeyId}
  retention: { mode: governance, days: { objects: 1, raw: 1, runs: 1, audit: 1 } }
  cache: { path: .ews/cache/s3, size: 1GB }
${more}`;
  await writeFile(path.join(root, 'targets/s3.yaml'), text);
}
