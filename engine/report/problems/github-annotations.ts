import { PROBLEM_CODES, type Problem } from '../../diagnostics/index.ts';
import { visible } from '../paint/index.ts';
import { placedProblem } from './placed-problem.ts';

/**
 * Problems as commands of a workflow of GitHub Actions, a line each, by which they stand at their lines of a pull
 * request: `::error file=features/labor.sql,line=10,col=8,endColumn=18,title=...::...`.
 */
export function githubAnnotations(problems: readonly Problem[], prefix: string): string {
  return problems.map((problem) => annotation(problem, prefix)).join('\n');
}

function annotation(problem: Problem, prefix: string): string {
  const { code, severity, message, more, place } = placedProblem(problem, prefix);
  const at =
    place === undefined
      ? []
      : [
          ['file', visible(place.file)],
          ['line', String(place.line)],
          ['endLine', String(place.line)],
          ['col', String(place.column)],
          ['endColumn', String(place.endColumn)],
        ];
  const properties = [...at, ['title', `${code} ${PROBLEM_CODES[code]}`]];
  const listed = properties.map(([name, value]) => `${name}=${escapedProperty(String(value))}`).join(',');
  return `::${severity} ${listed}::${escapedMessage([message, ...more].join('\n'))}`;
}

/** What would end the command, or begin another one. */
function escapedMessage(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapedProperty(text: string): string {
  return escapedMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
