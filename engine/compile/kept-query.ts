import type { Json } from '../warehouse/index.ts';
import type { CompiledQuery, FeatureNode, LabelNode } from './graph.ts';
import type { DefinedQuery } from './named-definitions.ts';
import { once } from './once.ts';
import { groundFrom, groundOf, type PlainGround, placedLater, plainGround } from './placed-query.ts';
import { canonicalAst } from './recipe.ts';
import { groupRecipe, labelRecipe } from './recipes.ts';

/** What is seldom asked of a query. */
type SeldomAsked = Pick<CompiledQuery, 'sql' | 'groups' | 'digests' | 'lineage' | 'spans' | 'whole'>;

/**
 * What a kept graph has of a query beside what is often asked: with its places, or with the tree by which they are
 * looked for, from which its recipe follows, too.
 */
export type QueryRecord =
  | { readonly recipe: Json; readonly query: SeldomAsked }
  | { readonly ground: PlainGround; readonly query: Pick<SeldomAsked, 'sql' | 'groups' | 'digests'> };

export function queryRecord(node: FeatureNode | LabelNode): QueryRecord {
  const { sql, groups, digests } = node.query;
  const known = groundOf(node.query);
  const ground = known && plainGround(known);
  if (ground !== undefined) return { ground, query: { sql, groups, digests } };
  const { lineage, spans, whole } = node.query;
  return { recipe: node.recipe, query: { sql, groups, lineage, digests, spans, whole } };
}

/** The query of a record. @param defined its definition, whose text is the one that was compiled. */
export function queryOfRecord(
  record: QueryRecord,
  defined: DefinedQuery,
): { readonly recipe: Json; readonly query: SeldomAsked } {
  if (!('ground' in record)) return record;
  const { ground, query } = record;
  const recipe = once(() => recipeOf(defined, canonicalAst(ground.statement)));
  return {
    query: placedLater(query, groundFrom(ground, query.sql, defined.definition.sql)),
    get recipe() {
      return recipe();
    },
  };
}

function recipeOf({ kind, definition }: DefinedQuery, ast: Json) {
  return kind === 'feature' ? groupRecipe(definition, ast) : labelRecipe(definition, ast);
}
