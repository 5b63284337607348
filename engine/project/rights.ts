import { defined } from './defined.ts';
import type { Definitions } from './definitions.ts';
import type { Rights, SourceDefinition } from './source-definitions.ts';

/**
 * The notice that FRED's terms of use ask for wherever its API is used:
 * https://fred.stlouisfed.org/docs/api/terms_of_use.html
 */
const FRED_NOTICE =
  'This product uses the FRED® API but is not endorsed or certified by the Federal Reserve Bank of St. Louis.';

/** What has to be said wherever the data of a relation are shown or passed on. */
export interface RelationRights extends Rights {
  readonly notices?: readonly string[];
}

/** The rights of one relation, whose own words come before those of its source; undefined: nothing has to be said. */
export function rightsOf(source: SourceDefinition, relation: string): RelationRights | undefined {
  const members: readonly (Rights & { readonly name: string })[] =
    source.connector === 'fred' ? source.series : source.tables;
  const member = members.find(({ name }) => name === relation);
  const { licence = source.licence, attribution = source.attribution } = member ?? {};
  return withNotices(source, { licence, attribution });
}

/** The rights of a source as a whole; undefined: nothing has to be said. */
export function rightsOfSource(source: SourceDefinition): RelationRights | undefined {
  return withNotices(source, source);
}

/** The notices that a project's data ask for, each once. */
export function noticesOf({ sources }: Pick<Definitions, 'sources'>): readonly string[] {
  return [...new Set(sources.flatMap(noticesOfSource))];
}

interface SaidRights {
  readonly licence?: string | undefined;
  readonly attribution?: string | undefined;
}

function withNotices(source: SourceDefinition, { licence, attribution }: SaidRights): RelationRights | undefined {
  const notices = noticesOfSource(source);
  const rights = defined({ licence, attribution, notices: notices.length === 0 ? undefined : notices });
  return Object.keys(rights).length === 0 ? undefined : rights;
}

function noticesOfSource(source: SourceDefinition): readonly string[] {
  return source.connector === 'fred' && source.data.kind === 'live' ? [FRED_NOTICE] : [];
}
