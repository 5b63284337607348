import { ProblemError } from '../diagnostics/index.ts';
import { type ComparedState, compiledState, sourceFiles, storedState } from '../inspect/index.ts';
import { type Manifest, readEnvironment } from '../plan/index.ts';
import { definitionWords, describedNodes, wordsOfNodes } from '../run/index.ts';
import { buildSide } from './build-side.ts';
import type { ComparedSide } from './compared-side.ts';
import { type CompiledSide, compiledSide, type DiffSession, isOfLake } from './compiled-side.ts';
import { definitionsOfRun, lineageOfRun, requiredManifest } from './environment-run.ts';
import type { Session } from './session.ts';

/** Where the rows of a side that is compiled come from: the lake as it is, or builds that are made for it. */
export interface Building {
  readonly build: boolean;
  readonly signal: AbortSignal;
}

/** Both sides as states that can be compared. Throws as `compiledSide`, and as what reads runs. */
export async function comparedStates(
  sides: readonly [ComparedSide, ComparedSide],
  asking: DiffSession,
  building: Building,
): Promise<{ readonly from: ComparedState; readonly to: ComparedState }> {
  const from = await loadedSide(sides[0], asking, building);
  const to = await loadedSide(sides[1], asking, building);
  return { from: await stateOf(from, to, asking), to: await stateOf(to, from, asking) };
}

interface RunSide {
  readonly kind: 'run';
  readonly name: string;
  readonly manifest: Manifest;
}

/** A side that is compiled, and whether it was built just now: then on this machine, on what the lake holds. */
type MadeSide = CompiledSide & { readonly isBuilt: boolean };

async function loadedSide(
  side: ComparedSide,
  asking: DiffSession,
  { build, signal }: Building,
): Promise<RunSide | MadeSide> {
  const { name } = side;
  if (side.kind === 'run') return { kind: 'run', name, manifest: await requiredManifest(asking.session, side.run) };
  const compiled = await compiledSide(side, asking);
  if (build) await buildSide(compiled, asking, signal);
  return { ...compiled, isBuilt: build };
}

async function stateOf(
  side: RunSide | MadeSide,
  other: RunSide | MadeSide,
  asking: DiffSession,
): Promise<ComparedState> {
  const { session } = asking;
  const { store } = session.effects;
  if (side.kind !== 'run') return compiledStateOf(side, other, session);
  const { name, manifest } = side;
  const lineage = await lineageOfRun(session, manifest.run);
  const definitions = await definitionsOfRun(session, manifest.run);
  const described = describedNodes(definitions);
  return storedState(store, { name, manifest, lineage, words: wordsOfNodes(definitions), described });
}

/** A side that was not built is made of what the run on the other side was, on a machine like that one's. */
async function compiledStateOf(side: MadeSide, other: RunSide | MadeSide, session: Session): Promise<ComparedState> {
  const { name, kind, graph, contents, declared, data, isBuilt } = side;
  const over = other.kind === 'run' && !isBuilt ? other.manifest : undefined;
  const builtBefore = isBuilt || contents === undefined ? undefined : await manifestOf(session);
  return compiledState(contents === undefined ? undefined : session.effects.store, {
    name,
    kind,
    graph,
    contents: contents ?? new Map(),
    over,
    builtBefore,
    numerics: contents === undefined ? undefined : await numericsFor(side, over ?? builtBefore, session),
    words: wordsOfNodes(definitionWords(graph)),
    files: sourceFiles(declared, data),
  });
}

/** What this machine calculates is asked only where a node is not known from a run. */
async function numericsFor(
  { graph }: CompiledSide,
  known: Manifest | undefined,
  { effects }: Session,
): Promise<string | undefined> {
  const isKnown = known !== undefined && [...graph.nodes.keys()].every((id) => id in known.nodes);
  return isKnown ? undefined : (await effects.numerics()).digest;
}

async function manifestOf({ effects, environment }: Session): Promise<Manifest | undefined> {
  try {
    return (await readEnvironment(effects.store, environment)).manifest;
  } catch (error) {
    // What is wrong with its record is told where that is asked for: here it says only which machine built it.
    if (isOfLake(error) || isDamaged(error)) return undefined;
    throw error;
  }
}

function isDamaged(error: unknown): boolean {
  return error instanceof ProblemError && error.problems.every(({ code }) => code === 'EWS5046' || code === 'EWS5047');
}
