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
  /** The rows that a correction rewrote, or would rewrite. */
  readonly correction?: CorrectionReport;
  /** Problems of some series of a live source, while the others are stored. */
  readonly problems?: readonly Problem[];
  /** Names of the series of which only earlier rows are stored. */
  readonly withheld?: readonly string[];
  /** What was asked of a live source; absent of files. */
  readonly report?: LiveReport;
}
