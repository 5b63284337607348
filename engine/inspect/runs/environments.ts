import { isRunId } from '../../ids/index.ts';
import { type Ref, refHistory, type Store } from '../../lake/index.ts';
import { type Deletion, deletionIn, type Environment, environmentNames, readEnvironment } from '../../plan/index.ts';
import { Tally } from '../../presence/index.ts';
import type { LeftBehind } from '../../standing/index.ts';
import { type RunSummary, summariseRun } from './run-summary.ts';

/** An environment as `ews env list` has it. */
export interface EnvironmentSummary {
  readonly environment: string;
  /** The number of its newest position. */
  readonly position: number;
  /** Its newest run; null once it was deleted. */
  readonly run: string | null;
  /** When that was committed: UTC, ISO 8601. */
  readonly at: string | null;
  readonly nodes: number;
  /** How many nodes are in each state that is not `ok`. */
  readonly behind: Readonly<Partial<Record<LeftBehind['status'], number>>>;
  readonly deleted: Deletion | null;
}

/** One position of an environment's history. */
export interface EnvironmentStep {
  readonly position: number;
  readonly run: RunSummary | null;
  readonly deleted: Deletion | null;
}

/** An environment with its history. */
export interface EnvironmentDetail extends EnvironmentSummary {
  /** Objects that its newest run names, each once. */
  readonly objects: number;
  /** The nodes that are not `ok`, by id. */
  readonly states: Readonly<Record<string, LeftBehind['status']>>;
  /** Newest first. */
  readonly history: readonly EnvironmentStep[];
}

/** Every environment that a lake has, by name; those that were deleted too. Throws as `readEnvironment`. */
export async function listEnvironments(store: Store): Promise<readonly EnvironmentSummary[]> {
  const names = [...(await environmentNames(store))].toSorted();
  return Promise.all(names.map(async (name) => summaryOf(await readEnvironment(store, name))));
}

/** One environment and its newest `last` positions; undefined where it never had one. Throws as `readEnvironment`. */
export async function showEnvironment(
  store: Store,
  name: string,
  last: number,
): Promise<EnvironmentDetail | undefined> {
  const environment = await readEnvironment(store, name);
  if (environment.position === 0) return undefined;
  const { manifest } = environment;
  const nodes = Object.entries(manifest?.nodes ?? {});
  const objects = new Set(nodes.flatMap(([, node]) => node.objects.map((object) => JSON.stringify(object))));
  const behind = nodes.flatMap(([id, { status }]) => (status === 'ok' ? [] : [[id, status] as const]));
  const newest = (await refHistory(store, name)).toReversed().slice(0, last);
  const history = await Promise.all(newest.map((ref) => stepOf(store, ref, environment.position)));
  return { ...summaryOf(environment), objects: objects.size, states: Object.fromEntries(behind), history };
}

function summaryOf({ name, position, manifest, deleted }: Environment): EnvironmentSummary {
  const nodes = Object.values(manifest?.nodes ?? {});
  const states = Tally.of(nodes.map(({ status }) => status));
  return {
    environment: name,
    position,
    run: manifest?.run ?? null,
    at: manifest?.at ?? deleted?.at ?? null,
    nodes: nodes.length,
    behind: Object.fromEntries(states.entries().filter(([status]) => status !== 'ok')),
    deleted: deleted ?? null,
  };
}

async function stepOf(store: Store, { n, value }: Ref, newest: number): Promise<EnvironmentStep> {
  const { run } = value;
  const place = { position: n, current: n === newest };
  return {
    position: n,
    deleted: deletionIn(value) ?? null,
    run: isRunId(run) ? await summariseRun(store, run, place) : null,
  };
}
