import { buildLineage, type LineageGraph } from '../../lineage/index.ts';
import { compile, type Graph } from '../compile/index.ts';
import { asDeclared, DIGEST_RULES, lineageStages } from '../inspect/index.ts';
import { comparedSide, unknownSide } from './compared-side.ts';
import { lineageOfRun } from './environment-run.ts';
import { revisionGraph } from './revision-graph.ts';
import type { GlobalFlags, Session } from './session.ts';

/** One of the two states of which the lineage is compared. */
export interface LineageSide {
  /** `run 20221101T060000Z-5a51f3 of main`, `git main`, `the definitions`. */
  readonly name: string;
  readonly lineage: LineageGraph;
}

/**
 * The lineage of what a text names, see `comparedSide`. Throws ProblemError EWS6002 for a name of nothing, EWS4005 for
 * a day on which an environment held no run, EWS4012 for a revision whose definitions cannot be read.
 */
export async function lineageSide(
  session: Session,
  text: string | undefined,
  flags: GlobalFlags,
): Promise<LineageSide> {
  const side = await comparedSide(session, text);
  const { name } = side;
  switch (side.kind) {
    case 'definitions':
      return {
        name,
        lineage: lineageOf(await compile(asDeclared(session.definitions, session.effects), session.effects)),
      };
    case 'run':
      return { name, lineage: await lineageOfRun(session, side.run) };
    case 'revision': {
      const { root } = session.definitions;
      const outcome = await revisionGraph({ root, revision: side.revision, flags, effects: session.effects });
      if (outcome.kind === 'unknown') throw await unknownSide(session, side.revision, outcome.why);
      return { name, lineage: lineageOf(outcome.made) };
    }
    default:
      return side satisfies never;
  }
}

function lineageOf(graph: Graph): LineageGraph {
  return buildLineage(lineageStages(graph), DIGEST_RULES);
}
