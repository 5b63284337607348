import { type NodeId, nodeId } from '../compile/index.ts';
import { type Problem, ProblemError } from '../diagnostics/index.ts';
import { type IngestPlan, type IngestRequest, ingest, observationsOf, planIngest } from '../ingest/index.ts';
import type { Store } from '../lake/index.ts';
import type { SourceHolding } from '../plan/index.ts';
import type { Definitions, SourceDefinition } from '../project/index.ts';
import { ingestRequests } from './source-requests.ts';

export interface IngestReport {
  readonly source: string;
  readonly rows: number;
  readonly relations: number;
  /** False when everything was current. */
  readonly executed: boolean;
  readonly warnings: readonly Problem[];
}

/** What the lake holds for every relation; fetches and writes nothing. */
export async function sourceHoldings(
  store: Store,
  definitions: Definitions,
): Promise<ReadonlyMap<NodeId, SourceHolding>> {
  const holdings = new Map<NodeId, SourceHolding>();
  for (const source of definitions.sources) {
    for (const request of ingestRequests(definitions, source)) {
      const state = await stateOf(store, request);
      const relations = request.kind === 'file' ? [request.table] : request.series.map(({ name }) => name);
      for (const relation of relations) {
        const id = nodeId(`${source.name}.${relation}`);
        holdings.set(id, holdingOf(id, state));
      }
    }
  }
  return holdings;
}

/** A file that cannot be read is missing here; ingesting it says why. */
async function stateOf(store: Store, request: IngestRequest): Promise<IngestPlan> {
  try {
    return await planIngest(store, request);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { kind: 'missing', reason: error.problems[0]?.message ?? 'its data cannot be read' };
  }
}

/** What is stored of one relation; a relation that its source has only just declared is missing. */
function holdingOf(id: NodeId, plan: IngestPlan): SourceHolding {
  const reason = plan.kind === 'current' ? 'current' : plan.reason;
  const summary = plan.kind === 'missing' ? undefined : observationsOf(plan.object).relations[id];
  if (plan.kind === 'missing' || summary === undefined) return { state: 'missing', reason };
  const { kind, name, fingerprint } = plan.object;
  return { state: plan.kind, reason, content: summary.digest, object: { kind, name, fingerprint }, rows: summary.rows };
}

/** Ingests what is missing or stale of one source. Throws ProblemError; nothing half-written is ever visible. */
export async function ingestSource(
  store: Store,
  definitions: Definitions,
  source: SourceDefinition,
  now: () => Date,
  scratch: string,
): Promise<IngestReport> {
  let rows = 0;
  let executed = false;
  const warnings: Problem[] = [];
  const requests = ingestRequests(definitions, source);
  for (const request of requests) {
    const state = await planIngest(store, request);
    if (state.kind === 'current') {
      for (const relation of Object.values(observationsOf(state.object).relations)) rows += relation.rows;
      continue;
    }
    const outcome = await ingest(store, request, { now, scratch });
    executed = true;
    rows += outcome.rows;
    warnings.push(...outcome.warnings);
  }
  const relations = source.connector === 'fred' ? source.series.length : source.tables.length;
  return { source: source.name, rows, relations, executed, warnings };
}
