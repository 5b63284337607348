import { compile, judgeSql } from '../../engine/compile/index.ts';
import { hasErrors, type Problem, ProblemError } from '../../engine/diagnostics/index.ts';
import { type JudgeSql, readProject } from '../../engine/project/index.ts';
import { memoryFiles } from '../../engine/project/memory-files.ts';
import { IN_PROCESS } from '../../engine/warehouse/index.ts';

const SERIES = 'title: Unemployment Rate, units: "%", frequency: monthly, publication_lag: 10';

/** A project of two series, a group that is in order, a label and a model; each file may be replaced. */
export const SMALL_PROJECT: Readonly<Record<string, string>> = {
  'ews.config.yaml':
    'name: small\ncalendar: { frequency: monthly, start: 2000-01-31, end: 2009-12-31 }\ndefault_target: local\n',
  'targets/local.yaml': 'target: local\ndescription: here\n',
  'sources/fred.parquet': '',
  'sources/fred.yaml': [
    'source: fred',
    'connector: fred',
    'description: two series',
    'snapshot: { file: fred.parquet }',
    'series:',
    `  unrate: { id: UNRATE, ${SERIES} }`,
    `  gs10: { id: GS10, ${SERIES} }`,
    '',
  ].join('\n'),
  'features/sound.yaml': 'feature: sound\ndescription: in order\ncolumns: { x: { description: x } }\n',
  'features/sound.sql': 'SELECT date, value AS x FROM fred.gs10\n',
  'models/labels/ahead.yaml':
    'label: ahead\ndescription: next month\nkind: binary\nwindow: { from_month: 1, to_month: 1 }\nevent: sound.x\n',
  'models/labels/ahead.sql': `SELECT dates.date, ahead.x AS y
FROM calendar.dates AS dates
LEFT JOIN features.sound AS ahead ON ahead.date = date_trunc('month', dates.date) + INTERVAL 1 MONTH
`,
  'models/guess.yaml': [
    'model: guess',
    'description: a model',
    'label: ahead',
    'features: [sound.x]',
    'estimator: { kind: probit }',
    'protocol: { first_cutoff: 2005-01-31, refit_months: 12, minimum_episodes: 1 }',
    'loss: { kind: sarlin, preference: 0.5 }',
    'intended_use: tests',
    'intended_users: [testers]',
    'materiality: none',
    'limitations: [it is small]',
    '',
  ].join('\n'),
  'features/planted.yaml': 'feature: planted\ndescription: under test\ncolumns: { x: { description: x } }\n',
  'features/planted.sql': 'SELECT date, value AS x FROM fred.unrate\n',
};

/** All problems of the small project with these files put in place of its own; none when it compiles. */
export async function problemsWith(files: Readonly<Record<string, string>>): Promise<readonly Problem[]> {
  const judge: JudgeSql = (parts) => judgeSql(parts, { warehouses: IN_PROCESS });
  const { definitions, problems } = await readProject('/a/project', memoryFiles({ ...SMALL_PROJECT, ...files }), {
    judgeSql: judge,
  });
  if (definitions === undefined || hasErrors(problems)) return problems;
  try {
    return (await compile(definitions, { warehouses: IN_PROCESS })).problems;
  } catch (error) {
    if (error instanceof ProblemError) return error.problems;
    throw error;
  }
}

/** Problems as `CODE file:line:column "underlined" message`. */
export function problemLines(problems: readonly Problem[]): readonly string[] {
  return problems.map(({ code, message, span, lineText = '' }) => {
    if (span === undefined) return `${code} ${message}`;
    const underlined = lineText.slice(span.column - 1, span.column - 1 + span.length);
    return `${code} ${span.file}:${span.line}:${span.column} ${JSON.stringify(underlined)} ${message}`;
  });
}
