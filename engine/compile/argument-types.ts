import type { Problem } from '../diagnostics/index.ts';
import { byteToTextOffset } from '../diagnostics/index.ts';
import { present } from '../presence/index.ts';
import { calledAs, type FunctionDefinition } from '../project/index.ts';
import { bindPlan, quoteName } from '../warehouse/index.ts';
import { argumentsKey } from './bound-facts.ts';
import { problemAtOrigin, relationsOf, signatureOf } from './inline/index.ts';
import type { ParsedQuery } from './parse.ts';
import type { ShadowCatalogue } from './shadow-catalogue.ts';

/**
 * What DuckDB says of the types of arguments, by macros that have the functions' parameters and nothing else: it casts
 * INTEGER to DOUBLE and refuses text, where the CAST of what is written out would take both. EWS2128 at the call.
 */
export async function argumentProblems(shadow: ShadowCatalogue, query: ParsedQuery): Promise<readonly Problem[]> {
  const { called } = query;
  if (called === undefined) return [];
  const macros = new Map(called.functions.map((fn) => [calledAs(fn), macroText(fn)]));
  const key = argumentsKey(query, shadow, [...macros.values()]);
  if (shadow.cache.find(key) === true) return [];
  await shadow.tables(query.relations);
  await shadow.macros(macros);
  const problems: Problem[] = [];
  for (const { sql, toOrigin } of called.texts) {
    const answer = await bindPlan(shadow.warehouse, sql);
    const { message = '', offset } = answer.ok ? {} : answer.refusal;
    const [, name] = /^Macro (\w+)\(\) does not support the supplied arguments/.exec(message) ?? [];
    if (name === undefined) continue;
    const place = offset === undefined ? 0 : byteToTextOffset(sql, offset);
    const fn = functionAt(called.functions, name, sql.slice(place));
    problems.push(
      problemAtOrigin(toOrigin(place), calledAs(fn).length, {
        code: 'EWS2128',
        message: `${calledAs(fn)} does not take arguments of these types`,
        hint: `${signatureOf(fn)}: cast what is of another type, such as x::DOUBLE`,
      }),
    );
  }
  if (problems.length === 0) shadow.cache.keep(key, true);
  return problems;
}

/** The same name may stand in both schemas. */
function functionAt(functions: readonly FunctionDefinition[], name: string, text: string): FunctionDefinition {
  const named = functions.filter((fn) => fn.name === name);
  const written = /^"?(\w+)"?\s*\./.exec(text)?.[1]?.toLowerCase();
  return present(named.find(({ schema }) => schema === written) ?? named[0]);
}

/** A macro that takes what a function takes, and gives its type. */
function macroText(fn: FunctionDefinition): string {
  const relations = relationsOf(fn);
  const parameters = fn.parameters
    .filter(({ name }) => !relations.has(name))
    .map(({ name, type, default: value }) => {
      const typed = type === undefined ? '' : ` ${fn.file.text.slice(type.start, type.end)}`;
      return `${quoteName(name)}${typed}${value === undefined && fn.kind === 'scalar' ? '' : ' := NULL'}`;
    });
  const type = fn.returns.kind === 'scalar' ? fn.returns.type : 'BOOLEAN';
  return `CREATE MACRO ${fn.schema}.${quoteName(fn.name)}(${parameters.join(', ')}) AS CAST(NULL AS ${type})`;
}
