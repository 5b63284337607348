import { type Problem, problem } from '../diagnostics/index.ts';
import { awsQuestions, checkPostures, type PostureQuestions, type SecuredStore } from '../lake/index.ts';
import { openAgents } from '../network/index.ts';
import type { TargetDefinition } from '../project/index.ts';
import type { Check } from './check.ts';
import { isUnmet } from './installation-checks.ts';

/** Whom to ask about a store. */
export type AskPostures = (store: SecuredStore) => Promise<PostureQuestions>;

/** Every posture of a bucket. A local store has none to show, so that those its target requires are not verified. */
export async function postureChecks(
  { store, postures }: TargetDefinition,
  ask: AskPostures = async (place) => awsQuestions(place, await openAgents(process.env)),
): Promise<readonly Check[]> {
  if (store.kind === 'local') {
    const detail = 'a local store has no such posture';
    return postures.map((name) => ({ name, state: 'not verified', detail, required: true }));
  }
  const findings = await checkPostures(store, await ask(store));
  return findings.map(({ posture, ...verdict }) => ({
    name: posture,
    ...verdict,
    required: postures.includes(posture),
  }));
}

/** EWS4010 for every posture that the target requires and that is not `ok`. */
export function unmetPostures(target: TargetDefinition, checks: readonly Check[]): readonly Problem[] {
  return checks
    .filter((check) => check.required === true && isUnmet(check))
    .map(({ name, state, detail, remedy }) =>
      problem('EWS4010', `target ${target.name} requires ${name}, which is ${state}: ${detail}`, {
        hint: remedy,
      }),
    );
}
