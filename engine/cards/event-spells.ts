import type { EventMonth } from '../training/index.ts';
import type { Spell } from './card-body.ts';

/** The runs of event months, in the order given; an unknown month ends a run. */
export function eventSpells(months: readonly EventMonth[]): readonly Spell[] {
  const spells: { from: string; to: string }[] = [];
  let open: { from: string; to: string } | undefined;
  for (const { month, state } of months) {
    if (state !== 1) open = undefined;
    else if (open) open.to = month;
    else {
      open = { from: month, to: month };
      spells.push(open);
    }
  }
  return spells;
}
