import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Problem, ProblemError, problem, problemError } from '../diagnostics/index.ts';
import type { Store } from '../lake/index.ts';
import type { Warehouses } from '../warehouse/index.ts';
import type { FredClient } from './fred/fred-client.ts';
import { ingestFile } from './ingest-file.ts';
import type { IngestResult } from './ingest-result.ts';
import type { IngestProgress, PlaceOf } from './live/fetch-source.ts';
import { ingestLive } from './live/ingest-live.ts';
import { observationCount } from './observations.ts';
import { type CorrectionRequest, type IngestRequest, type LiveRequest, observationsName } from './request.ts';

export interface IngestEffects {
  readonly warehouses: Warehouses;
  /** Its UTC day is the day on which a changed value was observed; of a live source, FRED's day. */
  readonly now: () => Date;
  /** Where to work; a folder in the system's temporary one when absent. Removed afterwards. */
  readonly scratch?: string;
  readonly signal?: AbortSignal;
  /** Needed for live sources alone. */
  readonly live?: LiveIngestEffects;
  readonly correct?: CorrectionRequest;
  /** Waited for before anything of a file is stored; what it throws, the ingest throws. */
  readonly mayStore?: () => Promise<void>;
}

export interface LiveIngestEffects {
  readonly openFred: (request: LiveRequest) => FredClient;
  /** Monotonic seconds. */
  readonly elapsed: () => number;
  /** `due`: series not asked for lately; `all`: every series; `again`: every series, and for everything. */
  readonly ask: 'due' | 'all' | 'again';
  readonly onProgress?: (progress: IngestProgress) => void;
  /** Where the series are declared: problems of one stand there. */
  readonly placeOf?: PlaceOf;
}

const ATTEMPTS = 4;

/**
 * Makes the stored observations those of the source: raw bytes, then the object, then the ref, each whole. Bad input is
 * a ProblemError (EWS3004, EWS3009, EWS3022 to EWS3024; EWS3012 to EWS3015 of a live source) before any observation is
 * stored. Losing the ref to another writer means looking again.
 */
export async function ingest(store: Store, request: IngestRequest, effects: IngestEffects): Promise<IngestResult> {
  const scratch = await mkdtemp(path.join(effects.scratch ?? tmpdir(), 'ews-ingest-'));
  try {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const result = await ingestOnce(store, request, { ...effects, scratch }, attempt).catch((error: unknown) => {
        // What it went on from may have been replaced meanwhile, and collected: then the next try starts elsewhere.
        if (attempt > 0 || !isGone(error)) throw error;
      });
      if (result !== undefined) return result;
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  const message = `source ${observationsName(request)} is being ingested by others without pause`;
  throw problemError('EWS4001', message, { hint: 'run again when they are done' });
}

function isGone(error: unknown): boolean {
  return error instanceof ProblemError && error.problems.every(({ code }) => code === 'EWS4005');
}

/** One try; undefined if another writer moved the ref meanwhile. */
async function ingestOnce(
  store: Store,
  request: IngestRequest,
  effects: IngestEffects & { readonly scratch: string },
  attempt: number,
): Promise<IngestResult | undefined> {
  if (request.kind !== 'live') return ingestFile(store, request, effects, effects.correct);
  if (effects.correct !== undefined) throw new ProblemError([notCorrected(request)]);
  if (effects.live === undefined) throw new Error(`nothing to ask FRED with for ${request.source}`);
  // What this ingest has just asked for is due no more, whoever moved the ref.
  const ask = attempt === 0 ? effects.live.ask : 'due';
  const fred = effects.live.openFred(request);
  const result = await ingestLive(store, request, { ...effects, ...effects.live, ask, store, fred });
  if (result === undefined) return undefined;
  const { object, isNew, warnings, problems, withheld, report, tally } = result;
  return { object, rows: observationCount(object), changed: isNew, warnings, problems, withheld, tally, report };
}

function notCorrected({ source }: LiveRequest): Problem {
  const message = `source ${source} is read live: what FRED answered is not corrected here`;
  const hint =
    'wait for the revision of the source, which counts from its own vintage; or read a file and correct that';
  return problem('EWS3026', message, { hint });
}
