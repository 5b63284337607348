import { describe, expect, test } from 'vitest';
import { monthEnd, monthIndex, monthStart } from '../calendar/index.ts';
import { type ExclusionInput, excludedAsKnown, finallyExcluded } from './exclusion.ts';
import type { LabelVersion } from './types.ts';

const START = monthIndex('2000-01-01');
const OPEN = '9999-12-31';
const months = Array.from({ length: 96 }, (_, i) => START + i);
/** Three events: two months apart from the next, then five years away. */
const state = (month: number): 0 | 1 => {
  const i = month - START;
  return (i >= 10 && i <= 14) || (i >= 17 && i <= 20) || (i >= 80 && i <= 83) ? 1 : 0;
};
/** Nobody knows a month's state before five months later. */
const eventVersions: readonly LabelVersion[] = months.map((month) => ({
  date: monthStart(month),
  y: state(month),
  knownFrom: monthEnd(month + 5),
  knownTo: OPEN,
}));

function input(excludeInEvent: boolean, excludeAfterEventMonths?: number): ExclusionInput {
  return {
    frame: { asOf: months.map(monthEnd), features: [], values: [] },
    spec: {
      protocol: { excludeInEvent, ...(excludeAfterEventMonths === undefined ? {} : { excludeAfterEventMonths }) },
    },
    events: months.map((month) => ({ month: monthStart(month), state: state(month) })),
    eventVersions,
  };
}

/** The definition, month by month. */
function slowly(known: (month: number) => boolean, inEvent: boolean, after: number): readonly boolean[] {
  return months.map((month) => {
    if (known(month)) return inEvent;
    for (let k = 1; k <= after; k++) if (known(month - k)) return true;
    return false;
  });
}

describe('what the protocol excludes', () => {
  test.each([
    [false, 0],
    [true, 0],
    [false, 6],
    [true, 6],
  ])('in the event %s, %i months after: as known at every cut-off, finally at last', (inEvent, after) => {
    const given = input(inEvent, after);
    for (const cutoff of months) {
      const known = (month: number): boolean => state(month) === 1 && month + 5 <= cutoff;
      expect(excludedAsKnown(given, monthEnd(cutoff))).toEqual(slowly(known, inEvent, after));
    }
    expect(finallyExcluded(given)).toEqual(slowly((month) => state(month) === 1, inEvent, after));
  });

  test('a month whose state nobody knows yet follows on the event that is known', () => {
    const cutoff = monthEnd(START + 16);
    const found = excludedAsKnown(input(false, 6), cutoff);
    // Known: the months through the twelfth, two of them in the event. The fourteenth is in it, and nobody knows.
    expect(found.slice(9, 19)).toEqual([false, false, false, true, true, true, true, true, true, false]);
  });

  test('without the history of the event its final states stand in', () => {
    const { eventVersions: _, ...unaware } = input(true, 6);
    expect(excludedAsKnown(unaware, monthEnd(START))).toEqual(finallyExcluded(unaware));
  });

  test('nothing is excluded where nothing is declared', () => {
    expect(excludedAsKnown(input(false), monthEnd(START + 95)).some(Boolean)).toBe(false);
    expect(finallyExcluded(input(false)).some(Boolean)).toBe(false);
  });
});
