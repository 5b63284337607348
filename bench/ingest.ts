import { existsSync } from 'node:fs';
import path from 'node:path';
import { TEST_KEY } from '../engine/ingest/fred/client-at.fixture.ts';
import { ingest, type VintagesRequest } from '../engine/ingest/index.ts';
import { openLocalStore } from '../engine/lake/index.ts';
import { IN_PROCESS } from '../engine/warehouse/index.ts';
import { startFredServer } from '../tests/ingest/fred-server/fred-server.ts';
import { ingestInChild } from '../tests/ingest/fred-server/ingest-in-child.ts';
import { seriesOfFile, VINTAGES_FILE } from '../tests/ingest/fred-server/vintages-file.ts';
import { spec } from '../tests/ingest/live-source.ts';
import { withTemporaryFolder } from './temporary-folder.ts';

export interface MeasuredIngest {
  readonly name: string;
  readonly rows: number;
  readonly seconds: number;
  readonly requests: number;
  readonly peakBytes?: number;
}

export type IngestFigures = { readonly skipped: string } | { readonly ingests: readonly MeasuredIngest[] };

/**
 * 122 series with all vintages from a server on this machine that is not paced, in a process of its own: all, then
 * again with nothing new. Beside it the same rows from one parquet file, which is what storing them takes without
 * asking.
 */
export async function benchIngest(): Promise<IngestFigures> {
  if (!existsSync(VINTAGES_FILE)) return { skipped: 'the vintages of FRED-MD are not beside this repository' };
  const series = await seriesOfFile();
  const ids = [...series.keys()];
  const server = await startFredServer({ series, key: TEST_KEY });
  try {
    return await withTemporaryFolder(async (folder) => {
      const live = path.join(folder, 'live');
      const first = await measured('live, all vintages', server.requests, () =>
        ingestInChild(server.url, live, ids, '2024-11-02'),
      );
      const second = await measured('live, nothing new', server.requests, () =>
        ingestInChild(server.url, live, ids, '2024-11-04'),
      );
      return { ingests: [await fromFile(path.join(folder, 'file'), ids), first, second] };
    });
  } finally {
    await server.stop();
  }
}

async function measured(
  name: string,
  requests: readonly unknown[],
  work: () => ReturnType<typeof ingestInChild>,
): Promise<MeasuredIngest> {
  const before = requests.length;
  const { rows, seconds, peakBytes } = await work();
  return { name, rows, seconds, peakBytes, requests: requests.length - before };
}

async function fromFile(lake: string, ids: readonly string[]): Promise<MeasuredIngest> {
  const request: VintagesRequest = {
    kind: 'vintages',
    source: 'fred',
    file: VINTAGES_FILE,
    prehistory: 'assume',
    series: ids.map(spec),
  };
  const started = performance.now();
  const { rows } = await ingest(openLocalStore(lake), request, {
    warehouses: IN_PROCESS,
    now: () => new Date('2024-11-02T18:00:00Z'),
  });
  return { name: 'one parquet file', rows, seconds: (performance.now() - started) / 1000, requests: 0 };
}
