import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { S3Client } from '@aws-sdk/client-s3';
import { freePort } from './free-port.ts';
import { MINIO_BINARY } from './minio-binary.ts';

/** A running S3 server with a folder, a root user and a KMS key of its own. */
export interface MinioServer {
  readonly endpoint: string;
  /** For the SDK's provider chain of this process and of its children. */
  readonly credentials: Readonly<Record<'AWS_ACCESS_KEY_ID' | 'AWS_SECRET_ACCESS_KEY', string>>;
  readonly kmsKeyId: string;
  /** A plain client of the server, for what the store must not do itself. */
  readonly client: S3Client;
  stop(): Promise<void>;
}

const KMS_KEY = 'ews-test-key';
const START_MS = 30_000;

export async function startMinio(): Promise<MinioServer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'ews-minio-'));
  const port = await freePort();
  const [user, password] = [randomBytes(8).toString('hex'), randomBytes(16).toString('hex')];
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    MINIO_ROOT_USER: user,
    MINIO_ROOT_PASSWORD: password,
    MINIO_KMS_SECRET_KEY: `${KMS_KEY}:${randomBytes(32).toString('base64')}`,
    MINIO_BROWSER: 'off',
    MINIO_UPDATE: 'off',
  };
  const args = ['server', '--quiet', '--address', `127.0.0.1:${port}`, path.join(folder, 'data')];
  const child = spawn(MINIO_BINARY, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      said = (said + String(chunk)).slice(-4000);
    });
  }
  const endpoint = `http://127.0.0.1:${port}`;
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await answering(endpoint, () => child.exitCode);
  } catch (error) {
    await stop();
    throw new Error(`${(error as Error).message}:\n${said}`);
  }
  // As the command line does: the tests run on the Node that they are given.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const client = new S3Client({
    endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: user, secretAccessKey: password },
  });
  const credentials = { AWS_ACCESS_KEY_ID: user, AWS_SECRET_ACCESS_KEY: password };
  return { endpoint, credentials, kmsKeyId: KMS_KEY, client, stop };
}

/** Asks until the server is healthy; gives up when it has ended or is too slow. */
async function answering(endpoint: string, exitCode: () => number | null): Promise<void> {
  const deadline = Date.now() + START_MS;
  while (exitCode() === null && Date.now() < deadline) {
    const ready = await fetch(`${endpoint}/minio/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready) return;
    await wait(50);
  }
  throw new Error(exitCode() === null ? 'MinIO does not answer' : `MinIO ended with ${exitCode()}`);
}
