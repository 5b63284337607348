import { entry } from '../../presence/index.ts';
import { defined } from '../defined.ts';
import { LIVE_DEFAULTS, type TargetShape, targetSchema } from '../schemas/target.ts';
import type {
  FredReading,
  OpenLineageEndpoint,
  S3StoreDefinition,
  StoreDefinition,
  TargetDefinition,
} from '../target-definition.ts';
import type { YamlFile } from '../yaml-file.ts';

export function normaliseTarget(yaml: YamlFile, shape: TargetShape): TargetDefinition {
  return defined({
    name: shape.target,
    yaml,
    description: shape.description.trim(),
    store: storeOf(shape.store),
    resources: resourcesOf(shape.resources),
    fred: fredOf(shape.fred),
    environment: shape.environment,
    compareWith: shape.compare_with,
    artifacts: shape.artifacts,
    isProtected: shape.protected,
    openLineage: shape.openlineage && openLineageOf(shape.openlineage),
    isolation: shape.isolation,
    postures: shape.postures,
  });
}

/** The target of a project that declares none, a lake on this disk; `config` is where one would be asked for. */
export function impliedTarget(config: YamlFile): TargetDefinition {
  const shape = targetSchema.parse({ target: 'local', description: 'a lake on this disk; no file declares it' });
  return { ...normaliseTarget(config, shape), implied: true };
}

/** What a target allows that says nothing of it. */
export function defaultResources(): TargetDefinition['resources'] {
  return resourcesOf(targetSchema.shape.resources.parse(undefined));
}

function resourcesOf(shape: TargetShape['resources']): TargetDefinition['resources'] {
  return {
    threads: shape.threads,
    memory: shape.memory.replace(' ', ''),
    memoryBytes: bytesOf(shape.memory),
    scratchBytes: bytesOf(shape.scratch),
    nodeTimeoutSeconds: shape.node_timeout_seconds,
    compileMemoryBytes: bytesOf(shape.compile_memory),
    compileTimeoutSeconds: shape.compile_timeout_seconds,
  };
}

function openLineageOf(endpoint: NonNullable<TargetShape['openlineage']>): OpenLineageEndpoint {
  const { url, api_key_env, timeout_seconds } = endpoint;
  return defined({ url, apiKeyEnv: api_key_env, timeoutSeconds: timeout_seconds });
}

function storeOf(store: TargetShape['store']): StoreDefinition {
  if (store.kind === 'local') return store;
  const { kind, bucket, prefix, region, endpoint, path_style, fips, kms_key_id, retention, cache } = store;
  return defined({
    kind,
    bucket,
    prefix,
    region,
    endpoint,
    pathStyle: path_style,
    fips,
    kmsKeyId: kms_key_id,
    retention: retention && retentionOf(retention),
    cache: { path: cache.path, bytes: bytesOf(cache.size) },
  });
}

type Retention = NonNullable<S3StoreDefinition['retention']>;

function retentionOf(retention: { mode: Retention['mode']; days: object }): Retention {
  return { mode: retention.mode, days: defined({ ...retention.days }) };
}

const UNITS: ReadonlyMap<string, number> = new Map([
  ['MB', 1e6],
  ['GB', 1e9],
  ['TB', 1e12],
  ['MiB', 2 ** 20],
  ['GiB', 2 ** 30],
  ['TiB', 2 ** 40],
]);

function bytesOf(size: string): number {
  const unit = size.replace(/^[\d. ]+/, '');
  return Math.round(Number.parseFloat(size) * entry(UNITS, unit));
}

function fredOf(fred: TargetShape['fred']): FredReading {
  if (fred === 'snapshot') return { kind: 'snapshot' };
  const { refresh_hours, requests_per_minute, url: given } = fred === 'live' ? LIVE_DEFAULTS : fred;
  const url = given.endsWith('/') ? given : `${given}/`;
  return {
    kind: 'live',
    refreshHours: refresh_hours,
    requestsPerMinute: requests_per_minute,
    url,
  };
}
