import type { TextFile } from '../../diagnostics/index.ts';
import type { Located } from '../located.ts';

/** Where functions are called from: those of a project as `lib.NAME`, those that come along as `ews.NAME`. */
export type FunctionSchema = 'lib' | 'ews';

/** A stretch of the function's file, UTF-16 offsets, the end exclusive. */
export interface TextStretch {
  readonly start: number;
  readonly end: number;
}

export interface FunctionParameter extends TextStretch {
  /** In lower case. */
  readonly name: string;
  /** Its type as it is written; absent: a relation, or any value, pasted as it stands. */
  readonly type?: TextStretch;
  readonly default?: TextStretch;
}

/** A function as its SQL says it: one CREATE FUNCTION. */
export interface FunctionText {
  readonly name: string;
  readonly kind: 'scalar' | 'table';
  readonly file: TextFile;
  /** Where its name is written. */
  readonly at: TextStretch;
  readonly parameters: readonly FunctionParameter[];
  /** An expression, or a query; from its first word to its last, without the semicolon. */
  readonly body: TextStretch;
}

/** A value of YAML or of a case: what JSON can say. */
export type CaseValue = null | boolean | number | string | readonly CaseValue[] | CaseRow;
export interface CaseRow {
  readonly [column: string]: CaseValue;
}

/** What a function must give; `given`, `with` and `is` as the YAML has them. */
export interface FunctionCase {
  /** `growth(3, 2)`; absent for a table-valued function, which is called by `with`. */
  readonly call?: string;
  /** The rows over which a call is evaluated that looks at several: windows and aggregates. */
  readonly over?: readonly CaseRow[];
  /** The arguments of a table-valued function by their names: rows of a relation, or a value. */
  readonly with?: Readonly<Record<string, CaseValue>>;
  readonly is: CaseValue;
}

export type FunctionReturns =
  | { readonly kind: 'scalar'; readonly type: string; readonly unit?: string }
  | { readonly kind: 'table'; readonly columns: readonly { readonly name: string; readonly type: string }[] };

/** A function that queries may call: its text, and what its YAML says of it. */
export interface FunctionDefinition extends FunctionText {
  readonly schema: FunctionSchema;
  readonly description: string;
  readonly formula?: string;
  readonly source?: string;
  readonly returns: FunctionReturns;
  readonly cases: readonly FunctionCase[];
  /** The YAML, and the path of this function in it; absent for those that come along. */
  readonly yaml?: Located;
}

/** `lib.growth`: how it is called and told of. */
export function calledAs({ schema, name }: Pick<FunctionDefinition, 'schema' | 'name'>): string {
  return `${schema}.${name}`;
}
