import type { CommandOrEdit } from './batches.ts';

/** The parts of a project that commands are asked about. */
export interface ProjectParts {
  /** A feature group, `features.NAME`. */
  readonly group: string;
  /** A column of it, `GROUP.COLUMN`. */
  readonly column: string;
  /** A relation of a source, `SOURCE.NAME`. */
  readonly series: string;
  readonly source: string;
  readonly label: string;
  /** A label that two models predict. */
  readonly compared?: string;
  readonly models: readonly string[];
  /** Models of one label. */
  readonly rivals?: readonly [string, string];
  /** Decision dates on which there are predictions. */
  readonly at: string;
  /** A key of the panel. */
  readonly key?: string;
  /** An input of the first model, with a value. */
  readonly input: string;
}

/** One command by its words, none of which has a space. */
export function asks(words: string): CommandOrEdit {
  return { ews: words.split(' ') };
}

/** Every command that only looks, in its forms. */
export function readingSteps(subject: ProjectParts): readonly CommandOrEdit[] {
  return [
    ...planAndCompile(subject),
    ...shows(subject),
    ...lineages(subject),
    ...verifications(subject),
    ...subject.models.flatMap((model) => ofModel(model, subject)),
    ...comparisons(subject),
    ...ofInstallation(subject),
  ];
}

function planAndCompile({ group, label, source }: ProjectParts): readonly CommandOrEdit[] {
  return [
    'plan',
    'plan --json',
    'plan --log-format json',
    'plan --full-refresh',
    `plan -s +${label} --exclude ${group}`,
    'compile',
    'compile --json',
    'compile --show sql',
    `compile -s ${group} --show sql --json`,
    'ls',
    'ls -l',
    'ls --json',
    'ls -l --json',
    'ls --resource-type source test comparison',
    `ls -s source:${source}`,
    `ls -s ${group}+ --exclude resource_type:test`,
  ].map(asks);
}

function shows({ group, column, series, label, models, at }: ProjectParts): readonly CommandOrEdit[] {
  return [
    `show ${group}`,
    `show ${column}`,
    `show ${group} --as-of ${at} --last 4`,
    `show ${group} --as-of ${at} --vs latest`,
    `show ${group} --stored --last 3 --json`,
    `show ${series}`,
    `show ${series} --as-of ${at} --json`,
    `show ${series} --stored`,
    `show ${label} --as-of ${at} --last 5`,
    `show ${label} --stored --json`,
    `show ${models[0]} --last 3`,
    `show ${models[0]} --json --stored`,
  ].map(asks);
}

function lineages({ group, column, series, label, models, at, key, compared }: ProjectParts): readonly CommandOrEdit[] {
  const prediction = `${models[0]}@${at}${key === undefined ? '' : `@${key}`}`;
  return [
    `lineage ${column}`,
    `lineage ${group} --depth 1`,
    `lineage ${column} --json`,
    `lineage ${column} --format dot`,
    `lineage ${column} --format mermaid --direct-only`,
    `lineage ${column} --format openlineage`,
    `lineage ${column} --format html --output out/column.html`,
    `lineage ${series} --downstream --direct-only`,
    `lineage ${series} --downstream --depth 2 --json`,
    `lineage ${label}`,
    `lineage ${models[0]} --upstream`,
    `lineage ${models[0]} --downstream`,
    `lineage ${models[0]} --json --output out/model.json`,
    `lineage ${models[0]} --at 2026-03-02 --direct-only --depth 1`,
    `lineage ${models[0]} --at 1999-01-01`,
    `lineage ${prediction}`,
    `lineage ${prediction} --json`,
    `lineage ${prediction} --format mermaid`,
    `lineage diff main`,
    `lineage diff main --json`,
    `lineage diff main --format html`,
    `lineage diff git:HEAD`,
    `lineage diff git:HEAD main`,
    ...(compared === undefined ? [] : [`lineage comparisons.${compared}`]),
  ].map(asks);
}

function verifications({ group, column, label, models, at, source }: ProjectParts): readonly CommandOrEdit[] {
  return [
    'lineage verify',
    'lineage verify --json',
    `lineage verify ${group}`,
    `lineage verify ${column} --recompute`,
    `lineage verify ${label} --recompute --json`,
    `lineage verify ${models[0]}@${at}`,
    'lineage verify --expect-head sha256:0000000000000000000000000000000000000000000000000000000000000000',
    'source freshness',
    `source freshness ${source} --json`,
  ].map(asks);
}

