/**
 * The parts of the id of a node or stage: before its first dot the schema, which is the source's name of a relation and
 * tells of the others what they are (`features`, `models`); after it the name, which may have dots of its own. A text
 * without a dot is a name.
 */
export function parseId(id: string): { readonly schema: string; readonly name: string } {
  const dot = id.indexOf('.');
  return dot < 0 ? { schema: '', name: id } : { schema: id.slice(0, dot), name: id.slice(dot + 1) };
}

/** The parts of `tests.labor.unrate.not_null`: the group `labor`, and the test's name `unrate.not_null`. */
export function parseTestId(id: string): { readonly group: string; readonly name: string } {
  const { schema: group, name } = parseId(parseId(id).name);
  return { group, name };
}
