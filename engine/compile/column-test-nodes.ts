import { idOf, type NodeId } from '../ids/index.ts';
import { entry, Tally } from '../presence/index.ts';
import type { ColumnDefinition, ColumnTest, FeatureGroupDefinition, TestSeverity } from '../project/index.ts';
import { columnTestBody } from './column-test-body.ts';
import type { TestNode } from './graph.ts';

/** The group that a test is of, as far as every test says it. */
export interface TestedGroup {
  readonly id: NodeId;
  readonly name: string;
  readonly owner?: string;
  readonly tags: readonly string[];
  /** Where its YAML is. */
  readonly yaml: string;
}

/** A test of a column as it is listed: its column, its own name, its place among the tests of the column. */
export type ListedTest = readonly [column: string, name: string, index: number, severity: TestSeverity];

/** The tests of a group's columns, in the order in which they are declared. */
export function listedTests({ columns }: Pick<FeatureGroupDefinition, 'columns'>): readonly ListedTest[] {
  return columns.flatMap((column) => {
    const uses = new Tally<ColumnTest['kind']>();
    return column.tests.map(({ kind, severity }, index): ListedTest => {
      const nth = uses.add(kind);
      return [column.name, nth === 1 ? kind : `${kind}_${nth}`, index, severity];
    });
  });
}

/** A test of a column as a node. What it tests is looked up in the definition when somebody asks. */
export function columnTestNode(
  { id, name: group, owner, tags, yaml: path }: TestedGroup,
  [column, word, index, severity]: ListedTest,
  definition: () => FeatureGroupDefinition,
): TestNode {
  const name = `${column}.${word}`;
  const declared = (): { readonly of: ColumnDefinition; readonly test: ColumnTest } => {
    const of = entry(new Map(definition().columns.map((each) => [each.name, each])), column);
    return { of, test: entry(new Map(of.tests.entries()), index) };
  };
  return {
    kind: 'test',
    id: idOf.test(group, name),
    name: `${group}.${name}`,
    description: `${name} of ${id}`,
    ...(owner === undefined ? {} : { owner }),
    tags,
    path,
    inputs: [id],
    get recipe() {
      const { of, test } = declared();
      return testRecipe(of, test);
    },
    of: id,
    testKind: 'column',
    get body() {
      return columnTestBody({ kind: 'column', column, test: declared().test, index }, () => definition().yaml);
    },
    severity,
  };
}

function testRecipe(column: ColumnDefinition, test: ColumnTest): TestNode['recipe'] {
  const { validFrom = column.validFrom ?? null, ...rest } = test;
  return { column: column.name, validFrom, ...rest };
}
