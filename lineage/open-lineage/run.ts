import { given, mapGiven } from '../given.ts';
import { type Facet, facet } from './facet.ts';

/** A run of a job, by the names that refer to it. */
export interface RunName {
  /** A UUID. */
  readonly runId: string;
  readonly job: { readonly namespace: string; readonly name: string };
}

export interface RunDescription {
  readonly producer: string;
  readonly runId: string;
  /** The build that this run is a part of. */
  readonly parent?: RunName;
  readonly engine: { readonly name: string; readonly version: string; readonly adapterVersion: string };
  /** Key and value. */
  readonly tags: Readonly<Record<string, string>>;
  /** Why it did not complete. */
  readonly error?: string;
}

interface RunAndJob {
  readonly run: { readonly runId: string };
  readonly job: RunName['job'];
}

export interface Run {
  readonly runId: string;
  readonly facets: {
    readonly processing_engine: Facet<{
      readonly version: string;
      readonly name: string;
      readonly openlineageAdapterVersion: string;
    }>;
    readonly tags: Facet<{
      readonly tags: readonly { readonly key: string; readonly value: string; readonly source: 'EWS' }[];
    }>;
    readonly parent?: Facet<RunAndJob & { readonly root: RunAndJob }>;
    readonly errorMessage?: Facet<{ readonly message: string; readonly programmingLanguage: 'SQL' }>;
  };
}

export function runOf({ producer, runId, parent, engine, tags, error }: RunDescription): Run {
  const { name, version, adapterVersion } = engine;
  const all = Object.entries(tags).map(([key, value]) => ({ key, value, source: 'EWS' as const }));
  return {
    runId,
    facets: {
      processing_engine: facet(producer, 'ProcessingEngineRunFacet', {
        version,
        name,
        openlineageAdapterVersion: adapterVersion,
      }),
      tags: facet(producer, 'TagsRunFacet', { tags: all }),
      ...given({
        parent: mapGiven(parent, (build) => parentFacet(producer, build)),
        errorMessage: mapGiven(error, (message) =>
          facet(producer, 'ErrorMessageRunFacet', { message, programmingLanguage: 'SQL' as const }),
        ),
      }),
    },
  };
}

/** Nobody is known to have started the build, so it is the root too. */
function parentFacet(producer: string, { runId, job }: RunName): NonNullable<Run['facets']['parent']> {
  const build: RunAndJob = { run: { runId }, job };
  return facet(producer, 'ParentRunFacet', { ...build, root: build });
}
