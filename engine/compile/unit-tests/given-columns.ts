import type { UnitWorld } from './unit-query.ts';

/** The columns by which a row says itself from when to when it was known. */
const VERSIONS = ['realtime_start', 'realtime_end'];

/** What the rows of a relation may be given with: its columns, and the days of its versions. */
export function givenColumns({ sources, nodes }: UnitWorld, relation: string): readonly string[] | undefined {
  const source = sources.get(relation);
  const group = nodes.get(relation);
  if (group !== undefined) return [...group.query.output.map(({ name }) => name), ...VERSIONS];
  if (source === undefined) return undefined;
  if (source.source.connector === 'fred') return ['date', 'value', ...VERSIONS];
  const table = source.source.tables.find(({ name }) => name === source.name);
  const declared = table?.columns.map(({ name }) => name) ?? [];
  return table?.knowledge.kind === 'column' ? declared : [...declared, ...VERSIONS];
}
