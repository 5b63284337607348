import type { Problem } from '../diagnostics/index.ts';
import type { ObjectMeta } from '../lake/index.ts';
import type { CorrectionReport } from './corrected-rows.ts';
import type { IngestTally } from './ingest-tally.ts';
import type { LiveReport } from './live/ingest-live.ts';

export interface IngestResult {
  readonly object: ObjectMeta;
  readonly rows: number;
  /** False if what was stored already is current. */
  readonly changed: boolean;
  readonly warnings: readonly Problem[];
  readonly tally: IngestTally;
  /** What a correction rewrote, or would rewrite. */
  readonly correction?: CorrectionReport;
  /** Of a live source: what is wrong with some of its series, while the others are stored. */
  readonly problems?: readonly Problem[];
  /** Names of those of which only earlier rows are stored. */
  readonly withheld?: readonly string[];
  /** Of a live source. */
  readonly report?: LiveReport;
}
