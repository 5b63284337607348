/** What a run calls the ingestion of a whole source: `source:fred`. It is no node; each relation of it is one. */
export type IngestionId = `source:${string}`;

const PREFIX = 'source:';

/** The id of the ingestion of a source, by the source's name. */
export function ingestionOf(source: string): IngestionId {
  return `${PREFIX}${source}`;
}

/** The name of the source that an id says to be ingested; undefined where it is the id of a node. */
export function ingestedSource(id: string): string | undefined {
  return id.startsWith(PREFIX) ? id.slice(PREFIX.length) : undefined;
}
