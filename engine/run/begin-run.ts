import type { TargetDefinition } from '../project/index.ts';
import type { BuildOptions } from './build-options.ts';
import type { RunEvent } from './events.ts';
import { openTelling, type Telling } from './open-lineage/telling.ts';
import type { RunContext } from './run-context.ts';

/** A run that has begun: what it was given, and what it has told so far. */
export interface BegunRun extends RunContext {
  readonly options: BuildOptions;
  /** UTC, ISO 8601. */
  readonly startedAt: string;
  /** How many it has taken by now. */
  readonly seconds: () => number;
  /** All that `emit` was given. */
  readonly events: readonly RunEvent[];
  /** What it told, as OpenLineage has it. */
  readonly telling: Telling;
}

/** Opens what a run tells to: its own record, OpenLineage, and whoever asked for it. Tells of its start. */
export function beginRun(options: BuildOptions, context: RunContext): BegunRun {
  const { effects } = context;
  const started = effects.elapsed();
  const startedAt = effects.now().toISOString();
  const events: RunEvent[] = [];
  const telling = openTelling(options, context);
  const emit = (event: RunEvent): void => {
    events.push(event);
    telling.hear(event);
    context.emit(event);
  };
  const { run, environment, target, threads } = options;
  const offline = isOffline(target);
  const { name, implied } = target;
  const where = { environment, target: name, ...(implied === undefined ? {} : { implied }) };
  emit({ kind: 'run_started', run, at: startedAt, ...where, threads, offline });
  return { ...context, emit, options, startedAt, seconds: () => effects.elapsed() - started, events, telling };
}

/** Whether nothing opens a connection: a local lake, FRED from the bundled snapshot, and nobody is told of lineage. */
function isOffline(target: TargetDefinition): boolean {
  return target.store.kind === 'local' && target.fred.kind === 'snapshot' && target.openLineage === undefined;
}
