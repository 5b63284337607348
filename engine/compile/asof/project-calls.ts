import { didYouMean } from '../../diagnostics/index.ts';
import type { JsonObject } from '../../warehouse/index.ts';
import { isObject, objectAt, objectsAt, textAt } from '../ast.ts';
import type { UnplacedFinding } from './problem-at-byte.ts';

/** The schemas whose functions are a project's, or come along: DuckDB has none of them. */
export type CalledSchema = 'lib' | 'ews';

/** What a query may call beside DuckDB's functions. */
export interface CallableFunctions {
  /** `unknown`: a file that is not sound may define it; undefined: nobody does. */
  kindOf(schema: CalledSchema, name: string): 'scalar' | 'table' | 'unknown' | undefined;
  /** The names of a schema, for did-you-mean. */
  namesOf(schema: CalledSchema): readonly string[];
}

/** The schema of a call that is no call of DuckDB's functions; undefined for any other node. */
export function calledSchema(call: JsonObject): CalledSchema | undefined {
  if (!('function_name' in call) || textAt(call, 'catalog') !== '') return undefined;
  const schema = textAt(call, 'schema').toLowerCase();
  return schema === 'lib' || schema === 'ews' ? schema : undefined;
}

/** The call of a table in FROM that is none of DuckDB's; undefined for any other node. */
export function tableCall(ref: JsonObject): JsonObject | undefined {
  const call = ref['type'] === 'TABLE_FUNCTION' ? ref['function'] : undefined;
  return isObject(call) && calledSchema(call) !== undefined ? call : undefined;
}

const ALIASES = 'AS q(a, b)';

/** Judges how a function is called: its arguments are judged where it is written out. */
export function judgeProjectCall(
  call: JsonObject,
  schema: CalledSchema,
  functions: CallableFunctions | undefined,
  ref?: JsonObject,
): readonly UnplacedFinding[] {
  const name = textAt(call, 'function_name').toLowerCase();
  const called = `${schema}.${name}`;
  const kind = functions?.kindOf(schema, name);
  if (kind === undefined) return [unknown(called, schema, functions?.namesOf(schema) ?? [])];
  const refuse = (message: string, hint: string): readonly UnplacedFinding[] => [{ code: 'EWS2129', message, hint }];
  if (call['class'] === 'WINDOW') {
    return refuse(`${called} takes no OVER`, 'what window it looks through stands in the function: leave OVER out');
  }
  const isAggregate =
    isObject(call['filter']) || call['distinct'] === true || objectsAt(objectAt(call, 'order_bys') ?? {}, 'orders')[0];
  if (isAggregate || call['export_state'] === true) {
    return refuse(`${called} takes no DISTINCT, FILTER or ORDER BY`, 'write them in the function');
  }
  if (kind === 'scalar' && ref !== undefined) {
    return refuse(`${called} gives a value, not rows`, `call it in a list of columns: SELECT ${called}(...)`);
  }
  if (kind === 'table' && ref === undefined) {
    return refuse(`${called} gives rows, not a value`, `call it in FROM: FROM ${called}(...) AS q`);
  }
  if (ref !== undefined && textAt(ref, 'with_ordinality') === 'WITH_ORDINALITY') {
    return refuse(`${called} takes no WITH ORDINALITY`, `number its rows with row_number(), or name them: ${ALIASES}`);
  }
  return [];
}

function unknown(called: string, schema: CalledSchema, names: readonly string[]): UnplacedFinding {
  const all = names.map((name) => `${schema}.${name}`);
  const none =
    schema === 'lib'
      ? 'a function of the project stands in features/lib: CREATE FUNCTION name(x DOUBLE) AS ...;'
      : `those that come along are ${all.join(', ')}`;
  return {
    code: 'EWS2127',
    message: `there is no function ${called}`,
    hint: didYouMean(called, all) ?? (schema === 'lib' && all.length > 0 ? `there are: ${all.join(', ')}` : none),
  };
}
