import type { Definitions } from './definitions.ts';
import type { Rights, SourceDefinition } from './source-definitions.ts';

/** The notice that FRED's terms of use ask for wherever its API is used: https://fred.stlouisfed.org/docs/api/terms_of_use.html */
const FRED_NOTICE =
  'This product uses the FRED® API but is not endorsed or certified by the Federal Reserve Bank of St. Louis.';

/** What has to be said wherever the data of a relation are shown or passed on. */
export interface RelationRights extends Rights {
  readonly notices?: readonly string[];
}

/** Of one relation of a source, whose own words come before those of the source; undefined: nothing has to be said. */
export function rightsOf(source: SourceDefinition, relation: string): RelationRights | undefined {
  const members: readonly (Rights & { readonly name: string })[] =
    source.connector === 'fred' ? source.series : source.tables;
  const own = members.find(({ name }) => name === relation);
  return said(source, own?.licence ?? source.licence, own?.attribution ?? source.attribution);
}

/** Of a source as a whole. */
export function rightsOfSource(source: SourceDefinition): RelationRights | undefined {
  return said(source, source.licence, source.attribution);
}

/** What has to be said of a project's data, each notice once. */
export function noticesOf({ sources }: Pick<Definitions, 'sources'>): readonly string[] {
  return [...new Set(sources.flatMap(noticesOfSource))];
}

function said(
  source: SourceDefinition,
  licence: string | undefined,
  attribution: string | undefined,
): RelationRights | undefined {
  const notices = noticesOfSource(source);
  if (licence === undefined && attribution === undefined && notices.length === 0) return undefined;
  return {
    ...(licence === undefined ? {} : { licence }),
    ...(attribution === undefined ? {} : { attribution }),
    ...(notices.length === 0 ? {} : { notices }),
  };
}

function noticesOfSource(source: SourceDefinition): readonly string[] {
  return source.connector === 'fred' && source.data.kind === 'live' ? [FRED_NOTICE] : [];
}
