import type { Graph } from '../../compile/index.ts';
import { functionsOf } from '../../plan/index.ts';
import {
  calledAs,
  type FunctionDefinition,
  libraryFunctions,
  parametersText,
  returnsText,
  sqlWords,
} from '../../project/index.ts';
import type { CataloguedFunction } from './catalogue.ts';

/** The functions of the project, and those that come along and are called, with who calls whom. */
export function cataloguedFunctions({ definitions, nodes }: Graph): readonly CataloguedFunction[] {
  const known = new Map([...definitions.functions, ...libraryFunctions()].map((fn) => [calledAs(fn), fn]));
  const callers = [...nodes.values()].map((node) => ({
    id: node.kind === 'test' ? node.of : node.id,
    calls: functionsOf(node),
  }));
  const called = new Set(callers.flatMap(({ calls }) => calls));
  const told = [...known].filter(([id, { schema }]) => schema === 'lib' || called.has(id));
  const calls = new Map(told.map(([id, fn]) => [id, callsIn(bodyOf(fn), known)]));
  const all = [...callers, ...[...calls].map(([id, callees]) => ({ id, calls: callees }))];
  return told.map(([id, fn]) => ({
    id,
    description: fn.description,
    formula: fn.formula ?? null,
    source: fn.source ?? null,
    file: fn.file.path,
    parameters: parametersText(fn),
    returns: returnsText(fn),
    sql: fn.file.text.slice(fn.at.start, fn.body.end),
    cases: fn.cases.length,
    calls: calls.get(id) ?? [],
    calledBy: [...new Set(all.filter((caller) => caller.calls.includes(id)).map((caller) => caller.id))],
  }));
}

function bodyOf({ file, body }: FunctionDefinition): string {
  return file.text.slice(body.start, body.end);
}

/** `lib . growth` in a text, where there is such a function. */
function callsIn(sql: string, known: ReadonlyMap<string, FunctionDefinition>): readonly string[] {
  const words = sqlWords(sql);
  const named = words.flatMap(({ name: schema }, at) => {
    const [dot, name] = [words[at + 1], words[at + 2]];
    return dot?.text === '.' && name !== undefined ? [`${schema}.${name.name}`] : [];
  });
  return [...new Set(named)].filter((id) => known.has(id)).toSorted();
}
