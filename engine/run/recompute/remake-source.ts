import path from 'node:path';
import type { NodeId } from '../../compile/index.ts';
import { ProblemError } from '../../diagnostics/index.ts';
import { OBSERVATIONS_FILE, observationsName, remakeObservations } from '../../ingest/index.ts';
import { digestOfFile, findObject } from '../../lake/index.ts';
import type { ManifestNode } from '../../plan/index.ts';
import type { Definitions } from '../../project/index.ts';
import { asSourceProblem, type Effects, ingestRequests } from '../../steps/index.ts';
import { compareMade, failedWith, type Recomputed, verdictOf } from './recomputed.ts';

interface Remaking {
  readonly id: NodeId;
  readonly node: ManifestNode;
  readonly scratch: string;
}

/** Makes the observations of a source again from the bytes that it gave. */
export async function remakeSource(
  {
    definitions,
    effects,
    signal,
  }: { readonly definitions: Definitions; readonly effects: Effects; readonly signal: AbortSignal },
  { id, node, scratch }: Remaking,
): Promise<Recomputed> {
  const [object] = node.objects;
  if (object === undefined) throw new Error(`${id} has no observations`);
  const base = { node: object.name, kind: node.kind };
  const cannot = (reason: string): Recomputed => ({ ...base, verdict: 'cannot', reason, files: [] });
  const declared = definitions.sources
    .flatMap((source) => ingestRequests(definitions, source).map((request) => ({ source, request })))
    .find((each) => observationsName(each.request) === object.name);
  if (declared === undefined) return cannot('the source is no longer declared');
  const { source, request } = declared;
  try {
    const meta = await findObject(effects.store, object);
    if (meta === undefined) return cannot('its meta.json, which says what it was made from, is gone');
    const work = { now: effects.now, warehouses: effects.warehouses, scratch: path.join(scratch, 'work'), signal };
    const parquet = await remakeObservations(effects.store, request, meta, work);
    if (parquet === undefined) return cannot('it is declared otherwise now, or this version of ews reads it otherwise');
    const made = { [OBSERVATIONS_FILE]: (await digestOfFile(parquet)).sha256 };
    return { ...base, ...verdictOf(await compareMade(effects.store, object, made)) };
  } catch (thrown) {
    const error = asSourceProblem(thrown, source);
    if (error instanceof ProblemError) return { ...base, ...failedWith(error.problems) };
    throw error;
  }
}
