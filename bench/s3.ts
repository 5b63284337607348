import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { first, Tally } from '../engine/presence/index.ts';
import { startProxy } from '../tests/s3/faulty-proxy.ts';
import { whyNoMinio } from '../tests/s3/minio-binary.ts';
import { type MinioServer, startMinio } from '../tests/s3/minio-server.ts';
import { newBucket } from '../tests/s3/s3-place.ts';
import { writeS3Target } from '../tests/s3/s3-target.ts';
import { median } from './asof.ts';
import { type CommandCost, type MeasuredCommand, medianOf, runEws, withReferenceProject } from './command.ts';

export interface Requests {
  readonly total: number;
  readonly byMethod: Readonly<Record<string, number>>;
}

/** A build, with the HTTP requests that it made of S3. */
export type MeasuredBuild = MeasuredCommand & { readonly requests?: Requests };

export type S3Figures = { readonly skipped: string } | { readonly builds: readonly MeasuredBuild[] };

const ROUNDS = 3;

interface Turn {
  readonly cost: CommandCost;
  readonly requests?: Requests;
}

/** First and second builds on local disk and on S3, taking turns; and a second build whose cache is empty. */
export async function benchS3(): Promise<S3Figures> {
  const skipped = await whyNoMinio();
  if (skipped !== undefined) return { skipped };
  const server = await startMinio();
  try {
    const turns = new Map<string, Turn[]>();
    for (let round = 0; round < ROUNDS; round++) await oneRound(server, turns);
    const builds = [...turns].map(([name, each]) => {
      const measured = medianOf(
        name,
        undefined,
        each.map(({ cost }) => cost),
      );
      const requests = middleOf(each.flatMap((turn) => turn.requests ?? []));
      return requests === undefined ? measured : { ...measured, requests };
    });
    return { builds };
  } finally {
    await server.stop();
  }
}

async function oneRound(server: MinioServer, turns: Map<string, Turn[]>): Promise<void> {
  // Between the command and the server, to count.
  const proxy = await startProxy(server.endpoint);
  const bucket = await newBucket(server);
  try {
    await withReferenceProject(async (project) => {
      await writeS3Target(project, {
        bucket,
        prefix: randomBytes(4).toString('hex'),
        region: 'us-east-1',
        endpoint: proxy.endpoint,
        pathStyle: true,
        fips: false,
        kmsKeyId: server.kmsKeyId,
        cache: { path: '', bytes: 0 },
      });
      const onDisk = ['build', '--project-dir', project];
      const onS3 = [...onDisk, '--target', 's3'];
      const timed = async (name: string, args: readonly string[], counted: boolean): Promise<void> => {
        const before = proxy.requests.length;
        const cost = await runEws(args, server.credentials);
        const requests = counted ? { requests: countedBy(proxy.requests.slice(before)) } : {};
        turns.set(name, [...(turns.get(name) ?? []), { cost, ...requests }]);
      };
      await timed('local, first', onDisk, false);
      await timed('local, second', onDisk, false);
      await timed('S3, first', onS3, true);
      await timed('S3, second', onS3, true);
      await rm(path.join(project, '.ews/cache'), { recursive: true });
      await timed('S3, second, empty cache', onS3, true);
    });
  } finally {
    await proxy.stop();
  }
}

function countedBy(lines: readonly string[]): Requests {
  const methods = lines.map((line) => (line.includes('list-type=2') ? 'LIST' : first(line.split(' '))));
  return { total: lines.length, byMethod: Object.fromEntries(Tally.of(methods).entries()) };
}

/** The counts of the round whose total is the median. */
function middleOf(all: readonly Requests[]): Requests | undefined {
  if (all.length === 0) return undefined;
  const middle = median(all.map(({ total }) => total));
  return all.find(({ total }) => total === middle) ?? all[0];
}
