// An ingest in a process of its own: ingest-and-die.ts <url> <lake> <day> <series,series...>. It may be killed at any
// moment; one that ends prints the object that it made and the memory that it took.

import { clientAt } from '../../../engine/ingest/fred/client-at.fixture.ts';
import { ingest, type LiveRequest } from '../../../engine/ingest/index.ts';
import { openLocalStore } from '../../../engine/lake/index.ts';
import { IN_PROCESS } from '../../../engine/warehouse/index.ts';
import { spec } from '../live-source.ts';

const [url = '', lake = '', day = '', ids = ''] = process.argv.slice(2);
const now = (): Date => new Date(`${day}T18:00:00Z`);
const request: LiveRequest = {
  kind: 'live',
  source: 'fred',
  url,
  refreshHours: 24,
  requestsPerMinute: 1e9,
  prehistory: 'assume',
  series: ids.split(',').map((id) => ({ ...spec(id), frequency: id === 'DAILY' ? ('daily' as const) : 'monthly' })),
};
const live = {
  openFred: () => clientAt(url, {}, { now }),
  elapsed: () => performance.now() / 1000,
  ask: 'due' as const,
};
const started = performance.now();
const { object, rows } = await ingest(openLocalStore(lake), request, { warehouses: IN_PROCESS, now, live });
const seconds = (performance.now() - started) / 1000;
process.stdout.write(JSON.stringify({ object, rows, seconds, peakBytes: process.resourceUsage().maxRSS * 1024 }));
