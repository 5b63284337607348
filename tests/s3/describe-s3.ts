import { afterAll, beforeAll, describe } from 'vitest';
import { whyNoMinio } from './minio-binary.ts';
import { type MinioServer, startMinio } from './minio-server.ts';
import { newBucket } from './s3-place.ts';

/** What tests on a real S3 server share: the server and one bucket with versions and Object Lock. */
export interface S3Ground {
  readonly server: MinioServer;
  readonly bucket: string;
}

/**
 * `describe` on a server of its own, whose credentials this process has meanwhile. Without a server the tests are
 * skipped, and the title and a line on the console say why.
 */
export async function describeOnS3(title: string, tests: (ground: () => S3Ground) => void): Promise<void> {
  const reason = await whyNoMinio();
  if (reason !== undefined) {
    console.warn(`SKIPPED: ${title}: ${reason}`);
    describe.skip(`${title} (${reason})`, () => tests(unavailable));
    return;
  }
  describe(title, () => {
    let ground: S3Ground | undefined;
    beforeAll(async () => {
      const server = await startMinio();
      Object.assign(process.env, server.credentials);
      ground = { server, bucket: await newBucket(server) };
    });
    afterAll(() => ground?.server.stop());
    tests(() => ground ?? unavailable());
  });
}

function unavailable(): never {
  throw new Error('the S3 server does not run');
}
