import { at, entry, last } from '../../presence/index.ts';
import { calledAs, type FunctionDefinition, type TextStretch } from '../../project/index.ts';
import { quoteName } from '../../warehouse/index.ts';
import {
  boundText,
  type CallPlace,
  type MappedText,
  made,
  type Piece,
  slice,
  type TextOrigin,
} from '../mapped-text.ts';
import { type Edit, type EditedText, type FunctionBody, type FunctionCall, relationsOf } from './edited-text.ts';

/** What the names of a body stand for while it is written out. */
interface Frame {
  readonly values: ReadonlyMap<string, MappedText>;
  readonly relations: ReadonlyMap<string, MappedText>;
  readonly calls: readonly CallPlace[];
  readonly fn: FunctionDefinition | undefined;
}

export interface ExpandMeans {
  readonly bodyOf: (fn: FunctionDefinition) => FunctionBody;
  /** Calls of functions that give a value stay as they are in the text itself. */
  readonly keepsValues?: boolean;
}

/**
 * Writes functions out in a text. A value is `(CAST((body) AS type))`, each parameter in it
 * `(CAST((argument) AS type))`; what has no type is pasted as it stands. A table is `(body) AS alias`.
 */
export class Expander {
  readonly #means: ExpandMeans;

  constructor(means: ExpandMeans) {
    this.#means = means;
  }

  /** All of a text that stands in no function. */
  definition(source: EditedText): MappedText {
    return this.#stretch(source, whole(source), TOP);
  }

  /** The body of a function by itself, for values that stand nowhere: nothing in it is called from anywhere. */
  alone(body: FunctionBody, given: ReadonlyMap<string, MappedText>): MappedText {
    return this.#body(body, given, []);
  }

  #body(body: FunctionBody, given: ReadonlyMap<string, MappedText>, calls: readonly CallPlace[]): MappedText {
    const { fn } = body;
    const isRelation = relationsOf(fn);
    const values = new Map<string, MappedText>();
    const relations = new Map<string, MappedText>();
    for (const parameter of fn.parameters) {
      const written = given.get(parameter.name) ?? inCalls(entry(body.defaults, parameter.name), calls);
      if (isRelation.has(parameter.name)) relations.set(parameter.name, written);
      else values.set(parameter.name, asValue(written, fn, parameter.type));
    }
    return this.#stretch(body, whole(body), { values, relations, calls, fn });
  }

  #stretch(source: EditedText, { start, end }: TextStretch, frame: Frame): MappedText {
    const out: Piece[] = [];
    let read = start;
    for (const edit of source.edits) {
      if (edit.start < read || edit.end > end) continue;
      if (edit.kind === 'call' && this.#isKept(edit.call, frame)) continue;
      out.push(...inCalls(slice(source.text, read, edit.start), frame.calls), ...this.#edit(source, edit, frame));
      read = edit.end;
    }
    out.push(...inCalls(slice(source.text, read, end), frame.calls));
    return out;
  }

  #isKept({ fn }: FunctionCall, frame: Frame): boolean {
    return this.#means.keepsValues === true && frame.fn === undefined && fn.kind === 'scalar';
  }

  #edit(source: EditedText, edit: Edit, frame: Frame): MappedText {
    const origin = originAt(source, edit.start, frame);
    switch (edit.kind) {
      case 'parameter':
        return frame.values.get(edit.name) ?? entry(frame.relations, edit.name);
      case 'local':
        return [made(localName(edit.name, frame), origin)];
      case 'cte':
        return [made(`${localName(edit.name, frame)}${edit.isAliased ? '' : ` AS ${quoteName(edit.name)}`}`, origin)];
      case 'relation':
        return relationText(edit, frame, origin);
      case 'call':
        return this.#call(source, edit, frame);
      default:
        throw new Error(`unknown edit ${JSON.stringify(edit satisfies never)}`);
    }
  }

  #call(source: EditedText, edit: TextStretch & { readonly call: FunctionCall }, frame: Frame): MappedText {
    const { fn, given, isAliased } = edit.call;
    const opening = originAt(source, edit.start, frame);
    const closing = originAt(source, edit.end, frame);
    const place = { name: calledAs(fn), file: opening.file, start: opening.offset, end: closing.offset };
    const written = new Map(
      [...given].map(([name, stretch]) => [name, this.#stretch(source, stretch, frame)] as const),
    );
    const body = this.#body(this.#means.bodyOf(fn), written, [...frame.calls, place]);
    if (fn.returns.kind === 'scalar') {
      return [made('(CAST((', opening), ...body, made(`) AS ${fn.returns.type}))`, closing)];
    }
    return [made('(', opening), ...body, made(isAliased ? ')' : `) AS ${quoteName(fn.name)}`, closing)];
  }
}

const TOP: Frame = { values: new Map(), relations: new Map(), calls: [], fn: undefined };

function whole({ text }: EditedText): TextStretch {
  return { start: 0, end: text.reduce((length, piece) => length + piece.text.length, 0) };
}

/** A piece of a function's own text, within the calls that led there. */
function inCalls(text: MappedText, calls: readonly CallPlace[]): MappedText {
  return calls.length === 0 ? text : text.map((piece) => ({ ...piece, calls }));
}

function originAt({ text }: EditedText, offset: number, { calls }: Frame): TextOrigin {
  return { ...boundText(text).toOrigin(offset), calls };
}

function asValue(written: MappedText, { file }: FunctionDefinition, type: TextStretch | undefined): MappedText {
  const [first, final] = [at(written, 0), last(written)];
  const end = { ...final, offset: final.offset + final.length };
  if (type === undefined) return [made('(', first), ...written, made(')', end)];
  const typeText = file.text.slice(type.start, type.end);
  return [made('(CAST((', first), ...written, made(`) AS ${typeText}))`, end)];
}

/**
 * A name that no text of a project may have: it begins with two underscores. How many calls led to it tells it from
 * those of what is pasted into its body, which come from fewer; and the same call is the same text wherever it stands,
 * as GROUP BY wants it.
 */
function localName(name: string, { calls }: Frame): string {
  return quoteName(`__l${calls.length}_${name}`);
}

/**
 * A relation as its columns, each by the relation's own name: one that it lacks is told, and never found in what stands
 * around the call.
 */
function relationText(edit: Edit & { readonly kind: 'relation' }, frame: Frame, origin: TextOrigin): MappedText {
  const given = entry(frame.relations, edit.name);
  const alias = localName(edit.name, frame);
  const columns = frame.fn === undefined ? [] : relationColumns(frame.fn, edit.name);
  const listed = columns.map((column) => `${alias}.${quoteName(column)}`).join(', ');
  const named = edit.isAliased ? '' : ` AS ${quoteName(edit.name)}`;
  return [made(`(SELECT ${listed} FROM `, origin), ...given, made(` AS ${alias})${named}`, origin)];
}

/** The columns that a function reads of a relation: those that its first case gives it. */
function relationColumns({ cases }: FunctionDefinition, parameter: string): readonly string[] {
  const rows = cases[0]?.with?.[parameter];
  const row: unknown = Array.isArray(rows) ? rows[0] : undefined;
  return typeof row === 'object' && row !== null ? Object.keys(row) : [];
}
