import type { Components } from './fingerprint.ts';

/** Why a stage does what it does, in the user's words. */
export interface Reason {
  readonly kind:
    | 'unchanged'
    | 'stored'
    | 'new'
    | 'changed'
    | 'retry'
    | 'full_refresh'
    | 'not_isolated'
    | 'ingest_missing'
    | 'ingest_stale'
    | 'unknown_input';
  readonly text: string;
}

/** What differs between two fingerprints, most telling first. */
export function whyChanged(
  before: Components,
  now: Components,
  differences: ReadonlyMap<string, readonly string[]>,
): Reason {
  const parts: string[] = [];
  if (before.recipe !== now.recipe) parts.push('its definition changed');
  const inputs = Object.keys({ ...before.inputs, ...now.inputs }).filter((id) => before.inputs[id] !== now.inputs[id]);
  const [taken, left] = [added(now.deferred, before.deferred), added(before.deferred, now.deferred)];
  const moved = new Set([...taken, ...left]);
  const shown = inputs.filter((id) => !moved.has(id)).map((id) => (id === 'content' ? 'the data' : id));
  if (taken.length > 0) parts.push(`${listOf(taken)} ${taken.length === 1 ? 'is' : 'are'} deferred`);
  if (left.length > 0) parts.push(`${listOf(left)} ${left.length === 1 ? 'is' : 'are'} no longer deferred`);
  if (shown.length > 0) parts.push(`${listOf(shown)} changed`);
  if (before.calendar !== now.calendar) parts.push('the decision dates changed');
  if (before.revision !== now.revision) parts.push('this version of ews computes it differently');
  if (before.engine !== now.engine) parts.push(`the engine changed, now ${now.engine}`);
  if (before.numerics !== now.numerics) parts.push(numericsReason(before.numerics, differences));
  return { kind: 'changed', text: parts.join('; ') };
}

function added(now: Components['deferred'] = [], before: Components['deferred'] = []): readonly string[] {
  return now.filter((id) => !before.includes(id));
}

function numericsReason(before: string | undefined, differences: ReadonlyMap<string, readonly string[]>): string {
  if (before === undefined) return 'the numerics of the machine that computed it were not recorded';
  const functions = differences.get(before) ?? [];
  const shown = functions.length === 0 ? '' : `: ${listOf(functions)}`;
  return `numerics probe of this machine differs${shown}`;
}

function listOf(names: readonly string[]): string {
  return names.length <= 3 ? names.join(', ') : `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`;
}
