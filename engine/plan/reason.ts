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
  const shown = inputs.map((id) => (id === 'content' ? 'the data' : id));
  if (shown.length > 0) parts.push(`${listOf(shown)} changed`);
  if (before.calendar !== now.calendar) parts.push('the decision dates changed');
  if (before.revision !== now.revision) parts.push('this version of ews computes it differently');
  if (before.engine !== now.engine) parts.push(`the engine changed, now ${now.engine}`);
  if (before.numerics !== now.numerics) parts.push(numericsReason(before.numerics, differences));
  return { kind: 'changed', text: parts.join('; ') };
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
