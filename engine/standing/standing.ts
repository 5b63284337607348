/**
 * What a node of an environment is, seen from the newest run and from the definitions of now. Only what is `ok` or
 * `not selected` has numbers of these definitions and inputs.
 */
export type StandingState = 'ok' | 'failed' | 'blocked' | 'aborted' | 'stale' | 'not selected';

/** A node's state, and whose numbers the environment has of it. */
export interface Standing {
  readonly state: StandingState;
  /** The run that left it so. */
  readonly run: string;
  /** The run that made the numbers; null where there are none. */
  readonly numbersOf: string | null;
  /** Input -> whose was taken in its place, `prod#41`; absent where all it was made of is defined here. */
  readonly deferred?: Readonly<Record<string, string>>;
}

/** What a manifest keeps of how the last run that looked at a node left it. */
export interface LeftBehind {
  readonly status: Exclude<StandingState, 'not selected'>;
  /** False where the run was not to build it; absent otherwise. */
  readonly selected?: false;
  /** The run whose attempt made nothing; absent where the last attempt made it, and in manifests of before. */
  readonly leftBy?: string;
  readonly fingerprint: string;
  /** The run that made the objects. */
  readonly builtBy: string;
  /** What it was made of that is not as it is defined here. */
  readonly deferred?: Readonly<Record<string, string>>;
}

/** How a run failed to make a node. */
export type Unmade = 'failed' | 'blocked' | 'aborted';

export interface StandingInput {
  /** The node as the manifest of the newest run has it; undefined where it was never built. */
  readonly entry: LeftBehind | undefined;
  /** The run of that manifest. */
  readonly run: string;
  /** What it would be made of by the definitions and inputs of now; undefined while nobody knows. */
  readonly fingerprint: string | undefined;
  /** How the run failed to make it, where that is known of a node without an entry. */
  readonly unmade?: Unmade | undefined;
}

/** The one rule by which every page, text and JSON says whose numbers it shows. */
export function standingOf({ entry, run, fingerprint, unmade }: StandingInput): Standing {
  if (entry === undefined) return { state: unmade ?? 'not selected', run, numbersOf: null };
  const state = stateOf(entry, fingerprint);
  const { deferred, builtBy } = entry;
  const whose = { state, run: isUnmade(state) ? (entry.leftBy ?? run) : run, numbersOf: builtBy };
  return deferred === undefined ? whose : { ...whose, deferred };
}

function stateOf({ status, selected, fingerprint: built }: LeftBehind, now: string | undefined): StandingState {
  // Why the newest attempt made nothing says more than that what is stored is of something else.
  if (isUnmade(status)) return status;
  if (built !== now) return 'stale';
  return selected === false || status === 'stale' ? 'not selected' : 'ok';
}

/** Whether the last attempt at a node made nothing: what is stored of it is of an earlier one. */
export function isUnmade(state: StandingState): state is Unmade {
  return state === 'failed' || state === 'blocked' || state === 'aborted';
}

/** Whether the numbers, where there are any, are of other definitions or inputs than those of now, or may be. */
export function isOutdated({ state }: Standing): boolean {
  return state !== 'ok' && state !== 'not selected';
}

/** `as of run X, not built now: it failed in run Y`; null where the numbers are those of the run itself. */
export function standingText(standing: Standing): string | null {
  const parts = [stateText(standing), deferredText(standing)].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join('; ');
}

/** `deferred to prod#41: features.labor is as it is there`; null where all inputs are those of here. */
export function deferredText({ deferred = {} }: Pick<Standing, 'deferred'>): string | null {
  const places = [...new Set(Object.values(deferred))];
  const parts = places.map((to) => {
    const inputs = Object.keys(deferred).filter((id) => deferred[id] === to);
    return `deferred to ${to}: ${inputs.join(', ')} ${inputs.length === 1 ? 'is as it is' : 'are as they are'} there`;
  });
  return parts.length === 0 ? null : parts.join('; ');
}

function stateText({ state, run, numbersOf }: Standing): string | null {
  if (state === 'ok') return null;
  if (numbersOf === null) return `not built: ${WHY[state](run)}`;
  if (state === 'not selected') return `as of run ${numbersOf}: ${WHY[state](run)}, and nothing it is made of changed`;
  return `as of run ${numbersOf}, not built now: ${WHY[state](run)}`;
}

const WHY: Readonly<Record<Exclude<StandingState, 'ok'>, (run: string) => string>> = {
  failed: (run) => `it failed in run ${run}`,
  blocked: (run) => `what it is made of failed in run ${run}`,
  aborted: (run) => `run ${run} was stopped before it`,
  stale: (run) => `its definition or its inputs have changed, and run ${run} did not build it`,
  'not selected': (run) => `run ${run} was not to build it`,
};
