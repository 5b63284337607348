import { rm } from 'node:fs/promises';
import { warning } from '../diagnostics/index.ts';
import { ingestedSource } from '../ids/index.ts';
import type { CorrectionRequest } from '../ingest/index.ts';
import { appendEvent, doneBy, type PlainObject } from '../lake/index.ts';
import type { SourceDefinition } from '../project/index.ts';
import { type Effects, makeScratch } from '../steps/index.ts';
import type { NodeResult } from './events.ts';
import { ingestResult } from './ingest-all.ts';
import type { RunContext } from './run-context.ts';

export interface IngestOptions {
  readonly sources: readonly SourceDefinition[];
  /** Ask live sources for all that they have, also for what is stored. */
  readonly everything: boolean;
  /** The newest files put right what those before them said. */
  readonly correction?: { readonly kind: 'look' } | { readonly kind: 'write'; readonly reason: string };
}

/**
 * `ews ingest`: asks every source for what may have changed, however lately it was asked. An ingest that was stopped
 * goes on where it was. What could not be had is in the results, and the rest is stored.
 */
export async function ingestSources(options: IngestOptions, run: RunContext): Promise<readonly NodeResult[]> {
  const { effects, emit } = run;
  const results: NodeResult[] = [];
  const correct = correctionOf(options, effects);
  makeScratch(effects.scratch);
  try {
    for (const source of options.sources) {
      const ask = options.everything ? 'again' : 'all';
      const asking = { ask, ...(correct === undefined ? {} : { correct }) } as const;
      const ingested = await ingestResult(run, source, asking);
      const result = correct === undefined ? ingested : withNothingSaid(ingested);
      results.push(result);
      emit({ kind: 'node_finished', result, done: results.length, total: options.sources.length });
      if (correct?.kind === 'look') continue;
      await appendEvent(effects.store, {
        at: effects.now().toISOString(),
        ...doneBy(effects.origin),
        action: correct === undefined ? 'ingest' : 'correct',
        outcome: result.status === 'failed' ? 'failed' : 'done',
        object: result.id,
        ...detailOf(result, correct),
      });
    }
    return results;
  } finally {
    await rm(effects.scratch, { recursive: true, force: true });
  }
}

function correctionOf({ correction }: IngestOptions, effects: Effects): CorrectionRequest | undefined {
  return correction?.kind === 'write' ? { ...correction, actor: effects.origin.actor } : correction;
}

/** A correction that found nothing to rewrite says so. */
function withNothingSaid(result: NodeResult): NodeResult {
  const rewritten = Object.values(result.corrections ?? {}).some(({ rows }) => rows > 0);
  if (result.status === 'failed' || rewritten) return result;
  const message = `${ingestedSource(result.id)}: nothing to correct, the stored rows are those of its data`;
  const hint = 'correct the cell in the file first; only what the newest file changed can be declared a correction';
  const problem = warning('EWS3025', message, { hint });
  return { ...result, problems: [...result.problems, problem] };
}

/** What an audit event says of an ingest, beside who and when. */
function detailOf(result: NodeResult, correct: CorrectionRequest | undefined): { readonly detail?: PlainObject } {
  const { ingested, corrections } = result;
  const reason = correct?.kind === 'write' ? correct.reason : undefined;
  const said = Object.entries({ ingested, reason, corrections }).filter(([, value]) => value !== undefined);
  return said.length === 0 ? {} : { detail: Object.fromEntries(said) as PlainObject };
}
