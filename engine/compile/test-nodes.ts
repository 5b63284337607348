import type { Problem, TextFile } from '../diagnostics/index.ts';
import { idOf, nodeId } from '../ids/index.ts';
import { entry } from '../presence/index.ts';
import type { CustomTest, FeatureGroupDefinition, SoundParts, VariableDefinition } from '../project/index.ts';
import type { JsonObject } from '../warehouse/index.ts';
import type { AsOfRelation, GateContext } from './asof/index.ts';
import { bindQuery } from './bind.ts';
import { columnTestNode, listedTests } from './column-test-nodes.ts';
import { type CompiledBefore, type CompilingMeans, testBefore } from './compiled-before.ts';
import type { FeatureNode, LabelNode, StoredTestBody, TestNode } from './graph.ts';
import type { Functions } from './inline/index.ts';
import { nameProblems } from './name-problems.ts';
import { type KnownColumns, queryNames } from './names/index.ts';
import { asofProblems, originInFile, originOf, type ParsedQuery, parseQuery, type QueryContext } from './parse.ts';
import { asStatement } from './recipe-statement.ts';
import { openShadowCatalogue, type ShadowCatalogue } from './shadow-catalogue.ts';
import type { TypedColumn } from './typed-column.ts';
import { withinLimits } from './within-limits.ts';

export interface TestsOutcome {
  readonly nodes: readonly TestNode[];
  readonly problems: readonly Problem[];
}

/** What tests are bound by, and what they may call. */
interface TestMeans extends CompilingMeans {
  readonly functions: Functions;
}

/** What all custom tests are compiled against: the groups as they are stored, and the project's variables. */
interface StoredGroups extends Pick<GateContext, 'relationKind' | 'relationNames'> {
  readonly shadow: ShadowCatalogue;
  readonly functions: Functions;
  readonly relations: ReadonlyMap<string, AsOfRelation>;
  /** Undefined where nobody knows them. */
  readonly variables: readonly VariableDefinition[] | undefined;
  readonly columnsOf: (relation: string) => KnownColumns | undefined;
}

/**
 * Column tests of every group, then its custom tests, bound against the groups as they are stored. Of groups that did
 * not compile the tests are no nodes, and judged by what their text says.
 */
export async function testNodes(
  parts: SoundParts,
  queries: readonly (FeatureNode | LabelNode)[],
  { functions, ...means }: TestMeans,
): Promise<TestsOutcome> {
  const groups = queries.filter((node) => node.kind === 'feature');
  const nodes = groups.flatMap((group) => columnTests(group, means.before));
  const compiled = new Map(groups.map((group) => [group.name, group]));
  const tests = parts.groups.flatMap(({ name, customTests }) => {
    const group = compiled.get(name);
    return customTests.map((test) => ({ group, test, known: group && knownTest(means.before, group, test) }));
  });
  const asked = tests.flatMap(({ known, test }) => (known === undefined ? [test.sql] : []));
  if (asked.length === 0 && parts.looseTests.length === 0) {
    return { nodes: [...nodes, ...tests.flatMap(({ known }) => known ?? [])], problems: [] };
  }
  const shadow = await openShadowCatalogue(means);
  try {
    const stored = storedGroups(parts, groups, { shadow, functions });
    const problems: Problem[] = [];
    await shadow.parseAhead([...asked, ...parts.looseTests].map(({ text }) => text));
    const parsed = new Map<CustomTest, ParsedTest>();
    for (const { known, test } of tests) {
      if (known === undefined) parsed.set(test, await parsedTest(stored, test.sql));
    }
    for (const each of parsed.values()) if (each.ok) shadow.coming.add(each.query);
    for (const { group, test, known } of tests) {
      const outcome = known ?? (await customTestNode(stored, group, { test, parsed: entry(parsed, test) }));
      if (outcome.kind === 'test') nodes.push(outcome);
      else problems.push(...outcome.problems);
    }
    for (const sql of parts.looseTests) problems.push(...(await parsedTest(stored, sql)).problems);
    return { nodes, problems };
  } finally {
    shadow.close();
  }
}

function storedGroups(
  parts: SoundParts,
  groups: readonly FeatureNode[],
  { shadow, functions }: Pick<StoredGroups, 'shadow' | 'functions'>,
): StoredGroups {
  for (const group of groups) shadow.declare(group.id, storedColumns(group));
  const loose = parts.loose.flatMap(({ kind, name }) => (kind === 'feature' ? [idOf.group(name)] : []));
  const named = [...parts.groups.map(({ name }) => idOf.group(name)), ...loose];
  const ids = new Set<string>(named);
  const columns = new Map(parts.groups.map((group) => [idOf.group(group.name) as string, storedNames(group)]));
  const isGroup = (name: string): boolean => ids.has(name) || parts.unsoundNodes.has(name);
  return {
    shadow,
    functions,
    variables: parts.config?.vars,
    relationKind: (name) => (isGroup(name) ? 'group' : undefined),
    relationNames: named,
    relations: new Map(groups.map((group) => [group.id, storedRelation(group)])),
    columnsOf: (relation) => {
      const names = columns.get(relation);
      return names && { names, open: false };
    },
  };
}

