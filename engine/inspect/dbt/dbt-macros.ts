import type { GraphNode } from '../../compile/index.ts';
import { parseId } from '../../ids/index.ts';
import { calledAs, type Definitions, type FunctionDefinition, libraryFunctions } from '../../project/index.ts';

/** dbt's macros: the functions of the project, and those that come along and are called, by their ids. */
export function dbtMacros({ config, functions }: Definitions, nodes: Iterable<GraphNode>): Record<string, object> {
  const called = new Set([...nodes].flatMap(functionsCalledBy));
  const told = [...functions, ...libraryFunctions().filter((fn) => called.has(calledAs(fn)))];
  return Object.fromEntries(
    told.map((fn) => {
      const id = macroId(config.name, calledAs(fn));
      return [id, dbtMacro(fn, { id, package: packageOf(config.name, fn.schema) })];
    }),
  );
}

/** dbt's ids of the functions that are written out in a node. */
export function macrosOf(project: string, node: GraphNode): readonly string[] {
  return functionsCalledBy(node).map((name) => macroId(project, name));
}

function functionsCalledBy(node: GraphNode): readonly string[] {
  if (node.kind === 'feature' || node.kind === 'label') return node.query.functions ?? [];
  return node.kind === 'test' && node.body.kind === 'custom' ? (node.body.functions ?? []) : [];
}

/** `macro.us_recession.growth` of `lib.growth`, `macro.ews.pc1` of `ews.pc1`. */
function macroId(project: string, called: string): string {
  const { schema, name } = parseId(called);
  return `macro.${packageOf(project, schema)}.${name}`;
}

function packageOf(project: string, schema: string): string {
  return schema === 'lib' ? project : 'ews';
}

function dbtMacro(fn: FunctionDefinition, place: { readonly id: string; readonly package: string }): object {
  const { name, file, parameters, at, body, description, returns, kind } = fn;
  const type = (stretch: { readonly start: number; readonly end: number } | undefined): string | null =>
    stretch === undefined ? null : file.text.slice(stretch.start, stretch.end);
  return {
    name,
    resource_type: 'macro',
    package_name: place.package,
    path: file.path,
    original_file_path: file.path,
    unique_id: place.id,
    macro_sql: file.text.slice(at.start, body.end),
    depends_on: { macros: [] },
    description,
    arguments: parameters.map((parameter) => ({ name: parameter.name, type: type(parameter.type), description: '' })),
    meta: { ews: { called_as: calledAs(fn), kind, returns } },
  };
}
