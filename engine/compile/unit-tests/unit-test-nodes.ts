import type { Day } from '../../calendar/index.ts';
import { didYouMean, lineTextAt, type Problem, problem } from '../../diagnostics/index.ts';
import { idOf, type NodeId } from '../../ids/index.ts';
import type { GivenRelation, SoundParts, UnitTestDefinition } from '../../project/index.ts';
import type { Json } from '../../warehouse/index.ts';
import { type CompiledBefore, type CompilingMeans, testBefore } from '../compiled-before.ts';
import type { Calendar, FeatureNode, LabelNode, SourceNode, TestNode } from '../graph.ts';
import type { Functions } from '../inline/index.ts';
import { openShadowCatalogue, type ShadowCatalogue } from '../shadow-catalogue.ts';
import type { TestsOutcome } from '../test-nodes.ts';
import { givenColumns } from './given-columns.ts';
import { unitDemand } from './unit-demand.ts';
import { type ReachedQuery, reachedQuery, type UnitWorld } from './unit-query.ts';

/** What unit tests are made of: the project's queries as compiled, and its relations. */
export interface UnitParts {
  readonly parts: SoundParts;
  readonly queries: { readonly nodes: readonly (FeatureNode | LabelNode)[]; readonly functions: Functions };
  readonly sources: readonly SourceNode[];
  /** Undefined where nobody knows it: then tests that read it hold none. */
  readonly calendar: Calendar | undefined;
}

/** One node each unit test of what compiled, in the order of the files; with what its rows leave out or misname. */
export async function unitTestNodes(units: UnitParts, means: CompilingMeans): Promise<TestsOutcome> {
  const { parts, sources } = units;
  const { nodes: queries, functions } = units.queries;
  let opened: Promise<ShadowCatalogue> | undefined;
  const world: UnitWorld = {
    nodes: new Map(queries.map((node) => [node.id, node])),
    sources: new Map(sources.map((source) => [source.id, source])),
    variables: parts.config?.vars ?? [],
    functions,
    shadow: () => {
      opened ??= openShadowCatalogue(means);
      return opened;
    },
    cache: means.cache,
  };
  const before = unitsBefore(units, means);
  const nodes: TestNode[] = [];
  const problems: Problem[] = [];
  try {
    for (const node of queries) {
      for (const test of node.definition.unitTests) {
        const known = before && knownUnitTest(before, node, test);
        if (known !== undefined) {
          nodes.push(known);
          continue;
        }
        const reached = await reachedQuery(world, node, test);
        const wrong = givenProblems(world, node, { test, reached });
        problems.push(...wrong);
        if (wrong.length === 0) nodes.push(unitTestNode(units, node, { test, reached }));
      }
    }
  } finally {
    (await opened)?.close();
  }
  return { nodes, problems };
}

/** What was compiled before, where the calendar is the same. */
function unitsBefore({ calendar }: UnitParts, { before }: CompilingMeans): CompiledBefore | undefined {
  return before !== undefined && JSON.stringify(before.graph.calendar) === JSON.stringify(calendar)
    ? before
    : undefined;
}

/** A unit test that was compiled before, where nothing of its definition has changed. */
function knownUnitTest(
  before: CompiledBefore,
  { id, name }: FeatureNode | LabelNode,
  test: UnitTestDefinition,
): TestNode | undefined {
  if (!before.whole.has(id)) return undefined;
  const node = testBefore(before, idOf.test(name, test.name));
  return node?.testKind === 'unit' ? node : undefined;
}

interface ReachedTest {
  readonly test: UnitTestDefinition;
  readonly reached: ReachedQuery;
}

