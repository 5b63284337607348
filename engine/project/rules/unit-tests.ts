import { isDay } from '../../calendar/index.ts';
import { didYouMean, type Problem } from '../../diagnostics/index.ts';
import type { VariableDefinition } from '../definitions.ts';
import type { ProblemWords, YamlPath } from '../problem-at.ts';
import { shown } from '../shown.ts';
import { expectedKey, type UnitRow, type UnitTestDefinition } from '../unit-test-definition.ts';
import { VARIABLE_WORDS } from '../variable-words.ts';
import { hasItsType } from './config.ts';
import { type GroupEntry, type LabelEntry, problemAtKey, problemAtValue, type Sketch } from './rule.ts';

type Tested = GroupEntry | LabelEntry;

/** A unit test where it is written. */
interface Written {
  readonly entry: Tested;
  readonly test: UnitTestDefinition;
  readonly path: YamlPath;
}

function* written({ groups, labels }: Sketch): Iterable<Written> {
  for (const entry of [...groups, ...labels]) {
    for (const test of entry.definition.unitTests) yield { entry, test, path: ['unit_tests', test.name] };
  }
}

const NAME = /^[A-Za-z_]\w{0,199}$/;

export function* unitTestsHaveNamesOfTheirOwn(sketch: Sketch): Iterable<Problem> {
  const taken = new Map<string, string>();
  for (const { definition } of sketch.groups) {
    for (const { name, sql } of definition.customTests) taken.set(`${definition.name}.${name}`.toLowerCase(), sql.path);
  }
  for (const { entry, test, path } of written(sketch)) {
    if (!NAME.test(test.name)) {
      const message = `a unit test cannot be called "${test.name}"`;
      const hint = 'a name is letters, digits and _, and begins with no digit';
      yield problemAtKey(entry, path, { code: 'EWS1006', message, hint });
    }
    const id = `${entry.definition.name}.${test.name}`.toLowerCase();
    const earlier = taken.get(id);
    taken.set(id, earlier ?? entry.yaml.file.path);
    if (earlier === undefined) continue;
    const message = `there are two tests called "${id}"`;
    yield problemAtKey(entry, path, { code: 'EWS1007', message, notes: [`the other one is in ${earlier}`] });
  }
}

export function* unitTestsExpectSomething(sketch: Sketch): Iterable<Problem> {
  for (const { entry, test, path } of written(sketch)) {
    const { expect, expect_query } = entry.shape.unit_tests[test.name] ?? {};
    if ((expect === undefined) !== (expect_query === undefined)) continue;
    const both = expect !== undefined;
    const message = `unit test "${test.name}" says ${both ? 'twice' : 'nowhere'} what it expects`;
    const hint = 'expect: the rows that are stored; expect_query: all rows of the query itself; one of the two';
    yield problemAtKey(entry, path, { code: 'EWS1030', message, hint });
  }
}

/** Rows that are expected say of which day and key they are, and nothing of columns that there are not. */
export function* expectedRowsFitTheirDefinition(sketch: Sketch): Iterable<Problem> {
  for (const { entry, test, path } of written(sketch)) {
    const columns = expectable(entry, test);
    const rows: YamlPath = [...path, expectedKey(test)];
    const seen = new Map<string, number>();
    for (const [i, row] of test.expected.entries()) {
      const words = misfit(row, test, { columns, identity: identityOf(entry, test) });
      if (words !== undefined) {
        yield problemAtValue(entry, [...rows, i, ...(words.column === undefined ? [] : [words.column])], words);
        continue;
      }
      const key = JSON.stringify(identityOf(entry, test).map((name) => row[name]));
      const earlier = seen.get(key);
      seen.set(key, earlier ?? i);
      if (earlier === undefined) continue;
      const first = `the first is on line ${entry.yaml.spanOf([...rows, earlier]).line}`;
      yield problemAtValue(entry, [...rows, i], {
        code: 'EWS1030',
        message: 'a row is expected twice',
        notes: [first],
      });
    }
    for (const name of Object.keys(test.tolerance.columns)) {
      if (columns.includes(name)) continue;
      const message = `there is no column "${name}" to tolerate anything in`;
      const hint = didYouMean(name, columns) ?? `the columns are ${columns.join(', ')}`;
      yield problemAtKey(entry, [...path, 'tolerance', name], { code: 'EWS1030', message, hint });
    }
  }
}

