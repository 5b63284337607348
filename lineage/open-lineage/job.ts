import { given, mapGiven } from '../given.ts';
import { type DatasetName, projectNamespace } from './dataset-name.ts';
import { type Facet, facet } from './facet.ts';
import { type Documentation, documentation, type Ownership, ownership } from './prose.ts';

export type JobKind = 'BUILD' | 'INGEST' | 'FEATURE' | 'LABEL' | 'MODEL' | 'COMPARISON' | 'TEST';

export interface JobDescription {
  readonly project: string;
  readonly producer: string;
  readonly name: string;
  readonly kind: JobKind;
  /** Absent where a run of the past stored none. */
  readonly description?: string;
  readonly owner?: string;
  /** The query, for a job that is one. */
  readonly sql?: string;
  /** The file that defines it, relative to the project. */
  readonly file: string;
  readonly checkout: Checkout;
}

/** The git checkout that a project was read from, as far as it is known. */
export interface Checkout {
  /** With `+` when tracked files differ from it. */
  readonly commit?: string;
  /** Address of the repository, without user and password. */
  readonly repository?: string;
  /** The project's folder in it, ending in `/`; empty: the repository is the project. */
  readonly folder: string;
}

export interface SourceCodeLocation {
  readonly type: 'git' | 'file';
  readonly url: string;
  readonly repoUrl?: string;
  readonly path: string;
  readonly version?: string;
}

export interface Job extends DatasetName {
  readonly facets: {
    readonly jobType: Facet<{
      readonly processingType: 'BATCH';
      readonly integration: 'EWS';
      readonly jobType: JobKind;
    }>;
    readonly documentation?: Facet<Documentation>;
    readonly sourceCodeLocation: Facet<SourceCodeLocation>;
    readonly ownership?: Facet<Ownership>;
    readonly sql?: Facet<{ readonly query: string; readonly dialect: 'duckdb' }>;
  };
}

export function jobOf(job: JobDescription): Job {
  const { producer, project, name, kind, description, owner, sql } = job;
  return {
    namespace: projectNamespace(project),
    name,
    facets: {
      jobType: facet(producer, 'JobTypeJobFacet', { processingType: 'BATCH', integration: 'EWS', jobType: kind }),
      ...given({
        documentation: mapGiven(description, (text) => documentation(producer, 'DocumentationJobFacet', text)),
      }),
      sourceCodeLocation: facet(producer, 'SourceCodeLocationJobFacet', location(job)),
      ...given({
        ownership: mapGiven(owner, (person) => ownership(producer, 'OwnershipJobFacet', person)),
        sql: mapGiven(sql, (query) => facet(producer, 'SQLJobFacet', { query, dialect: 'duckdb' as const })),
      }),
    },
  };
}

/** The facet wants an address: where the repository has none on the web, one that names the file within the project. */
function location({ project, file, checkout }: JobDescription): SourceCodeLocation {
  const { commit, repository, folder } = checkout;
  const within = `${projectNamespace(project)}/${encodeURI(file)}`;
  if (commit === undefined) return { type: 'file', url: within, path: file };
  const path = `${folder}${file}`;
  const web = repository === undefined ? undefined : webAddress(repository);
  return {
    type: 'git',
    url: web === undefined ? within : `${web}/blob/${commit.replace('+', '')}/${encodeURI(path)}`,
    ...(repository === undefined ? {} : { repoUrl: repository }),
    path,
    version: commit,
  };
}

/**
 * Where a repository is found on the web: without `.git`, and at `https://host/owner/repo` where its address is
 * `git@host:owner/repo` or `ssh://git@host:22/owner/repo`.
 */
function webAddress(repository: string): string | undefined {
  const bare = repository.replace(/(\.git)?\/?$/, '');
  if (/^https?:\/\//.test(bare)) return bare;
  const { host, path } = /^(?:ssh:\/\/)?(?:[^@/]+@)?(?<host>[^:/]+)(?::\d+)?[:/](?<path>.+)$/.exec(bare)?.groups ?? {};
  return host === undefined || path === undefined ? undefined : `https://${host}/${encodeURI(path)}`;
}
