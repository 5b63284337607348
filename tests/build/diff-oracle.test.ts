import fc from 'fast-check';
import { expect, it } from 'vitest';
import { present } from '../../engine/presence/index.ts';
import { builtProject } from './built-project.ts';
import { definedDifferences, projectDiff } from './diff-projects.ts';
import { commitAll, gitRepository } from './git-repository.ts';
import { buildProject, edit, manifestOf, type TestProject } from './small-project.ts';
import { slowDifference } from './stored-rows.ts';

/** An edit, and what of the definitions it makes another: that is known from what is edited, not from what is built. */
interface Edit {
  readonly what: string;
  readonly edits: readonly (readonly [file: string, from: string, to: string])[];
  /** As `definedDifferences` has them. */
  readonly defines: readonly string[];
  /** Nodes whose definition is another one, words among them. */
  readonly nodes: readonly string[];
  /** Whether it reaches the model, which may be made anew without. */
  readonly model: boolean;
  /** In which way it brings other data, which a build sees once it ingested them. */
  readonly data?: 'file' | 'declaration';
  /** Columns that are the same under another name. */
  readonly renames?: readonly (readonly [node: string, from: string, to: string])[];
}

const number = fc.integer({ min: 1, max: 99 }).map((n) => n / 100);
const MODEL = 'models.crisis_probit';

/** Each of these edits another place, so that any of them can be made together. */
const EDITS: readonly fc.Arbitrary<Edit>[] = [
  number.map((k) => ({
    what: `an expression, + ${k}`,
    edits: [['features/slope.sql', 'long.value - short.value AS slope', `long.value - short.value + ${k} AS slope`]],
    defines: ['~features.slope.slope'],
    nodes: ['features.slope'],
    model: true,
  })),
  number.map((k) => ({
    what: `a factor, ${100 + k}`,
    edits: [['features/credit.sql', '100 * ln(', `${100 + k} * ln(`]],
    defines: ['~features.credit.growth'],
    nodes: ['features.credit'],
    model: true,
  })),
  fc.constantFrom('+ 0.5', '* 2', '- 0').map((by) => ({
    what: `a column that no model has, ${by}`,
    edits: [['features/strain.sql', 'vacancies.value AS latest', `vacancies.value ${by} AS latest`]],
    defines: ['~features.strain.latest_vacancies'],
    nodes: ['features.strain'],
    model: false,
  })),
  fc.constantFrom('is_inverted', 'below', 'slope_sign').map((name) => ({
    what: `a column renamed to ${name}`,
    edits: [
      ['features/slope.sql', 'END AS inverted', `END AS ${name}`],
      ['features/slope.yaml', '  inverted:', `  ${name}:`],
    ],
    defines: [`+features.slope.${name}`, '-features.slope.inverted'],
    nodes: ['features.slope', 'tests.slope.inverted.accepted_values', `tests.slope.${name}.accepted_values`],
    model: false,
    renames: [['features.slope', 'inverted', name]],
  })),
  fc.constantFrom('-- a word\n', '/* two\nlines */ ', '\n\n  ').map((text) => ({
    what: `a comment, ${JSON.stringify(text)}`,
    edits: [['features/crisis.sql', 'WITH months', `${text}WITH months`]],
    defines: [],
    nodes: [],
    model: false,
  })),
  fc.constant({
    what: 'the order of keys',
    edits: [
      [
        'models/crisis_probit.yaml',
        'description: Probability of a crisis three months ahead\nlabel: crisis_ahead\n',
        'label: crisis_ahead\ndescription: Probability of a crisis three months ahead\n',
      ],
    ],
    defines: [],
    nodes: [],
    model: false,
  }),
  fc.constantFrom(0.2, 0.05).map((ridge) => ({
    what: `the penalty, ${ridge}`,
    edits: [['models/crisis_probit.yaml', 'ridge: 0.1', `ridge: ${ridge}`]],
    defines: [`~${MODEL} estimator.ridge`],
    nodes: [MODEL],
    model: true,
  })),
  fc.constantFrom('A slope', 'Its words').map((words) => ({
    what: `words, ${words}`,
    edits: [['features/crisis.yaml', 'Whether a month was in a crisis, as far as was told', words]],
    defines: [],
    nodes: ['features.crisis'],
    model: false,
  })),
  fc.constantFrom('1', '22').map((digits) => ({
    what: `data, ${digits} at the end of a value`,
    edits: [['sources/data/loans.csv', '2003-05-01,', `2003-05-01,${digits}`]],
    defines: [],
    nodes: [],
    model: true,
    data: 'file',
  })),
  fc.constantFrom(3, 70).map((lag) => ({
    what: `a publication lag, ${lag}`,
    edits: [['sources/bank.yaml', 'lag: 30', `lag: ${lag}`]],
    defines: ['~bank.loans knowledge.lag_days'],
    nodes: ['bank.loans'],
    model: true,
    data: 'declaration',
  })),
] as const;