function ofModel(model: string, { at, key, input }: ProjectParts): readonly CommandOrEdit[] {
  const whose = key === undefined ? '' : ` --key ${key}`;
  return [
    `card ${model}`,
    `card ${model} --format json`,
    `card ${model} --format html`,
    `card ${model} --format path`,
    `open card ${model} --print`,
    `model backtest ${model} --picture out/${model}-backtest.svg`,
    `model backtest ${model} --json`,
    `model explain ${model} --picture out/${model}-explain.svg`,
    `model explain ${model} --at ${at}${whose}`,
    `model explain ${model} --at ${at}${whose} --json`,
    `model what-if ${model} --at ${at}${whose} --set ${input} --picture out/${model}-what-if.svg`,
    `model what-if ${model} --set ${input} --json`,
    `model tune ${model}`,
    `model tune ${model} --json`,
    `model fit ${model}`,
    `model fit ${model} --data revised --json`,
  ].map(asks);
}

function comparisons({ rivals, compared }: ProjectParts): readonly CommandOrEdit[] {
  if (rivals === undefined) return [];
  const names = rivals.join(' ');
  return [
    `model compare ${names}`,
    `model compare ${names} --json`,
    `model compare ${names} --picture out/compare.svg`,
    `model compare ${names} --picture out/compare.svg`,
    `model compare ${names} --picture out/compare.svg --overwrite`,
    `open comparison ${compared} --print`,
  ].map(asks);
}

function ofInstallation({ models }: ProjectParts): readonly CommandOrEdit[] {
  return [
    'open',
    'open lineage --print',
    'open --json',
    `card ${models[0]} --json`,
    'debug',
    'debug --json',
    'debug --deep',
    'debug --log-format json',
  ].map(asks);
}

/** Wrong usage, and questions about what there is not. */
export function refusedSteps({ group, models, source }: ProjectParts): readonly CommandOrEdit[] {
  return [
    'bild',
    'build --treads 2',
    'build --threads none',
    'build -s nothing_of_the_kind',
    'build --log-format xml',
    'ls --resource-type table',
    'plan --target nowhere',
    'plan --target nowhere --log-format json',
    'plan --env Sources',
    'plan --vars no_such=1',
    'plan --vars {',
    'plan --project-dir no/such/folder',
    'show',
    'show nothing.here',
    `show ${group}x`,
    `show ${group} --last many`,
    `show ${group} --as-of yesterday`,
    `show ${group} --as-of 2199-01-31`,
    `show ${group} --columns no_such_column`,
    `show ${group} --env elsewhere`,
    `lineage ${group}.no_such_column`,
    `lineage ${group} --format pdf`,
    `lineage ${group} --depth -1`,
    `lineage ${group} --run 20010101T000000Z-000000`,
    'lineage diff',
    'lineage diff git:no-such-revision',
    'lineage diff nowhere',
    'lineage diff main --format pdf',
    'lineage verify no_such_node',
    'lineage verify --expect-head what',
    `lineage verify --depth 2`,
    `card ${models[0]}x`,
    `card ${models[0]} --format pdf`,
    'open the door',
    'open comparison nothing',
    'model',
    `model explain ${models[0]} --at 1901-01-31`,
    `model explain ${models[0]} --at soon`,
    `model explain ${models[0]} --key nobody`,
    `model what-if ${models[0]} --set none=1`,
    `model what-if ${models[0]} --set nonsense`,
    `model compare ${models[0]}`,
    `model compare ${models[0]} ${models[0]}`,
    `model fit ${models[0]} --outcomes 1960:1970`,
    `model backtest ${models[0]} --picture no/such/folder/picture.svg`,
    'ingest nobody',
    `ingest ${source} --correct`,
    `ingest ${source} --dry-run`,
    'source freshness nobody',
    `source attest ${source}`,
    `source attest ${source} --through 2199-01-31 --note looked`,
    `source attest ${source} --through 1999-01-31 --note looked`,
    `source attest ${source} --withdraw`,
    'source attest nobody --through 2022-11-30 --note looked',
  ].map(asks);
}

/** What the command line says of itself. */
export const HELP_STEPS: readonly CommandOrEdit[] = [
  '--version',
  '--help',
  'help',
  ...['build', 'run', 'test', 'plan', 'compile', 'ls', 'show', 'card', 'open', 'debug', 'clean', 'ingest'].map(help),
  ...['source', 'source attest', 'source freshness', 'lineage', 'lineage verify', 'lineage diff', 'model'].map(help),
  ...['backtest', 'compare', 'explain', 'tune', 'what-if', 'fit'].map((name) => help(`model ${name}`)),
].map(asks);

function help(command: string): string {
  return `${command} --help`;
}

/** What is asked of every project, also of those that are broken on purpose. */
export const FIRST_STEPS: readonly CommandOrEdit[] = [
  'debug',
  'ls --json',
  'plan',
  'compile',
  'compile --log-format json',
  'compile --show sql --json',
  'build',
  'plan --json',
].map(asks);
