import type { Problem } from '../diagnostics/index.ts';
import { idOf, nodeId } from '../ids/index.ts';
import { entry, Tally } from '../presence/index.ts';
import type { ColumnDefinition, ColumnTest, CustomTest, Definitions } from '../project/index.ts';
import type { AsOfRelation, GateContext } from './asof/index.ts';
import { bindQuery } from './bind.ts';
import type { FeatureNode, LabelNode, TestBody, TestNode } from './graph.ts';
import { asofProblems, parseQuery } from './parse.ts';
import { type BindingMeans, openShadowCatalogue, type ShadowCatalogue } from './shadow-catalogue.ts';
import type { TypedColumn } from './typed-column.ts';
import { withinLimits } from './within-limits.ts';

export interface TestsOutcome {
  readonly nodes: readonly TestNode[];
  readonly problems: readonly Problem[];
}

/** What all custom tests are compiled against: the groups as they are stored, and the project's variables. */
interface StoredGroups extends Pick<GateContext, 'relationKind' | 'relationNames'> {
  readonly shadow: ShadowCatalogue;
  readonly relations: ReadonlyMap<string, AsOfRelation>;
  readonly variables: Definitions['config']['vars'];
}

/** Column tests of every group, then its custom tests, bound against the groups as they are stored. */
export async function testNodes(
  definitions: Definitions,
  queries: readonly (FeatureNode | LabelNode)[],
  means: BindingMeans,
): Promise<TestsOutcome> {
  const groups = queries.filter((node) => node.kind === 'feature');
  const nodes = groups.flatMap(columnTestNodes);
  if (groups.every((group) => group.definition.customTests.length === 0)) return { nodes, problems: [] };
  const shadow = await openShadowCatalogue(means);
  try {
    for (const group of groups) shadow.declare(group.id, storedColumns(group));
    const groupIds = new Set<string>(groups.map((group) => group.id));
    const stored: StoredGroups = {
      shadow,
      variables: definitions.config.vars,
      relationKind: (name) => (groupIds.has(name) ? 'group' : undefined),
      relationNames: [...groupIds],
      relations: new Map(groups.map((group) => [group.id, storedRelation(group)])),
    };
    const problems: Problem[] = [];
    for (const group of groups) {
      for (const test of group.definition.customTests) {
        const outcome = await customTestNode(stored, group, test);
        if (outcome.kind === 'test') nodes.push(outcome);
        else problems.push(...outcome.problems);
      }
    }
    return { nodes, problems };
  } finally {
    shadow.close();
  }
}

/** `(as_of, keys, date, columns..., <column>__date for last_value columns)`. */
function storedColumns(group: FeatureNode): readonly TypedColumn[] {
  const types = new Map(group.query.output.map((column) => [column.name, column.type]));
  const typed = (name: string): TypedColumn => ({ name, type: entry(types, name) });
  const { keys, columns } = group.definition;
  return [
    { name: 'as_of', type: 'DATE' },
    ...keys.map(typed),
    { name: 'date', type: 'DATE' },
    ...columns.map(({ name }) => typed(name)),
    ...columns
      .filter(({ asKnown }) => asKnown === 'last_value')
      .map(({ name }) => ({ name: `${name}__date`, type: 'DATE' })),
  ];
}

/** A stored row always has its decision date; before the first publication it has no other, and a key may be NULL. */
function storedRelation(group: FeatureNode): AsOfRelation {
  return { kind: 'source', name: group.id, columns: storedColumns(group), key: ['as_of'] };
}

function columnTestNodes(group: FeatureNode): readonly TestNode[] {
  return group.definition.columns.flatMap((column) => {
    const uses = new Tally<ColumnTest['kind']>();
    return column.tests.map((test, index) => {
      const nth = uses.add(test.kind);
      const name = nth === 1 ? `${column.name}.${test.kind}` : `${column.name}.${test.kind}_${nth}`;
      const span = group.definition.yaml.spanOf(['columns', column.name, 'tests', index]);
      const body: TestBody = { kind: 'column', column: column.name, test, span };
      return testNode(group, name, body, testRecipe(column, test));
    });
  });
}

function testRecipe(column: ColumnDefinition, test: ColumnTest): TestNode['recipe'] {
  const { validFrom = column.validFrom ?? null, ...rest } = test;
  return { column: column.name, validFrom, ...rest };
}

async function customTestNode(
  { shadow, variables, relations, relationKind, relationNames }: StoredGroups,
  group: FeatureNode,
  test: CustomTest,
): Promise<TestNode | { readonly kind: 'refused'; readonly problems: readonly Problem[] }> {
  const context: GateContext = { file: test.sql, reads: 'test', relationKind, relationNames };
  const parsed = await withinLimits(shadow, test.sql, () => parseQuery(shadow.warehouse, context, variables));
  if (!parsed.ok) return { kind: 'refused', problems: parsed.problems };
  const answer = await withinLimits(shadow, test.sql, () => bindQuery(shadow, parsed.query));
  if (!answer.ok) return { kind: 'refused', problems: answer.problems };
  const refused = asofProblems(parsed.query, relations);
  if (refused.length > 0) return { kind: 'refused', problems: refused };
  const body: TestBody = {
    kind: 'custom',
    test,
    sql: parsed.query.bound.sql,
    lineage: answer.bound.lineage,
    digests: answer.bound.digests,
    span: answer.bound.whole,
  };
  const recipe = { ast: parsed.query.ast, severity: test.severity };
  const node = testNode(group, test.name, body, recipe);
  return { ...node, path: test.sql.path, inputs: parsed.query.relations.map(nodeId) };
}

function testNode(group: FeatureNode, name: string, body: TestBody, recipe: TestNode['recipe']): TestNode {
  const { definition } = group;
  return {
    kind: 'test',
    id: idOf.test(definition.name, name),
    name: `${definition.name}.${name}`,
    description: `${name} of ${group.id}`,
    ...(definition.owner === undefined ? {} : { owner: definition.owner }),
    tags: definition.tags,
    path: definition.yaml.file.path,
    inputs: [group.id],
    recipe,
    of: group.id,
    body,
    severity: body.test.severity,
  };
}
