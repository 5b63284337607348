import { type Facet, facet } from './facet.ts';

export interface Documentation {
  readonly description: string;
  readonly contentType: 'text/plain';
}

export interface Ownership {
  readonly owners: readonly { readonly name: string; readonly type: 'OWNER' }[];
}

/** Jobs and datasets are described and owned in the same words, under schemas of their own. */
export function documentation(
  producer: string,
  schema: 'DocumentationDatasetFacet' | 'DocumentationJobFacet',
  description: string,
): Facet<Documentation> {
  return facet(producer, schema, { description, contentType: 'text/plain' });
}

export function ownership(
  producer: string,
  schema: 'OwnershipDatasetFacet' | 'OwnershipJobFacet',
  owner: string,
): Facet<Ownership> {
  return facet(producer, schema, { owners: [{ name: owner, type: 'OWNER' }] });
}
