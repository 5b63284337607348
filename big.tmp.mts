import { mkdtemp } from 'node:fs/promises';
import { ingest } from './engine/ingest/ingest.ts';
import { openLocalStore } from './engine/lake/index.ts';
import { csvRequest } from './tests/ingest/requests.ts';
const store = openLocalStore(await mkdtemp('/tmp/big-lake-'));
const t = performance.now();
const c = process.cpuUsage();
try {
const r = await ingest(store, csvRequest('/tmp/big.csv'), { now: () => new Date('2022-11-01T00:00:00Z') });
console.log(r.rows);
} catch (e) { console.log(String(e).slice(0, 400)); }
const u = process.cpuUsage(c);
console.log((performance.now() - t) / 1000, 's', (u.user + u.system) / 1e6, 'cpu s', process.resourceUsage().maxRSS / 1024, 'MB');
