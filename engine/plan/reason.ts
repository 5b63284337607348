import { type Components, inputNamed } from './fingerprint.ts';

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
    | 'if_changed'
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
  const shown = shownInputs(inputs.filter((id) => !moved.has(id)));
  if (taken.length > 0) parts.push(`${listOf(taken)} ${taken.length === 1 ? 'is' : 'are'} deferred`);
  if (left.length > 0) parts.push(`${listOf(left)} ${left.length === 1 ? 'is' : 'are'} no longer deferred`);
  if (shown.length > 0) parts.push(`${listOf(shown)} changed`);
  if (before.reading !== now.reading) parts.push('what it takes from the definitions of its inputs changed');
  if (before.calendar !== now.calendar) parts.push('the decision dates changed');
  if (before.revision !== now.revision) parts.push('this version of ews computes it differently');
  if (before.engine !== now.engine) parts.push(`the engine changed, now ${now.engine}`);
  if (before.numerics !== now.numerics) parts.push(numericsReason(before.numerics, differences));
  return { kind: 'changed', text: parts.join('; ') };
}

/** Names of inputs for whoever reads them: a column is left out where its rows are other ones as well. */
function shownInputs(names: readonly string[]): readonly string[] {
  const all = new Set(names.map((name) => (name.endsWith('.*') ? name.slice(0, -2) : name)));
  const shown = [...all].filter((name) => name === inputNamed(name) || !all.has(inputNamed(name)));
  return shown.map((name) => (name === 'content' ? 'the data' : name));
}

/** Of what is not made yet, and has to come out otherwise for a node to run. */
export function ifChanged(names: readonly string[]): Reason {
  const named = [...new Set(names.map((name) => (name.endsWith('.*') ? name.slice(0, -2) : name)))];
  // That there are other rows goes without saying where columns are named.
  const shown = named.filter((name) => !named.some((other) => other.startsWith(`${name}.`)));
  const words = listOf(shown.map((name) => name.replace(/^features\./, '')));
  return { kind: 'if_changed', text: `if ${words} ${shown.length === 1 ? 'changes' : 'change'}` };
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