const some = fc
  .subarray(
    EDITS.map((_, i) => i),
    { minLength: 1, maxLength: 3 },
  )
  .chain((chosen) => fc.tuple(...chosen.map((i) => present(EDITS[i], `edit ${i}`))));

const fresh = builtProject();

it('names exactly the columns, values and models that random edits change', { timeout: 1_200_000 }, async () => {
  const runs = Number(process.env['EWS_DIFF_EDITS'] ?? 8);
  await fc.assert(
    fc.asyncProperty(some, async (edits) => {
      const project = await fresh();
      gitRepository(project);
      await checkEdits(project, edits);
    }),
    { numRuns: runs, endOnFailure: true },
  );
});

/** Every kind of edit alone, so that none hides behind another. */
it.each(EDITS.map((_, i) => i))('names exactly what edit %i changes', async (i) => {
  const project = await fresh();
  gitRepository(project);
  await checkEdits(project, fc.sample(present(EDITS[i], 'an edit'), { numRuns: 1, seed: 7 }));
});

async function checkEdits(project: TestProject, edits: readonly Edit[]): Promise<void> {
  const before = await manifestOf(project);
  for (const each of edits) for (const [file, from, to] of each.edits) await edit(project, file, from, to);
  const data = edits.flatMap((each) => each.data ?? []).toSorted();
  const ofData = data.length > 0;
  const compiled = await projectDiff(project, ['v1']);
  const { result } = await buildProject(project, { ingest: ofData });
  expect(result.ok).toBe(true);
  const after = await manifestOf(project);
  commitAll(project, 'v2');

  const slow = await slowDifference(project, before, after);
  const ofRuns = await projectDiff(project, [before.run, 'main']);
  const what = edits.map((each) => each.what).join('; ');

  // Values: two runs, and two revisions of which both are stored, unless the data differ.
  expect(valuesOf(ofRuns), what).toEqual(slow);
  if (!ofData) expect(valuesOf(await projectDiff(project, ['v1', 'v2'])), what).toEqual(slow);

  // Definitions: the same by runs, by revisions, and before anything was built.
  const defines = edits.flatMap((each) => each.defines).toSorted();
  const nodes = edits.flatMap((each) => each.nodes);
  for (const diff of [ofRuns, compiled, await projectDiff(project, ['v1', 'v2'])]) {
    expect(definedDifferences(diff), what).toEqual(defines);
    expect(diff.definitions.map(({ node }) => node as string).toSorted(), what).toEqual([...new Set(nodes)].toSorted());
    expect(diff.models, what).toEqual(edits.some(({ model }) => model) ? [MODEL] : []);
    expect(diff.empty, what).toBe(nodes.length === 0 && !ofData);
  }
  expect(compiled.data.map(({ relation, how }) => [relation, how])).toEqual(data.map((how) => ['bank.loans', how]));
  expect(ofRuns.data.map(({ relation, how }) => [relation, how])).toEqual(
    ofData ? [['bank.loans', 'observations']] : [],
  );

  // What is made otherwise is what the build made, and nothing that it reused.
  const made = result.nodes
    .filter(({ status }) => status === 'ok' || status === 'failed')
    .map(({ id }) => id as string);
  expect(ofRuns.reruns.map(({ node }) => node as string).toSorted(), what).toEqual(
    made.filter((id) => !id.startsWith('source:')).toSorted(),
  );

  // No edit changes the values of a column that another one renames.
  for (const [node, from, to] of edits.flatMap((each) => each.renames ?? [])) {
    const renamed = ofRuns.results.find((each) => each.node === node);
    expect(renamed, what).toMatchObject({ table: { renamed: [{ from, to }], added: [], removed: [] } });
  }
}

function valuesOf({ results }: Awaited<ReturnType<typeof projectDiff>>) {
  const values: Record<string, number> = {};
  const rows: string[] = [];
  for (const result of results) {
    if (result.state !== 'compared') throw new Error(`${result.node} was not compared: ${result.state}`);
    const { onlyFrom, onlyTo } = result.table.rows;
    if (onlyFrom + onlyTo > 0) rows.push(result.node);
    for (const { column, differ } of result.table.columns) values[`${result.node}.${column}`] = differ;
  }
  return { values, rows };
}