/** Of a group by its YAML. */
function storedNames({ keys, columns }: FeatureGroupDefinition): readonly string[] {
  const dates = columns.filter(({ asKnown }) => asKnown === 'last_value').map(({ name }) => `${name}__date`);
  return ['as_of', ...keys, 'date', ...columns.map(({ name }) => name), ...dates];
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

function columnTests({ id, definition }: FeatureNode, before: CompiledBefore | undefined): readonly TestNode[] {
  if (before?.whole.has(id) === true) return before.columnTests.get(id) ?? [];
  const { name, owner, tags, yaml } = definition;
  const group = { id, name, ...(owner === undefined ? {} : { owner }), tags, yaml: yaml.file.path };
  return listedTests(definition).map((test) => columnTestNode(group, test, () => definition));
}

type ParsedTest =
  | { readonly ok: true; readonly query: ParsedQuery; readonly problems: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** A test's text, and what is wrong with it; its names are looked up where it cannot be bound. */
async function parsedTest(stored: StoredGroups, sql: TextFile): Promise<ParsedTest> {
  const { shadow, functions, variables, relations, relationKind, relationNames, columnsOf } = stored;
  const context: QueryContext = { file: sql, reads: 'test', relationKind, relationNames, functions };
  const parsed = await withinLimits(shadow, sql, () => parseQuery(shadow.warehouse, context, variables));
  if (parsed.ok) {
    const { query } = parsed;
    if (query.relations.every((name) => relations.has(name))) return { ok: true, query, problems: [] };
    const { unknown } = queryNames(query.statement, columnsOf);
    return { ok: false, problems: nameProblems(sql, unknown, (byte) => originOf(query.bound, byte)) };
  }
  const unknown = parsed.statement === undefined ? [] : queryNames(parsed.statement, columnsOf).unknown;
  const names = nameProblems(sql, unknown, (byte) => originInFile(sql, byte));
  return { ok: false, problems: [...parsed.problems, ...names] };
}

/** A test that was compiled before, where its text is the same and so is all that it reads. */
function knownTest(before: CompiledBefore | undefined, group: FeatureNode, test: CustomTest): TestNode | undefined {
  const node = before && testBefore(before, idOf.test(group.name, test.name));
  if (before === undefined || node === undefined || !before.queries.has(group.id)) return undefined;
  if (!node.inputs.every((input) => before.queries.has(input))) return undefined;
  if (before.whole.has(group.id)) return node;
  const { body, recipe, path, inputs } = node;
  const isSame = body.kind === 'custom' && body.test.sql.path === test.sql.path && body.test.sql.text === test.sql.text;
  if (!isSame) return undefined;
  const ast = asStatement((recipe as JsonObject)['ast'] ?? null);
  const made = testNode(group, test.name, { ...body, test }, { ast, severity: test.severity });
  return { ...made, path, inputs };
}

async function customTestNode(
  stored: StoredGroups,
  group: FeatureNode | undefined,
  { test, parsed }: { readonly test: CustomTest; readonly parsed: ParsedTest },
): Promise<TestNode | { readonly kind: 'refused'; readonly problems: readonly Problem[] }> {
  const { shadow, relations, columnsOf } = stored;
  if (!parsed.ok) return { kind: 'refused', problems: parsed.problems };
  const { query } = parsed;
  const answer = await withinLimits(shadow, test.sql, () => bindQuery(shadow, query));
  if (!answer.ok) {
    const { unknown } = queryNames(query.statement, columnsOf);
    const names = nameProblems(test.sql, unknown, (byte) => originOf(query.bound, byte));
    const isTold = answer.unknownName !== undefined && names.length > 0;
    return { kind: 'refused', problems: isTold ? names : [...names, ...answer.problems] };
  }
  const refused = asofProblems(query, relations);
  if (refused.length > 0 || group === undefined) return { kind: 'refused', problems: refused };
  const body: StoredTestBody = {
    kind: 'custom',
    test,
    sql: query.bound.sql,
    ...(query.called === undefined ? {} : { functions: query.called.names }),
    lineage: answer.bound.lineage,
    digests: answer.bound.digests,
    span: answer.bound.whole,
  };
  const recipe = { ast: query.ast, severity: test.severity };
  const node = testNode(group, test.name, body, recipe);
  return { ...node, path: test.sql.path, inputs: query.relations.map(nodeId) };
}

function testNode(group: FeatureNode, name: string, body: StoredTestBody, recipe: TestNode['recipe']): TestNode {
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
    testKind: body.kind,
    body,
    severity: body.test.severity,
  };
}
