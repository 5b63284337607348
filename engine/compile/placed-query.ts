import type { QueryLineage } from '../../lineage/index.ts';
import type { TextFile } from '../diagnostics/index.ts';
import type { JsonObject } from '../warehouse/index.ts';
import { isDeep } from './ast.ts';
import { type LocatedLineage, locateLineage, type PlaceGround } from './locate-lineage.ts';
import { type BoundText, boundText, type MappedText } from './mapped-text.ts';
import { once } from './once.ts';

/** By what the lineage of a query is located, of queries of which that is known. */
const GROUNDS = new WeakMap<object, () => PlaceGround | undefined>();

/**
 * A query whose places are looked for when somebody asks: of most of them nobody does. Of one that is nested so deeply
 * that looking may fail they are looked for at once.
 * @throws RangeError where it is nested too deeply.
 */
export function placedLater<Rest extends object>(rest: Rest, ground: PlaceGround): Rest & LocatedLineage {
  if (isDeep(ground.statement)) return { ...rest, ...locateLineage(ground) };
  const located = once(() => locateLineage(ground));
  const query = {
    ...rest,
    get lineage() {
      return located().lineage;
    },
    get spans() {
      return located().spans;
    },
    get whole() {
      return located().whole;
    },
  };
  groundIs(query, () => ground);
  return query;
}

/** Tells by what the lineage of a query is located; `ground` is asked when somebody wants to know. */
export function groundIs(query: object, ground: () => PlaceGround | undefined): void {
  GROUNDS.set(query, ground);
}

/** By what its lineage is located; undefined where that is not known. */
export function groundOf(query: object): PlaceGround | undefined {
  return GROUNDS.get(query)?.();
}

/** The edges of a query without clauses, for who asks what is read and not where. */
export function edgesOf(query: Pick<LocatedLineage, 'lineage'>): QueryLineage {
  return groundOf(query)?.lineage ?? query.lineage;
}

/** A ground as JSON, without what stands in the query: text and file. */
export interface PlainGround {
  readonly statement: JsonObject;
  readonly lineage: QueryLineage;
  readonly columns: readonly (readonly [relation: string, names: readonly string[]])[];
  readonly pieces: readonly PlainPiece[];
}

/** Of a part of the text: how long it is, and where in the file stands what it is made of, and how long that is. */
type PlainPiece = readonly [length: number, offset: number, covered: number];

/** Undefined where parts of the text come from other files, as where functions are written out. */
export function plainGround({ file, bound, statement, lineage, columns }: PlaceGround): PlainGround | undefined {
  const pieces: PlainPiece[] = [];
  for (const piece of bound.mapped) {
    if (piece.file.path !== file.path || piece.calls.length > 0) return undefined;
    pieces.push([piece.text.length, piece.offset, piece.length]);
  }
  return { statement, lineage, columns: [...columns], pieces };
}

export function groundFrom({ pieces, columns, ...ground }: PlainGround, sql: string, file: TextFile): PlaceGround {
  return { ...ground, file, bound: textOf(sql, file, pieces), columns: new Map(columns) };
}

function textOf(sql: string, file: TextFile, pieces: readonly PlainPiece[]): BoundText {
  let start = 0;
  const mapped: MappedText = pieces.map(([length, offset, covered]) => {
    const text = sql.slice(start, start + length);
    start += length;
    return { text, file, offset, length: covered, calls: [] };
  });
  return boundText(mapped);
}
