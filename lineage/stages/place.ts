/** A column of a stage; without a column, the stage's rows as such: which there are, and in which order. */
export interface Place {
  readonly node: string;
  readonly column?: string;
}

/** One key for each place; no name holds the separator. */
export function placeKey(place: Place): string {
  return place.column === undefined ? place.node : `${place.node}\u0000${place.column}`;
}