/** What tells expected rows apart. */
function identityOf({ shape, definition }: Tested, { expects }: UnitTestDefinition): readonly string[] {
  const dated = 'label' in shape || expects === 'query';
  return ['as_of', ...(dated ? ['date'] : []), ...definition.keys];
}

/** The columns that a row may expect something of. */
function expectable({ shape, definition }: Tested, { expects }: UnitTestDefinition): readonly string[] {
  const common = ['as_of', ...definition.keys, 'date'];
  if (!('columns' in definition)) return [...common, 'y'];
  const { columns } = definition;
  const dates = columns.filter(({ asKnown }) => asKnown === 'last_value').map(({ name }) => `${name}__date`);
  const served = expects === 'served' && 'feature' in shape ? dates : [];
  return [...common, ...columns.map(({ name }) => name), ...served];
}

type Misfit = ProblemWords & { readonly column?: string };

function misfit(
  row: UnitRow,
  { asOf }: UnitTestDefinition,
  { columns, identity }: { readonly columns: readonly string[]; readonly identity: readonly string[] },
): Misfit | undefined {
  const code = 'EWS1030';
  const unknown = Object.keys(row).find((name) => !columns.includes(name));
  if (unknown !== undefined) {
    const hint = didYouMean(unknown, columns) ?? `the columns are ${columns.join(', ')}`;
    return { code, message: `a row expects column "${unknown}", which there is not`, hint, column: unknown };
  }
  const lacking = identity.find((name) => row[name] === undefined || row[name] === null);
  if (lacking !== undefined) {
    const hint = `write ${identity.map((name) => `${name}: ...`).join(', ')} in every row that is expected`;
    return { code, message: `a row that is expected does not say its ${lacking}`, hint };
  }
  const day = row['as_of'];
  if (asOf.some((each) => each === day)) return undefined;
  const hint = `the test is as of ${asOf.join(', ')}`;
  return { code, message: `a row is expected as of ${shown(day)}, on which nothing is asked`, hint, column: 'as_of' };
}

export function* unitTestDatesAreDays(sketch: Sketch): Iterable<Problem> {
  for (const { entry, test, path } of written(sketch)) {
    for (const [i, row] of test.expected.entries()) {
      const { date } = row;
      if (date === undefined || date === null || isDay(date)) continue;
      const message = `"date" is ${shown(date)}, which is no day`;
      const hint = 'a date that exists, as YYYY-MM-DD';
      yield problemAtValue(entry, [...path, expectedKey(test), i, 'date'], { code: 'EWS1030', message, hint });
    }
  }
}

export function* unitTestVariablesExist(sketch: Sketch): Iterable<Problem> {
  const declared = sketch.config?.definition.vars;
  if (declared === undefined) return;
  for (const { entry, test, path } of written(sketch)) {
    for (const [name, value] of Object.entries(test.vars)) {
      const words = wrongVariable(declared, name, value);
      if (words !== undefined) yield problemAtValue(entry, [...path, 'vars', name], words);
    }
  }
}

function wrongVariable(
  declared: readonly VariableDefinition[],
  name: string,
  value: VariableDefinition['value'],
): ProblemWords | undefined {
  const variable = declared.find((each) => each.name === name);
  if (variable === undefined) {
    const names = declared.map((each) => each.name);
    const all = names.length === 0 ? 'ews.config.yaml declares no vars' : `the variables are ${names.join(', ')}`;
    const hint = didYouMean(name, names) ?? all;
    return { code: 'EWS1012', message: `the test sets "${name}", which is no variable`, hint };
  }
  if (hasItsType({ ...variable, value })) return undefined;
  const message = `"${name}" is ${shown(value)}, but its type is ${variable.type}`;
  return { code: 'EWS1011', message, hint: `write ${VARIABLE_WORDS[variable.type]}` };
}

export function* fixturesOfUnitTestsExist(sketch: Sketch): Iterable<Problem> {
  for (const { entry, test, path } of written(sketch)) {
    for (const { relation, fixture } of test.given) {
      if (fixture === undefined || fixture.text !== '') continue;
      const there = sketch.files.has(fixture.path);
      const found = there ? 'is empty, cannot be read, or is larger than a definition may be' : 'is not there';
      const message = `${fixture.path}, the rows of ${relation}, ${found}`;
      const hint = 'rows that are given are a CSV file in UTF-8, in features/ or models/, named from this folder';
      yield problemAtValue(entry, [...path, 'given', relation], { code: 'EWS1031', message, hint });
    }
  }
}
