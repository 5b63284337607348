import { thousands } from '../figures/index.ts';
import type { IngestTally } from '../ingest/index.ts';

/** All that an ingest did: `3 new, 1 revised, 0 withdrawn, 2 late (known from 2024-11-05), 0 refused`. */
export function tallyText(tally: IngestTally): string {
  return listed(tally, ALL);
}

/** What an ingest did, without what did not happen; empty when nothing did. */
export function changesText(tally: IngestTally): string {
  return listed(
    tally,
    ALL.filter((kind) => tally[kind] > 0),
  );
}

const ALL = ['new', 'revised', 'withdrawn', 'late', 'refused'] as const;

function listed(tally: IngestTally, kinds: readonly (typeof ALL)[number][]): string {
  const { knownFrom } = tally;
  const days = knownFrom?.first === knownFrom?.last ? knownFrom?.first : `${knownFrom?.first} to ${knownFrom?.last}`;
  // The days are those of all that was not simply new: they stand behind the last of them.
  const dated = kinds.findLast((kind) => kind !== 'new' && kind !== 'refused' && tally[kind] > 0);
  return kinds
    .map((kind) => {
      const counted = `${thousands(tally[kind])} ${kind}`;
      return kind === dated && days !== undefined ? `${counted} (known from ${days})` : counted;
    })
    .join(', ');
}
