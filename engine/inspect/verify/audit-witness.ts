import {
  type ChainProblem,
  isPlainObject,
  jsonObjectIn,
  type ReadPosition,
  readDespiteDamage,
  refKey,
  type Store,
} from '../../lake/index.ts';

/**
 * What audit events say of the positions of an environment: who takes a position away, or writes another one, has to
 * think of them as well. They lie in the same lake: a witness they are only where others keep them.
 */
export async function auditFindings(
  store: Store,
  environment: string,
  positions: readonly ReadPosition[],
): Promise<readonly ChainProblem[]> {
  const keys = await store.list('audit');
  const findings = keys.map(async (key): Promise<readonly ChainProblem[]> => {
    const bytes = await readDespiteDamage(store, key);
    const event = bytes === undefined ? undefined : jsonObjectIn(bytes);
    if (event === undefined) return [{ file: key, what: 'damaged', message: 'it is no audit event' }];
    const { object, detail } = event;
    if (typeof object !== 'string' || !object.startsWith(`${environment}/`) || !isPlainObject(detail)) return [];
    const { position, sha256 } = detail;
    if (typeof position !== 'number' || typeof sha256 !== 'string') return [];
    const found = positions.find(({ n }) => n === position);
    if (found?.sha256 === sha256) return [];
    const file = refKey(environment, position);
    const runId = object.slice(environment.length + 1);
    const said = `${key} has it as sha256:${sha256}, made by run ${runId}`;
    return found === undefined
      ? [{ file, what: 'gone', message: `it is gone: ${said}` }]
      : [{ file, what: 'changed', message: `${said}; sha256:${found.sha256} is found` }];
  });
  return (await Promise.all(findings)).flat();
}
