import { utcDay } from '../calendar/index.ts';
import type { NodeId } from '../compile/index.ts';
import { lineTextAt, machineProblem, type Problem, ProblemError } from '../diagnostics/index.ts';
import { idOf, ingestionOf } from '../ids/index.ts';
import {
  addTallies,
  type CorrectionReport,
  type CorrectionRequest,
  checkKeyTaker,
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
import { asSourceProblem, ingestRequests } from '../steps/index.ts';
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
  /** Waited for before anything of a file is stored. */
  readonly mayStore?: () => Promise<void>;
}

/**
 * Ingests what is missing or stale of one source. Throws ProblemError with what is wrong with all of its files; nothing
 * half-written is ever visible.
 */
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
  const failed: Problem[] = [];
  for (const request of ingestRequests(definitions, source)) {
    try {
      const state = await readStoredState(effects.store, request, effects.now(), effects.signal);
      const isDue = asking.ask !== 'stale' || asking.correct !== undefined;
      if (request.kind === 'live' && state.kind === 'current' && !isDue) {
        rows += observationCount(state.object);
        continue;
      }
      const asked = {
        ask: askOf(asking.ask, state.kind === 'current'),
        correct: asking.correct,
        mayStore: asking.mayStore,
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
    } catch (error) {
      failed.push(...ingestProblems(error, source));
    }
  }
  if (failed.length > 0) throw new ProblemError(failed);
  const relations = source.connector === 'fred' ? source.series.length : source.tables.length;
  const report = { source: source.name, rows, relations, executed, warnings, problems, withheld, tally, corrections };
  return live === undefined ? report : { ...report, live };
}

/** What the user can mend of a source; everything else is thrown on. */
export function ingestProblems(error: unknown, source: SourceDefinition): readonly Problem[] {
  const told = asSourceProblem(error, source);
  if (told instanceof ProblemError) return told.problems;
  const failed = machineProblem(error, `${ingestionOf(source.name)} could not be ingested`);
  if (failed === undefined) throw error;
  return failed.problems;
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
  readonly mayStore: Asking['mayStore'];
  readonly placeOf: PlaceOf;
}

function ingestEffects(
  { effects, emit, signal }: RunContext,
  { ask, correct, mayStore, placeOf }: Asked,
): IngestEffects {
  const { now, elapsed, scratch, scratchBytes, network, warehouses } = effects;
  // Without a key FRED is asked for nothing: who asks refuses an empty one.
  const { fetch, sleep, random, fredKey: key = '' } = network;
  return {
    now,
    warehouses,
    scratch,
    ...(scratchBytes === undefined ? {} : { scratchBytes }),
    signal,
    ...(correct === undefined ? {} : { correct }),
    ...(mayStore === undefined ? {} : { mayStore }),
    live: {
      ask,
      elapsed,
      placeOf,
      onProgress: (progress) => emit({ kind: 'ingest_progress', progress }),
      openFred: ({ url, requestsPerMinute }) => {
        checkKeyTaker(url, network.fredKeyFor);
        return openFred(
          { url, requestsPerMinute, key, timeoutMs: TIMEOUT_MS, attempts: ATTEMPTS },
          { fetch, now, elapsed, sleep, random, signal },
        );
      },
    },
  };
}

/** FRED answers within seconds; the largest pages take some more. */
const TIMEOUT_MS = 60_000;
const ATTEMPTS = 5;
