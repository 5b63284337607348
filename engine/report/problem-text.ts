import type { Problem } from '../diagnostics/index.ts';
import type { Paint } from './paint/index.ts';
import { visible } from './paint/index.ts';

/**
 * A problem as the terminal shows it: code, place, frame, reason, way out. What it quotes of files, rows and names
 * may hold control characters: they are shown, not obeyed.
 */
export function problemText(problem: Problem, paint: Paint): string {
  const label = problem.severity === 'error' ? paint.red('error') : paint.yellow('warning');
  const lines = [`${label} ${paint.bold(problem.code)} ${visible(problem.message)}`];
  const { span, lineText } = problem;
  const hint = problem.hint === undefined ? undefined : paint.typed(problem.hint);
  if (span !== undefined) lines.push(`  ${paint.cyan(`${visible(span.file)}:${span.line}:${span.column}`)}`);
  if (span !== undefined && lineText !== undefined && lineText !== '') {
    const gutter = `  ${span.line} │ `;
    const shown = visible(lineText.replaceAll('\t', ' '));
    lines.push(`${paint.dim(gutter)}${shown}`);
    // What goes on below is underlined in its first line alone.
    const length = Math.max(1, Math.min(span.length, lineText.length - span.column + 1));
    const under =
      ' '.repeat(gutter.length - 2) + paint.dim('│ ') + ' '.repeat(span.column - 1) + paint.red('^'.repeat(length));
    lines.push(hint === undefined ? under : `${under} ${visible(hint)}`);
  } else if (hint !== undefined) lines.push(`  ${paint.dim('→')} ${visible(hint)}`);
  for (const note of problem.notes ?? []) lines.push(`  ${paint.dim(visible(paint.typed(note)))}`);
  return lines.join('\n');
}

/** All problems, and where each is explained; for a project that does not compile also what became of the run. */
export function problemsText(problems: readonly Problem[], paint: Paint): string {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const codes = [...new Set(errors.map(({ code }) => code))];
  const isCut = codes.includes('EWS1028');
  const count = isCut
    ? `more than ${errors.length - 1} problems`
    : `${errors.length} ${errors.length === 1 ? 'problem' : 'problems'}`;
  const outcome = [count, ...codes.flatMap(becameOf).slice(0, 1)].join(', ');
  const pages = paint.typed(`ews explain ${codes.join(' ')}`);
  const blocks = problems.map((problem) => problemText(problem, paint));
  return [...blocks, `${outcome}.   ${paint.dim(pages)}`].join('\n\n');
}

/** What became of a command by a problem that is found before anything could happen. */
function becameOf(code: string): readonly string[] {
  if (['EWS1018', 'EWS3048', 'EWS3049'].includes(code)) return ['nothing was written'];
  return /^EWS[12]/.test(code) || code === 'EWS3005' ? ['nothing ran, the last good run is untouched'] : [];
}
