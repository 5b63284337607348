import { STEP_REVISIONS } from '../../engine/plan/index.ts';
import { addFiles, type BuildChanges, edit, type TestProject } from './small-project.ts';

const SLOPE_TESTS = ['tests.slope.inverted.accepted_values', 'tests.slope.slope.not_null', 'tests.slope.slope.range'];
const CREDIT_TESTS = ['tests.credit.growth.range', 'tests.credit.growth_is_fresh'];
const CRISIS_TEST = 'tests.crisis.in_crisis.accepted_values';
const STRAIN_TEST = 'tests.strain.strain.not_null';
const FEATURES = ['features.credit', 'features.crisis', 'features.slope', 'features.strain'];
const TESTS = [...CREDIT_TESTS, CRISIS_TEST, ...SLOPE_TESTS, STRAIN_TEST];
export const MODEL = 'models.crisis_probit';
const LABEL = 'labels.crisis_ahead';

const OF_INVERTED = 'tests.slope.inverted.accepted_values';
const OF_SLOPE = SLOPE_TESTS.filter((test) => test !== OF_INVERTED);
const CREDIT_AND_USERS = ['features.credit', ...CREDIT_TESTS, 'features.strain', STRAIN_TEST, MODEL];
const EVERYTHING_COMPUTED = [...FEATURES, ...TESTS, LABEL, MODEL];

export interface ProjectChange {
  readonly what: string;
  /** file, what to replace in it, by what */
  readonly edits?: readonly (readonly [string, string, string])[];
  readonly files?: Readonly<Record<string, string>>;
  readonly build?: BuildChanges;
  /** Exactly these run; all else is reused. */
  readonly runs: readonly string[];
  /** Of what is reused, the nodes that read what runs: it comes out as it was, which a plan cannot know. */
  readonly spared?: readonly string[];
}

export const CHANGES: readonly ProjectChange[] = [
  {
    what: 'a variable',
    edits: [['ews.config.yaml', 'value: 3', 'value: 4']],
    runs: [LABEL, MODEL],
  },
  {
    what: 'another variable',
    edits: [['ews.config.yaml', 'value: 6', 'value: 9']],
    runs: CREDIT_AND_USERS,
  },
  {
    what: "one feature's SQL",
    edits: [['features/slope.sql', 'long.value - short.value AS', 'long.value - short.value + 0.01 AS']],
    runs: ['features.slope', ...OF_SLOPE, 'features.strain', STRAIN_TEST, MODEL],
    spared: [OF_INVERTED],
  },
  {
    what: "the label's SQL",
    edits: [['models/labels/crisis_ahead.sql', 'outcome.in_crisis AS', '1 - outcome.in_crisis AS']],
    runs: [LABEL, MODEL],
  },
  {
    what: 'ttl',
    edits: [['features/slope.yaml', 'ttl: 95', 'ttl: 120']],
    // A model asks by it, too, what the decision date's own period would have served.
    runs: ['features.slope', 'features.strain', MODEL],
    spared: [...SLOPE_TESTS, STRAIN_TEST],
  },
  {
    what: 'as_known of a column',
    edits: [['features/credit.yaml', 'as_known: last_value', 'as_known: row']],
    // The custom test reads growth__date, which only last_value stores.
    files: { 'features/credit.growth_is_fresh.sql': 'SELECT as_of FROM features.credit WHERE date > as_of' },
    runs: ['features.credit', ...CREDIT_TESTS, 'features.strain'],
    spared: [STRAIN_TEST, MODEL],
  },
  {
    what: 'valid_from of a column',
    edits: [['features/credit.yaml', 'valid_from: 2000-01-31', 'valid_from: 2000-06-30']],
    runs: ['features.credit', 'tests.credit.growth.range', 'features.strain'],
    spared: ['tests.credit.growth_is_fresh', STRAIN_TEST, MODEL],
  },
  {
    what: 'keys',
    edits: [
      ['features/credit.yaml', 'columns:', 'keys: [bank]\ncolumns:'],
      ['features/credit.sql', '  date,\n', "  date,\n  'all' AS bank,\n"],
    ],
    runs: ['features.credit', ...CREDIT_TESTS, 'features.strain'],
    spared: [STRAIN_TEST, MODEL],
  },
  {
    what: 'a threshold of a test',
    edits: [['features/slope.yaml', 'max: 5', 'max: 6']],
    runs: ['tests.slope.slope.range'],
  },
  {
    what: 'the severity of a custom test',
    edits: [['features/credit.yaml', 'severity: warn', 'severity: error']],
    runs: ['tests.credit.growth_is_fresh'],
  },
  {
    what: 'the publication lag of one series',
    edits: [['sources/rates.yaml', 'publication_lag: 20', 'publication_lag: 25']],
    // Of vacancies, which only the other column of the group carries.
    runs: ['source:rates', 'features.strain'],
    spared: [STRAIN_TEST, MODEL],
  },
  {
    what: 'a break of one series',
    edits: [
      [
        'sources/rates.yaml',
        'publication_lag: 20',
        'publication_lag: 20\n    breaks: [{ date: 2005-01-01, reason: redefinition }]',
      ],
    ],
    runs: ['features.strain'],
    spared: [STRAIN_TEST, MODEL],
  },
  {
    what: 'the data of one table',
    edits: [['sources/data/loans.csv', '2003-05-01,', '2003-05-01,1']],
    // What is new of it is known after the last decision date; the model's card says which data they were.
    runs: ['source:bank', 'features.credit', 'features.strain', MODEL],
    spared: [...CREDIT_TESTS, STRAIN_TEST],
  },
  {
    what: 'the end of the calendar',
    edits: [['ews.config.yaml', 'end: 2009-12-31', 'end: 2009-11-30']],
    runs: EVERYTHING_COMPUTED,
  },
  { what: 'the seed', edits: [['models/crisis_probit.yaml', 'seed: 7', 'seed: 8']], runs: [MODEL] },
  { what: 'the penalty', edits: [['models/crisis_probit.yaml', 'ridge: 0.1', 'ridge: 0.2']], runs: [MODEL] },
  {
    what: "the label's event",
    edits: [['models/labels/crisis_ahead.yaml', 'event: crisis.in_crisis\n', '']],
    runs: [MODEL],
  },
  { what: "the model step's revision", build: raised('model'), runs: [MODEL] },
  { what: "the label step's revision", build: raised('label'), runs: [LABEL], spared: [MODEL] },
  { what: "the test step's revision", build: raised('test'), runs: TESTS },
  {
    what: "the feature step's revision",
    build: raised('feature'),
    // The label and the model ask groups by their queries: the model for the state of its event.
    runs: [...FEATURES, LABEL, MODEL],
    spared: TESTS,
  },
];