/** Relations that are read and not given, or given and not read, and columns that they do not have. */
function givenProblems(
  world: UnitWorld,
  { id, definition: { yaml } }: FeatureNode | LabelNode,
  { test, reached }: ReachedTest,
): readonly Problem[] {
  const at = (path: readonly (string | number)[]) => {
    const span = yaml.spanOf(['unit_tests', test.name, ...path]);
    return { span, lineText: lineTextAt(yaml.file, span.line) };
  };
  const given = test.given.map(({ relation }) => relation);
  const missing = reached.leaves.filter((name) => !given.includes(name));
  const unread = given.filter((name) => !reached.leaves.includes(name));
  const lacking = missing.map((name) =>
    problem('EWS1029', `unit test "${test.name}" does not give ${name}, which ${id} reads`, {
      ...at(['given']),
      hint: `add its rows; ${name}: [] says that it has none`,
    }),
  );
  const needless = unread.map((name) =>
    problem('EWS1029', `unit test "${test.name}" gives ${name}, which ${id} does not read`, {
      ...at(['given', name]),
      hint: didYouMean(name, missing) ?? `it reads ${reached.leaves.join(', ') || 'nothing'}: take this one away`,
    }),
  );
  const misnamed = test.given.flatMap((relation) => {
    const columns = reached.leaves.includes(relation.relation) ? givenColumns(world, relation.relation) : undefined;
    if (columns === undefined) return [];
    return unknownColumns(relation, columns).map(({ row, column }) =>
      problem('EWS1030', `${relation.relation} has no column "${column}"`, {
        ...at(['given', relation.relation, row, column]),
        hint: didYouMean(column, columns) ?? `it has ${columns.join(', ')}`,
      }),
    );
  });
  return [...lacking, ...needless, ...misnamed];
}

/** Of rows that are written in the test: each unknown column once. The header of a fixture is read with its rows. */
function unknownColumns(
  { rows = [] }: GivenRelation,
  columns: readonly string[],
): readonly { readonly row: number; readonly column: string }[] {
  const found = new Map<string, number>();
  for (const [row, cells] of rows.entries()) {
    for (const name of Object.keys(cells)) if (!columns.includes(name) && !found.has(name)) found.set(name, row);
  }
  return [...found].map(([column, row]) => ({ row, column }));
}

function unitTestNode(
  { calendar, sources }: UnitParts,
  node: FeatureNode | LabelNode,
  { test, reached }: ReachedTest,
): TestNode {
  const { definition } = node;
  const last = test.asOf.at(-1);
  const dates = (test.decisionDates ?? calendar?.dates ?? []).filter((date) => last !== undefined && date <= last);
  const declared = sources.filter(({ id }) => reached.leaves.includes(id));
  return {
    kind: 'test',
    id: idOf.test(definition.name, test.name),
    name: `${definition.name}.${test.name}`,
    description: test.description ?? `${test.name} of ${node.id}`,
    ...(definition.owner === undefined ? {} : { owner: definition.owner }),
    tags: definition.tags,
    path: definition.yaml.file.path,
    inputs: [],
    recipe: unitRecipe(node, { test, reached }, { dates, declared }),
    of: node.id,
    testKind: 'unit',
    body: {
      kind: 'unit',
      test,
      yaml: definition.yaml,
      query: reached.query,
      calendar: dates,
      span: definition.yaml.spanOf(['unit_tests', test.name]),
    },
    severity: 'error',
  };
}

/** All that can change what a unit test finds: the queries, what is declared of what it gives, and its rows. */
function unitRecipe(
  node: FeatureNode | LabelNode,
  { test, reached }: ReachedTest,
  { dates, declared }: { readonly dates: readonly Day[]; readonly declared: readonly SourceNode[] },
): Json {
  const served = node.kind === 'feature' ? node.definition : undefined;
  return {
    unit: 1,
    asts: [...reached.asts],
    keys: node.definition.keys,
    ttlDays: served?.ttlDays ?? null,
    columns: served?.columns.map(({ name, asKnown }) => ({ name, asKnown })) ?? null,
    sources: Object.fromEntries(declared.map((source) => [source.id, declarationOf(source)])),
    dates: reached.usesCalendar || node.kind === 'label' ? dates : null,
    case: unitDemand(test),
  };
}

/** What decides how given rows of a source are read. */
function declarationOf({ source, name, recipe, columns }: SourceNode): Json {
  const declared =
    source.connector === 'fred'
      ? source.series.find((series) => series.name === name)
      : source.tables.find((table) => table.name === name);
  const completeThrough = source.completeThrough ?? null;
  const plain = JSON.parse(JSON.stringify({ declared, completeThrough, columns })) as { readonly [key: string]: Json };
  return { recipe, ...plain };
}

/** The tests of each group or label that give their rows themselves. */
export function unitTestsOf(tests: readonly TestNode[]): ReadonlyMap<NodeId, readonly TestNode[]> {
  const found = new Map<NodeId, TestNode[]>();
  for (const test of tests) {
    if (test.testKind !== 'unit') continue;
    const others = found.get(test.of);
    if (others === undefined) found.set(test.of, [test]);
    else others.push(test);
  }
  return found;
}
