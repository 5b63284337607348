import { type Day, monthIndex } from '../calendar/index.ts';
import type { EventMonth, LabelVersion, Protocol, TrainingFrame } from './types.ts';

type Exclusion = Pick<Protocol, 'excludeInEvent' | 'excludeAfterEventMonths'>;

export interface ExclusionInput {
  readonly frame: TrainingFrame;
  readonly spec: { readonly protocol: Exclusion };
  readonly events: readonly EventMonth[];
  readonly eventVersions?: readonly LabelVersion[];
}

/**
 * Which decision dates a refit leaves out, by what was known of the event on `knowledge`: those whose month was known
 * to be in it (`excludeInEvent`), and those of other months that follow so closely on a month known to be in it
 * (`excludeAfterEventMonths`). A month whose state is not known yet is in no event, but may follow one. Without the
 * event's history final states stand in.
 */
export function excludedAsKnown(input: ExclusionInput, knowledge: Day): readonly boolean[] {
  const { frame, spec, eventVersions } = input;
  if (!excludesAny(spec.protocol)) return frame.asOf.map(() => false);
  if (eventVersions === undefined) return finallyExcluded(input);
  const known = eventVersions.filter(({ knownFrom, knownTo }) => knownFrom <= knowledge && knowledge < knownTo);
  return excluded(
    frame,
    monthsInEvent(known.map(({ date, y, ...rest }) => ({ ...rest, month: date, state: y }))),
    spec.protocol,
  );
}

/** Which decision dates scores leave out: those that the protocol excludes by the event's final states. */
export function finallyExcluded({ frame, spec, events }: ExclusionInput): readonly boolean[] {
  return excluded(frame, monthsInEvent(events), spec.protocol);
}

export function excludesAny({ excludeInEvent, excludeAfterEventMonths = 0 }: Exclusion): boolean {
  return excludeInEvent || excludeAfterEventMonths > 0;
}

/**
 * After a crisis an economy does not go back to tranquil times at once, and a model that takes the recovery for them
 * learns the wrong contrast: the post-crisis bias (Bussiere & Fratzscher 2006, "Towards a new early warning system of
 * financial crises", Journal of International Money and Finance 25).
 */
function excluded({ asOf, keys }: TrainingFrame, inside: InEvent, protocol: Exclusion): readonly boolean[] {
  const { excludeInEvent, excludeAfterEventMonths = 0 } = protocol;
  const back = Array.from({ length: excludeAfterEventMonths }, (_, k) => k + 1);
  return asOf.map((date, i) => {
    const month = monthIndex(date);
    const months = inside.get(keys?.[i]);
    if (months === undefined) return false;
    return months.has(month) ? excludeInEvent : back.some((k) => months.has(month - k));
  });
}

/** Months in the event, by key. */
type InEvent = ReadonlyMap<string | undefined, ReadonlySet<number>>;

function monthsInEvent(
  states: readonly { readonly month: Day; readonly key?: string; readonly state: number | null }[],
): InEvent {
  const inside = new Map<string | undefined, Set<number>>();
  for (const { month, key, state } of states) {
    if (state !== 1) continue;
    const months = inside.get(key) ?? new Set();
    inside.set(key, months.add(monthIndex(month)));
  }
  return inside;
}
