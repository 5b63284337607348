import { KNOWLEDGE_COLUMNS } from '../../bitemporal/index.ts';
import { closestMatch } from '../../diagnostics/index.ts';
import { last } from '../../presence/index.ts';
import type { JsonObject } from '../../warehouse/index.ts';
import { isObject, objectsAt, textAt, textsAt } from '../ast.ts';
import { ALLOWED_FUNCTIONS, AS_OF, TABLE_FUNCTIONS, whyRefused } from './allowed-functions.ts';
import type { UnplacedFinding } from './problem-at-byte.ts';

/** Functions that SQL writes like columns: DuckDB's binder calls them when no column has the name. */
const VALUE_FUNCTIONS = new Set(
  `current_catalog current_date current_role current_schema current_time current_timestamp current_user localtime
  localtimestamp session_user user`.split(/\s+/),
);

/** The engine's bookkeeping of knowledge, and DuckDB's row number. */
const HIDDEN_COLUMNS = new Set<string>([...KNOWLEDGE_COLUMNS, 'rowid']);

/** Judges one call, in a select list as in a window. */
export function judgeFunction(call: JsonObject): readonly UnplacedFinding[] {
  const name = textAt(call, 'function_name').toLowerCase();
  const schema = textAt(call, 'schema').toLowerCase();
  const count = objectsAt(call, 'children').length;
  if (textAt(call, 'catalog') !== '' || (schema !== '' && schema !== 'main')) {
    return [refused(`${schema}.${name}`, { reason: 'functions are called by their bare name' })];
  }
  if (!ALLOWED_FUNCTIONS.has(name)) return [unknownFunction(name)];
  if (name === 'age' && count < 2) {
    return [refused('age(x)', { reason: 'it measures from today', hint: 'write age(as_of(), x)' })];
  }
  if (name === AS_OF && (count > 0 || call['class'] === 'WINDOW')) {
    return [refused(AS_OF, { reason: 'it takes no argument', hint: 'write as_of()' })];
  }
  if (call['export_state'] === true) return [{ code: 'EWS2109', message: 'EXPORT_STATE is not allowed' }];
  return [];
}

/** Judges a function in a FROM clause. */
export function judgeTableFunction(ref: JsonObject): readonly UnplacedFinding[] {
  const call = ref['function'];
  const name = isObject(call) ? textAt(call, 'function_name').toLowerCase() : '';
  if (TABLE_FUNCTIONS.has(name)) return [];
  return [refused(name, { hint: 'in FROM only range, generate_series and unnest are allowed', ...whyRefused(name) })];
}

/** Judges a column reference: clocks in disguise, and columns that would show when something became known. */
export function judgeColumn(names: readonly string[]): readonly UnplacedFinding[] {
  const column = last(names).toLowerCase();
  if (names.length === 1 && VALUE_FUNCTIONS.has(column)) return [refused(column, whyRefused(column))];
  return HIDDEN_COLUMNS.has(column) ? [hiddenColumn(column)] : [];
}

/** Judges the columns of USING. */
export function judgeUsing(join: JsonObject): readonly UnplacedFinding[] {
  return textsAt(join, 'using_columns').flatMap((name) =>
    HIDDEN_COLUMNS.has(name.toLowerCase()) ? [hiddenColumn(name)] : [],
  );
}

/**
 * Judges the sides of an ASOF join. DuckDB 1.5 never ends an ASOF RIGHT or FULL JOIN whose left side is empty, as a
 * side is before the first publication.
 */
export function judgeAsofSides(join: JsonObject): readonly UnplacedFinding[] {
  if (textAt(join, 'ref_type') !== 'ASOF') return [];
  const kind = { RIGHT: 'RIGHT', FULL: 'FULL', OUTER: 'FULL' }[textAt(join, 'join_type')];
  if (kind === undefined) return [];
  return [
    {
      code: 'EWS2109',
      message: `DuckDB never ends an ASOF ${kind} JOIN whose left side has no rows`,
      hint:
        kind === 'RIGHT'
          ? 'exchange the sides and write ASOF LEFT JOIN'
          : 'write ASOF LEFT JOIN, and add the rows of the other side with UNION ALL',
    },
  ];
}

function hiddenColumn(name: string): UnplacedFinding {
  return name === 'rowid'
    ? { code: 'EWS2109', message: 'rowid is the order of storage, not data', hint: 'order by date and keys' }
    : {
        code: 'EWS2109',
        message: `"${name}" is not for queries: it tells what became known when`,
        hint: 'every source is already shown as it was known on as_of()',
      };
}

function refused(name: string, why: { readonly reason?: string; readonly hint?: string }): UnplacedFinding {
  return {
    code: 'EWS2107',
    message: `function ${name} is not allowed${why.reason === undefined ? '' : `: ${why.reason}`}`,
    ...(why.hint === undefined ? {} : { hint: why.hint }),
  };
}

function unknownFunction(name: string): UnplacedFinding {
  const why = whyRefused(name);
  const match = why.hint === undefined ? closestMatch(name, ALLOWED_FUNCTIONS) : undefined;
  return refused(name, match === undefined ? why : { ...why, hint: `did you mean ${match}?` });
}
