import { TEST_KEY, testEffects } from '../../engine/ingest/fred/client-at.fixture.ts';
import { openFred } from '../../engine/ingest/fred/fred-client.ts';
import { openAgents, openFetch } from '../../engine/network/index.ts';
import { postEvent } from '../../engine/run/open-lineage/post-event.ts';
import { openS3Place } from '../s3/s3-place.ts';

/** Asks FRED, an OpenLineage endpoint and a bucket at one address as the product does, and prints what came of it. */
const [address = '', cache = ''] = process.argv.slice(2);
const fetch = openFetch(process.env);
const fred = openFred(
  { url: `${address}/fred/`, key: TEST_KEY, requestsPerMinute: 1e9, timeoutMs: 10_000, attempts: 1 },
  testEffects({ fetch }),
);
const store = openS3Place(
  {
    bucket: 'lake',
    prefix: '',
    region: 'us-east-1',
    endpoint: address,
    pathStyle: true,
    fips: false,
    cache: { path: cache, bytes: 1e6 },
  },
  { agents: () => openAgents(process.env) },
);
const endpoint = { url: `${address}/lineage`, timeoutMs: 10_000 };

async function told(work: Promise<unknown>): Promise<unknown> {
  return work.catch((error: unknown) =>
    error instanceof Error ? `${error.message}\n${JSON.stringify(error)}\n${error.stack}` : error,
  );
}

const answers = {
  fred: await told(fred.series('GDP').then(({ value }) => value.units)),
  openLineage: await told(postEvent({} as never, endpoint, fetch, new AbortController().signal)),
  s3: await told(store.read('refs/x').then((bytes) => bytes ?? 'nothing')),
};
console.log(JSON.stringify(answers));
