import type { Day } from '../calendar/index.ts';
import type { EventMonth } from '../training/index.ts';
import type { Spell } from './common-card-body.ts';

/** The runs of event months, in the order given, of a panel key by key; an unknown month ends a run. */
export function eventSpells(months: readonly EventMonth[]): readonly Spell[] {
  const spells: { key?: string; from: Day; to: Day }[] = [];
  let open: (typeof spells)[number] | undefined;
  for (const { month, key, state } of months) {
    if (open?.key !== key) open = undefined;
    if (state !== 1) open = undefined;
    else if (open) open.to = month;
    else {
      open = { ...(key === undefined ? {} : { key }), from: month, to: month };
      spells.push(open);
    }
  }
  return spells;
}
