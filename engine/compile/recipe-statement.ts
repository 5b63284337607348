import type { Json, JsonObject } from '../warehouse/index.ts';
import { isObject } from './ast.ts';
import type { FeatureNode, LabelNode } from './graph.ts';

/** The statement of a query, without places, as its recipe has it. */
export function statementOf({ recipe, id }: FeatureNode | LabelNode): JsonObject {
  if (!isObject(recipe)) throw new Error(`the recipe of ${id} holds no statement`);
  return asStatement(recipe['ast'] ?? null);
}

export function asStatement(ast: Json): JsonObject {
  if (!isObject(ast)) throw new Error('a statement is a mapping');
  return ast;
}