/** Words and order: nothing runs on their account. */
export const NO_CHANGES: readonly Omit<ProjectChange, 'runs'>[] = [
  { what: 'a comment in SQL', edits: [['features/slope.sql', '-- Both', '-- Both, as a rule,']] },
  { what: 'white space in SQL', edits: [['features/slope.sql', '\nJOIN rates', '\n\n  JOIN\trates']] },
  { what: 'the case of a keyword', edits: [['features/slope.sql', 'FROM rates', 'from rates']] },
  {
    what: 'the order of YAML keys',
    edits: [
      [
        'features/slope.yaml',
        'description: Slope of the yield curve\nttl: 95\n',
        'ttl: 95\ndescription: Slope of the yield curve\n',
      ],
    ],
  },
  { what: 'a comment in YAML', edits: [['features/slope.yaml', 'ttl: 95', '# days\nttl: 95']] },
  { what: 'a description', edits: [['features/slope.yaml', 'Slope of the yield', 'The slope of the yield']] },
  { what: 'a unit', edits: [['features/slope.yaml', 'unit: percentage points', 'unit: "%"']] },
  { what: 'an owner', edits: [['ews.config.yaml', 'indicators@', 'others@']] },
  { what: 'a tag', edits: [['ews.config.yaml', '[monthly]', '[monthly, core]']] },
  { what: 'words on a model', edits: [['models/crisis_probit.yaml', 'materiality: none', 'materiality: low']] },
  { what: 'a title of a series', edits: [['sources/rates.yaml', 'title: Vacancies', 'title: Open posts']] },
  {
    what: 'a variable that nothing uses',
    edits: [['ews.config.yaml', 'vars:', 'vars:\n  spare: { type: integer, value: 1, description: not used }']],
  },
  { what: 'memory of the target', edits: [['targets/local.yaml', '512MB', '600MB']] },
];

function raised(kind: keyof typeof STEP_REVISIONS): BuildChanges {
  return { revisions: { ...STEP_REVISIONS, [kind]: STEP_REVISIONS[kind] + 1 } };
}

/** Applies a change to a project's files. */
export async function apply(
  project: TestProject,
  { edits = [], files = {} }: Omit<ProjectChange, 'runs'>,
): Promise<void> {
  for (const [file, from, to] of edits) await edit(project, file, from, to);
  await addFiles(project, files);
}
