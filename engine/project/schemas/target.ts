import * as z from 'zod';
import { LIMITS } from '../../limits/index.ts';
import { S3_CACHE_PATH } from '../s3-cache-path.ts';
import { atLeast, countOf, listOf, mapping, name, oneOf, serverUrl, text, yesOrNo } from './vocabulary.ts';

const MEMORY = 'an amount of memory such as 2GB';
const SCRATCH = 'an amount of disk such as 10GB';
const THREADS = `auto or a whole number from 1 to ${LIMITS.threads.most}`;

const BYTES = 'an amount of bytes such as 20GB';

const local = mapping({
  kind: z.literal('local').describe('A folder on this machine.'),
  path: text.default('.ews/lake').describe('Where the lake lies, from the folder of the project.'),
});

const s3 = mapping({
  kind: z.literal('s3').describe('A bucket of S3, or of a server that speaks its protocol.'),
  bucket: z
    .string('the name of a bucket')
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'the name of a bucket')
    .describe('The name of the bucket.'),
  prefix: z
    .string('a path such as ews/prod')
    .regex(/^([A-Za-z0-9!_.*'()-]+(\/[A-Za-z0-9!_.*'()-]+)*)?$/, 'a path such as ews/prod, without / at its ends')
    .default('')
    .describe('The folder within the bucket; unless told, the lake is the whole bucket.'),
  region: text.describe('The region of the bucket, such as us-east-1.'),
  endpoint: serverUrl
    .optional()
    .describe('Another server that speaks S3, or an interface endpoint; not together with fips.'),
  path_style: yesOrNo.default(false).describe('Whether the bucket stands in the path of addresses, not in their host.'),
  fips: yesOrNo.default(false).describe('Whether requests go to a FIPS endpoint.'),
  kms_key_id: text.optional().describe('The ARN of the key that objects are encrypted with.'),
  retention: mapping(
    {
      mode: oneOf('governance', 'compliance').describe(
        'compliance: nobody can shorten it; governance: those who have the right can.',
      ),
      days: mapping(
        {
          raw: atLeast(1, 'days').optional().describe('Of files as they were ingested.'),
          objects: atLeast(1, 'days').optional().describe('Of what was computed.'),
          runs: atLeast(1, 'days').optional().describe('Of manifests and cards of runs.'),
          audit: atLeast(1, 'days').optional().describe('Of the record of who did what.'),
          ingest: atLeast(1, 'days').optional().describe('Of the log of ingests.'),
        },
        'a mapping from raw, objects, runs, audit, ingest to days; refs are never locked',
      ).describe('Days by folder of the lake.'),
    },
    'a mapping such as { mode: governance, days: { raw: 3650, audit: 2555 } }',
  )
    .optional()
    .describe('Object Lock: for how long what is written cannot be deleted.'),
  cache: mapping({
    path: text.default(S3_CACHE_PATH).describe('Where the copies lie, from the folder of the project.'),
    size: z
      .string(BYTES)
      .regex(/^[1-9]\d{0,5}(\.\d{1,6})? ?(MB|GB|TB)$/, BYTES)
      .default('20GB')
      .describe('How much of them is kept.'),
  })
    .prefault({})
    .describe('Copies of objects on this machine, compared with their digests at every use.'),
});

const live = mapping({
  read: z.literal('live').describe('FRED and ALFRED are asked.'),
  refresh_hours: atLeast(0, 'hours').default(24).describe('After how many hours a build asks again.'),
  requests_per_minute: atLeast(1, 'requests').default(100).describe('How often it asks at most; FRED allows 120.'),
  url: serverUrl.default('https://api.stlouisfed.org/fred/').describe('The address of another server than FRED.'),
});

/** The settings that the one word `live` stands for. */
export const LIVE_DEFAULTS = live.parse({ read: 'live' });

/** A project that could name any variable could have any secret sent to it: that of a key for lineage says so. */
const KEY_VARIABLE =
  'the name of an environment variable with LINEAGE in it, such as OPENLINEAGE_API_KEY; never the key itself';

const openLineage = mapping(
  {
    url: serverUrl.describe('The address that every event is posted to.'),
    api_key_env: z
      .string(KEY_VARIABLE)
      .regex(/^(?=[A-Z0-9_]*LINEAGE)[A-Z_][A-Z0-9_]*$/, KEY_VARIABLE)
      .optional()
      .describe('The environment variable that holds the key; its name has LINEAGE in it.'),
    timeout_seconds: atLeast(1, 'seconds').default(5).describe('How long an answer is waited for.'),
  },
  'a mapping such as { url: "https://marquez.example.org/api/v1/lineage" }',
);

const POSTURES = [
  'encryption',
  'versioning',
  'object_lock',
  'public_access_block',
  'tls',
  'vpc_endpoint',
  'fips',
  'govcloud',
  'credentials',
] as const;

/** `2GB`, `1.5 GiB`. */
const amount = (wanted: string) => z.string(wanted).regex(/^[1-9]\d{0,5}(\.\d{1,6})? ?(MB|GB|TB|MiB|GiB|TiB)$/, wanted);

export const targetSchema = mapping({
  target: name.describe('What the target is called; the file is called the same.'),
  description: text.describe('What the target is for.'),
  store: z
    .discriminatedUnion(
      'kind',
      [local, s3],
      'a mapping such as { kind: local, path: .ews/lake } or { kind: s3, bucket: ..., region: ... }',
    )
    .prefault({ kind: 'local' })
    .describe('Where the lake lies: on this machine, or in a bucket.'),
  resources: mapping({
    threads: z
      .union([z.literal('auto'), countOf(1, 'threads')], THREADS)
      .default('auto')
      .describe('How many nodes are computed side by side.'),
    memory: amount(MEMORY).default('2GB').describe('What the nodes and sources of a run hold together.'),
    scratch: amount(SCRATCH).default('10GB').describe('What one node writes to disk while it runs.'),
    node_timeout_seconds: atLeast(1, 'seconds')
      .default(300)
      .describe('How long a node, or a statement that reads a source, may take.'),
    compile_memory: amount(MEMORY).default('1GB').describe('What binding one definition may hold.'),
    compile_timeout_seconds: atLeast(1, 'seconds').default(30).describe('How long binding one definition may take.'),
  })
    .prefault({})
    .describe('Limits, kept by ending the process that computes.'),
  fred: z
    .union([oneOf('snapshot', 'live'), live], 'snapshot, live, or a mapping such as { read: live, refresh_hours: 24 }')
    .default('snapshot')
    .describe('snapshot: FRED sources read their files; live: they ask FRED and ALFRED.'),
  environment: name.default('main').describe('The environment whose runs follow each other; unless told main.'),
  compare_with: name.optional().describe('What --state is where nobody says it.'),
  artifacts: text.optional().describe("The folder that every build writes a run into as dbt's artefacts."),
  protected: yesOrNo.default(false).describe('Whether ews env delete refuses this environment.'),
  openlineage: openLineage.optional().describe('Who is told of every run, as OpenLineage events.'),
  isolation: oneOf('required', 'best_effort')
    .default('best_effort')
    .describe('required: training is refused where no barrier holds it.'),
  postures: listOf(oneOf(...POSTURES), `a list of: ${POSTURES.join(', ')}`)
    .default([])
    .describe('What has to be true of bucket and machine: ews debug fails where it is not.'),
});

export type TargetShape = z.output<typeof targetSchema>;
