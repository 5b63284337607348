import type { Problem } from '../../diagnostics/index.ts';
import type { FunctionDefinition, TextStretch } from '../../project/index.ts';
import type { CallableFunctions, CalledSchema } from '../asof/index.ts';
import type { MappedText } from '../mapped-text.ts';

/** A relation or value that a call gives, by offsets in the text of the call. */
export interface GivenArgument extends TextStretch {
  readonly isRelation: boolean;
}

/** A call of a function in a text, with its arguments by the names of the parameters. */
export interface FunctionCall {
  readonly fn: FunctionDefinition;
  readonly given: ReadonlyMap<string, GivenArgument>;
  /** A table's that has an alias behind it. */
  readonly isAliased: boolean;
}

/** What stands in a text for something else, by its offsets. */
export type Edit = TextStretch &
  (
    | { readonly kind: 'call'; readonly call: FunctionCall }
    /** A parameter where a value stands. */
    | { readonly kind: 'parameter'; readonly name: string }
    /** A parameter of a lambda, or the name of a CTE where it is defined: renamed, so that nothing of the caller is. */
    | { readonly kind: 'local'; readonly name: string }
    /** A CTE of the body in FROM. */
    | { readonly kind: 'cte'; readonly name: string; readonly isAliased: boolean }
    /** `query_table(parameter)`. */
    | { readonly kind: 'relation'; readonly name: string; readonly isAliased: boolean }
  );

/** A text, and what of it is replaced; in the order of the text, a call before what stands in its arguments. */
export interface EditedText {
  readonly text: MappedText;
  readonly edits: readonly Edit[];
}

/** The body of a function, ready to be written out. */
export interface FunctionBody extends EditedText {
  readonly fn: FunctionDefinition;
  /** What stands for parameters that a call does not give. */
  readonly defaults: ReadonlyMap<string, MappedText>;
}

export type BodyOutcome =
  | { readonly ok: true; readonly body: FunctionBody }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** The functions that a text may call. */
export interface FunctionNames extends CallableFunctions {
  /** The function of a name; undefined where there is none, or nobody can say what it is. */
  find(schema: CalledSchema, name: string): FunctionDefinition | undefined;
}

/** The parameters of a function that take a relation: of a table-valued one those without type and default. */
export function relationsOf({ kind, parameters }: FunctionDefinition): ReadonlySet<string> {
  const given = parameters.filter((one) => kind === 'table' && one.type === undefined && one.default === undefined);
  return new Set(given.map(({ name }) => name));
}

/** The calls that stand in no other call's arguments, and those within, the outer one first. */
export function callsIn({ edits }: EditedText): readonly (TextStretch & { readonly call: FunctionCall })[] {
  return edits.flatMap((edit) => (edit.kind === 'call' ? [edit] : []));
}

/** Edits in the order of the text; what stands at one place is one edit, since DuckDB copies parts of its tree. */
export function inOrder(edits: readonly Edit[]): readonly Edit[] {
  const byPlace = new Map(edits.map((edit) => [`${edit.start} ${edit.end}`, edit]));
  return [...byPlace.values()].toSorted((a, b) => a.start - b.start || b.end - a.end);
}
