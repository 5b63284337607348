import { mkdir, rm } from 'node:fs/promises';
import { appendEvent } from '../lake/index.ts';
import type { Definitions, SourceDefinition } from '../project/index.ts';
import type { Effects } from './context.ts';
import type { Emit, NodeResult } from './events.ts';
import { ingestResult } from './ingest-all.ts';

export interface IngestOptions {
  readonly sources: readonly SourceDefinition[];
  /** Ask live sources for all that they have, also for what is stored. */
  readonly everything: boolean;
}

/**
 * `ews ingest`: asks every source for what may have changed, however lately it was asked. An ingest that was stopped
 * goes on where it was. What could not be had is in the results, and the rest is stored.
 */
export async function ingestSources(
  definitions: Definitions,
  options: IngestOptions,
  effects: Effects,
  emit: Emit,
  signal: AbortSignal,
): Promise<readonly NodeResult[]> {
  const results: NodeResult[] = [];
  await mkdir(effects.scratch, { recursive: true });
  try {
    for (const source of options.sources) {
      const ask = options.everything ? 'again' : 'all';
      const result = await ingestResult(definitions, source, ask, effects, emit, signal);
      results.push(result);
      emit({ kind: 'node_finished', result, done: results.length, total: options.sources.length });
      await appendEvent(effects.store, {
        at: effects.now().toISOString(),
        actor: effects.origin.actor,
        action: 'ingest',
        outcome: result.status === 'failed' ? 'failed' : 'done',
        origin: effects.origin.host,
        object: result.id,
      });
    }
    return results;
  } finally {
    await rm(effects.scratch, { recursive: true, force: true });
  }
}
