import { utcDay } from '../calendar/index.ts';
import type { NodeId } from '../compile/index.ts';
import { lineTextAt, type Problem } from '../diagnostics/index.ts';
import { idOf } from '../ids/index.ts';
import {
  addTallies,
  type CorrectionReport,
  type CorrectionRequest,
  type IngestEffects,
  type IngestTally,
  ingest,
  type LiveIngestEffects,
  type LiveReport,
  NOTHING_NEW,
  noteFileLook,
  observationCount,
  openFred,
  type PlaceOf,
  readStoredState,
} from '../ingest/index.ts';
import type { SourceDefinition } from '../project/index.ts';
import { ingestRequests } from '../steps/index.ts';
import type { Prepared } from './prepare.ts';
import type { RunContext } from './run-context.ts';

export interface IngestReport {
  readonly source: string;
  readonly rows: number;
  readonly relations: number;
  /** False when everything was current. */
  readonly executed: boolean;
  readonly warnings: readonly Problem[];
  readonly tally: IngestTally;
  /** What a correction rewrote, or would rewrite, by relation or source. */
  readonly corrections: Readonly<Record<string, CorrectionReport>>;
  /** Errors of single series of a live source: what is stored is right, and it is not all. */
  readonly problems: readonly Problem[];
  /** Relations of which only rows of an earlier ingest are stored. */
  readonly withheld: readonly NodeId[];
  /** What FRED was asked and answered; absent of a source that is read from files. */
  readonly live?: LiveReport;
}

/**
 * Notes that the files of a source that is current were looked at: what they do not hold was not known on this day. It
 * is noted once a day: the lake is not asked again where the holdings say that it has been.
 */
export async function noteLooks(
  { definitions, effects: { store, now } }: RunContext,
  source: SourceDefinition,
  holdings: Prepared['holdings'],
): Promise<void> {
  for (const request of ingestRequests(definitions, source)) {
    if (request.kind === 'live') continue;
    const relation = request.kind === 'file' ? request.table : request.series[0]?.name;
    const holding = relation === undefined ? undefined : holdings.get(idOf.relation(source.name, relation));
    const lookedOn = holding?.lookedOn;
    if (lookedOn === undefined || lookedOn < utcDay(now())) await noteFileLook(store, request, now());
  }
}

/** How a source that is read live is to be asked. */
export interface Asking {
  /** `stale`: where it was not asked lately; `all`, `again`: as `ews ingest` does it. */
  readonly ask: 'stale' | 'all' | 'again';
  readonly correct?: CorrectionRequest;
}

/** Ingests what is missing or stale of one source. Throws ProblemError; nothing half-written is ever visible. */
export async function ingestSource(run: RunContext, source: SourceDefinition, asking: Asking): Promise<IngestReport> {
  const { definitions, effects } = run;
  let rows = 0;
  let executed = false;
  let live: LiveReport | undefined;
  let tally = NOTHING_NEW;
  const warnings: Problem[] = [];
  const corrections: Record<string, CorrectionReport> = {};
  const problems: Problem[] = [];
  const withheld: NodeId[] = [];
  for (const request of ingestRequests(definitions, source)) {
    const state = await readStoredState(effects.store, request, effects.now());
    if (request.kind === 'live' && state.kind === 'current' && asking.ask === 'stale' && asking.correct === undefined) {
      rows += observationCount(state.object);
      continue;
    }
    const asked = {
      ask: askOf(asking.ask, state.kind === 'current'),
      correct: asking.correct,
      placeOf: placesOf(source),
    };
    const outcome = await ingest(effects.store, request, ingestEffects(run, asked));
    executed ||= outcome.changed;
    rows += outcome.rows;
    tally = addTallies(tally, outcome.tally);
    warnings.push(...outcome.warnings);
    problems.push(...(outcome.problems ?? []));
    withheld.push(...(outcome.withheld ?? []).map((name) => idOf.relation(source.name, name)));
    if (outcome.correction !== undefined) corrections[outcome.object.name] = outcome.correction;
    live = outcome.report;
  }
  const relations = source.connector === 'fred' ? source.series.length : source.tables.length;
  const report = { source: source.name, rows, relations, executed, warnings, problems, withheld, tally, corrections };
  return live === undefined ? report : { ...report, live };
}

/** What was stopped goes on where it was, before anything is asked for twice. */
function askOf(ask: Asking['ask'], isCurrent: boolean): LiveIngestEffects['ask'] {
  const resumes = ask === 'all' && !isCurrent;
  return resumes || ask === 'stale' ? 'due' : ask;
}

function placesOf({ yaml }: SourceDefinition): PlaceOf {
  return (series, field) => {
    const span = yaml.spanOf(['series', series, ...(field === undefined ? [] : [field])]);
    return { span, lineText: lineTextAt(yaml.file, span.line) };
  };
}

/** What one request of a source is asked with. */
interface Asked {
  readonly ask: LiveIngestEffects['ask'];
  readonly correct: CorrectionRequest | undefined;
  readonly placeOf: PlaceOf;
}

function ingestEffects({ effects, emit, signal }: RunContext, { ask, correct, placeOf }: Asked): IngestEffects {
  const { now, elapsed, scratch, network, warehouses } = effects;
  // Without a key FRED is asked for nothing: who asks refuses an empty one.
  const { fetch, sleep, random, fredKey: key = '' } = network;
  return {
    now,
    warehouses,
    scratch,
    signal,
    ...(correct === undefined ? {} : { correct }),
    live: {
      ask,
      elapsed,
      placeOf,
      onProgress: (progress) => emit({ kind: 'ingest_progress', progress }),
      openFred: ({ url, requestsPerMinute }) =>
        openFred(
          { url, requestsPerMinute, key, timeoutMs: TIMEOUT_MS, attempts: ATTEMPTS },
          { fetch, now, elapsed, sleep, random, signal },
        ),
    },
  };
}

/** FRED answers within seconds; the largest pages take some more. */
const TIMEOUT_MS = 60_000;
const ATTEMPTS = 5;
