import * as z from 'zod';
import { atLeast, listOf, mapping, name, oneOf, serverUrl, text, yesOrNo } from './vocabulary.ts';

const MEMORY = 'an amount of memory such as 2GB';
const SCRATCH = 'an amount of disk such as 10GB';
const THREADS = 'auto or a whole number, at least 1';

const BYTES = 'an amount of bytes such as 20GB';

const local = mapping({ kind: z.literal('local'), path: text.default('.ews/lake') });

/** Where copies of a bucket's lake are unless a target says otherwise: in the state folder. */
export const S3_CACHE_PATH = '.ews/cache/s3';

const s3 = mapping({
  kind: z.literal('s3'),
  bucket: z.string('the name of a bucket').regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'the name of a bucket'),
  prefix: z
    .string('a path such as ews/prod')
    .regex(/^([A-Za-z0-9!_.*'()-]+(\/[A-Za-z0-9!_.*'()-]+)*)?$/, 'a path such as ews/prod, without / at its ends')
    .default(''),
  region: text,
  endpoint: serverUrl.optional(),
  path_style: yesOrNo.default(false),
  fips: yesOrNo.default(false),
  kms_key_id: text.optional(),
  retention: mapping(
    {
      mode: oneOf('governance', 'compliance'),
      days: mapping(
        {
          raw: atLeast(1, 'days').optional(),
          objects: atLeast(1, 'days').optional(),
          runs: atLeast(1, 'days').optional(),
          audit: atLeast(1, 'days').optional(),
          ingest: atLeast(1, 'days').optional(),
        },
        'a mapping from raw, objects, runs, audit, ingest to days; refs are never locked',
      ),
    },
    'a mapping such as { mode: governance, days: { raw: 3650, audit: 2555 } }',
  ).optional(),
  cache: mapping({
    path: text.default(S3_CACHE_PATH),
    size: z
      .string(BYTES)
      .regex(/^[1-9]\d*(\.\d+)? ?(MB|GB|TB)$/, BYTES)
      .default('20GB'),
  }).prefault({}),
});

const live = mapping({
  read: z.literal('live'),
  refresh_hours: atLeast(0, 'hours').default(24),
  requests_per_minute: atLeast(1, 'requests').default(100),
  url: serverUrl.default('https://api.stlouisfed.org/fred/'),
});

/** The settings that the one word `live` stands for. */
export const LIVE_DEFAULTS = live.parse({ read: 'live' });

const KEY_VARIABLE = 'the name of an environment variable, such as OPENLINEAGE_API_KEY; never the key itself';

const openLineage = mapping(
  {
    url: serverUrl,
    api_key_env: z
      .string(KEY_VARIABLE)
      .regex(/^[A-Z_][A-Z0-9_]*$/, KEY_VARIABLE)
      .optional(),
    timeout_seconds: atLeast(1, 'seconds').default(5),
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
const amount = (wanted: string) => z.string(wanted).regex(/^[1-9]\d*(\.\d+)? ?(MB|GB|TB|MiB|GiB|TiB)$/, wanted);

export const targetSchema = mapping({
  target: name,
  description: text,
  store: z
    .discriminatedUnion(
      'kind',
      [local, s3],
      'a mapping such as { kind: local, path: .ews/lake } or { kind: s3, bucket: ..., region: ... }',
    )
    .prefault({ kind: 'local' }),
  resources: mapping({
    threads: z.union([z.literal('auto'), atLeast(1)], THREADS).default('auto'),
    memory: amount(MEMORY).default('2GB'),
    scratch: amount(SCRATCH).default('10GB'),
    node_timeout_seconds: atLeast(1, 'seconds').default(300),
    compile_memory: amount(MEMORY).default('1GB'),
    compile_timeout_seconds: atLeast(1, 'seconds').default(30),
  }).prefault({}),
  fred: z
    .union([oneOf('snapshot', 'live'), live], 'snapshot, live, or a mapping such as { read: live, refresh_hours: 24 }')
    .default('snapshot'),
  environment: name.default('main'),
  openlineage: openLineage.optional(),
  isolation: oneOf('required', 'best_effort').default('best_effort'),
  postures: listOf(oneOf(...POSTURES), `a list of: ${POSTURES.join(', ')}`).default([]),
});

export type TargetShape = z.output<typeof targetSchema>;
