import { problemError } from '../diagnostics/index.ts';
import { advanceRef, appendEvent, doneBy } from '../lake/index.ts';
import { readEnvironmentAnew } from '../plan/index.ts';
import type { Effects } from '../steps/index.ts';

export interface DeletedEnvironment {
  readonly environment: string;
  /** The position that says so. */
  readonly position: number;
  /** The run that was its newest; null where nothing could be read of it. */
  readonly run: string | null;
}

/**
 * Ends an environment by a position of its ref, and in the audit. Nothing of the lake is removed: the record of what it
 * was stays a chain, and what only it needed is for `ews gc`. ProblemError EWS4005 where there is none, EWS4032 where a
 * target protects it (in the audit, too), EWS4001 where a run moved it meanwhile.
 */
export async function deleteEnvironment(
  name: string,
  isProtected: boolean,
  { store, now, origin }: Pick<Effects, 'store' | 'now' | 'origin'>,
): Promise<DeletedEnvironment> {
  const at = now().toISOString();
  const told = { at, ...doneBy(origin), action: 'env delete', object: `${name}/delete` } as const;
  if (isProtected) {
    await appendEvent(store, { ...told, outcome: 'refused' });
    const hint = 'it is not deleted while a target of the project says so: protected: true';
    throw problemError('EWS4032', `environment "${name}" is protected`, { hint });
  }
  // Also one whose newest run is damaged: nobody needs its contents to end it.
  const { ref, manifest, deleted } = await readEnvironmentAnew(store, name);
  if (ref === undefined || deleted !== undefined) throw noEnvironment(name, deleted?.at);
  const value = { deleted: { at, actor: origin.actor } };
  const advance = await advanceRef(store, name, ref, value);
  if (advance.kind === 'lost') {
    const message = `run ${String(advance.winner.value['run'])} moved environment "${name}" meanwhile`;
    throw problemError('EWS4001', message, { hint: `look at it again: ews env show ${name}` });
  }
  const { n: position, sha256 } = advance;
  await appendEvent(store, { ...told, outcome: 'done', detail: { position, sha256 } });
  return { environment: name, position, run: manifest?.run ?? null };
}

function noEnvironment(name: string, deletedAt: string | undefined) {
  const message =
    deletedAt === undefined ? `there is no environment "${name}"` : `environment "${name}" was deleted on ${deletedAt}`;
  return problemError('EWS4005', message, { hint: 'ews env list says which there are' });
}
