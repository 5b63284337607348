import type { Located } from './located.ts';

export interface TargetDefinition {
  readonly name: string;
  /** No file declares it: a project without targets has this one. */
  readonly implied?: true;
  readonly yaml: Located;
  readonly description: string;
  readonly store: StoreDefinition;
  readonly resources: {
    readonly threads: number | 'auto';
    /** Of a run, `2GB`: its nodes share it. */
    readonly memory: string;
    readonly memoryBytes: number;
    /** On disk, of one node or source. */
    readonly scratchBytes: number;
    readonly nodeTimeoutSeconds: number;
    /** Of reading one definition. */
    readonly compileMemoryBytes: number;
    readonly compileTimeoutSeconds: number;
  };
  /** How FRED is read on this target. */
  readonly fred: FredReading;
  readonly environment: string;
  /** The state that `state:` compares with where nobody names one. */
  readonly compareWith?: string;
  /** Where every build writes its run as dbt's artefacts, project-relative or absolute; absent: nowhere. */
  readonly artifacts?: string;
  /** Whether the environment may not be deleted, whatever a flag says. */
  readonly isProtected: boolean;
  /** Who is told of every run; nobody when absent. */
  readonly openLineage?: OpenLineageEndpoint;
  /** Whether training is refused where it cannot be isolated, or goes on and records what did not hold. */
  readonly isolation: 'required' | 'best_effort';
  /** The postures that `ews debug` must find true of the store and this machine. */
  readonly postures: readonly Posture[];
}

/** Takes OpenLineage events by HTTP POST, such as Marquez. */
export interface OpenLineageEndpoint {
  /** The whole address; nothing is added to it. */
  readonly url: string;
  /** The environment variable that holds the key; without it none is sent. */
  readonly apiKeyEnv?: string;
  /** For one answer. */
  readonly timeoutSeconds: number;
}

/** Where a target keeps its lake. */
export type StoreDefinition = LocalStoreDefinition | S3StoreDefinition;

export interface LocalStoreDefinition {
  readonly kind: 'local';
  /** Project-relative, or absolute. */
  readonly path: string;
}

/** A bucket, or a part of one. Credentials come from the SDK's own provider chain, never from here. */
export interface S3StoreDefinition {
  readonly kind: 's3';
  readonly bucket: string;
  /** Keys begin with it and `/`; empty: the lake is the whole bucket. */
  readonly prefix: string;
  readonly region: string;
  /** A server that speaks S3; AWS's own for the region when absent. */
  readonly endpoint?: string;
  /** The bucket in the path instead of the host name, as most servers other than AWS want it. */
  readonly pathStyle: boolean;
  /** AWS's FIPS 140 validated endpoints. */
  readonly fips: boolean;
  /** Encrypt with this KMS key (`aws:kms`); the bucket's own default when absent. */
  readonly kmsKeyId?: string;
  /** Object Lock: for how many days no version below a folder may be deleted. Never of `refs`. */
  readonly retention?: {
    readonly mode: 'governance' | 'compliance';
    readonly days: Readonly<Partial<Record<LockedFolder, number>>>;
  };
  /** Where DuckDB reads from: a folder of verified copies, and the bytes that it may hold. */
  readonly cache: { readonly path: string; readonly bytes: number };
}

export type LockedFolder = 'raw' | 'objects' | 'runs' | 'audit' | 'ingest';

export type Posture =
  | 'encryption'
  | 'versioning'
  | 'object_lock'
  | 'public_access_block'
  | 'tls'
  | 'vpc_endpoint'
  | 'fips'
  | 'govcloud'
  | 'credentials';

/**
 * `snapshot`: the file that the source names. `live`: FRED's and ALFRED's API with all vintages, the key from
 * `FRED_API_KEY`; what is stored and older than `refreshHours` is brought up to date.
 */
export type FredReading = { readonly kind: 'snapshot' } | LiveFred;

/** FRED's and ALFRED's API: what a target that reads FRED live makes of every fred source. */
export interface LiveFred {
  readonly kind: 'live';
  /** Ends in `/`. */
  readonly url: string;
  /** A series is asked for again when it was asked for longer ago than this. */
  readonly refreshHours: number;
  readonly requestsPerMinute: number;
}
