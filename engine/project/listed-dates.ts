import { type Day, isDay } from '../calendar/index.ts';
import { closestMatch, type Problem, spanAt, type TextFile } from '../diagnostics/index.ts';
import { FileTooLong } from '../folders/index.ts';
import { beyond, LIMITS } from '../limits/index.ts';
import { first } from '../presence/index.ts';
import type { ProjectConfig } from './definitions.ts';
import type { Layout } from './layout.ts';
import { problemIn } from './problem-at.ts';
import type { ProjectFiles } from './project-files.ts';
import type { ConfigEntry } from './rules/rule.ts';
import { shown } from './shown.ts';

export interface ListedDates {
  /** With the dates of the file that its calendar names; as it was where it names none, or none that is sound. */
  readonly config: ConfigEntry | undefined;
  readonly problems: readonly Problem[];
}

/** Reads the file that the calendar names by `dates`, if it names one. */
export async function readListedDates(
  config: ConfigEntry | undefined,
  layout: Layout,
  files: ProjectFiles,
): Promise<ListedDates> {
  const rule = config?.definition.calendar.rule;
  if (config === undefined || rule?.kind !== 'listed') return { config, problems: [] };
  const unread = (message: string, hint: string): ListedDates => ({
    config,
    problems: [
      problemIn(config.yaml.file, config.yaml.spanOf(['calendar', 'dates']), { code: 'EWS1010', message, hint }),
    ],
  });
  const path = rule.file;
  if (!layout.all.has(path)) {
    const near = closestMatch(path, [...layout.all]);
    const hint = near === undefined ? 'paths start at the project, such as calendar.csv' : `did you mean "${near}"?`;
    return unread(`there is no file "${path}" in the project`, hint);
  }
  try {
    const text = await files.readText(path, LIMITS.yamlBytes.most);
    return withDates(config, { path, text });
  } catch (error) {
    if (error instanceof FileTooLong) {
      return unread(`${path} has ${beyond(LIMITS.yamlBytes, error.bytes)}`, 'list the decision dates alone');
    }
    const reason = error instanceof Error ? error.message : String(error);
    return unread(`${path} cannot be read: ${reason}`, 'check its permissions, and that it is UTF-8 text');
  }
}

function withDates(config: ConfigEntry, file: TextFile): ListedDates {
  const { dates, problems } = datesIn(file);
  if (problems.length > 0) return { config, problems };
  const { calendar, ...others } = config.definition;
  const start = config.shape.calendar.start ?? first(dates);
  const rule = { kind: 'listed', file: file.path, dates } as const;
  const definition: ProjectConfig = { ...others, calendar: { ...calendar, rule, start } };
  return { config: { ...config, definition }, problems: [] };
}

interface DatesOfFile {
  readonly dates: readonly Day[];
  readonly problems: readonly Problem[];
}

/**
 * One date a line, ascending, each once; what follows a comma is a remark. Empty lines and those that begin with `#`
 * say nothing, and neither does a first line `date`.
 */
function datesIn(file: TextFile): DatesOfFile {
  const dates: Day[] = [];
  const problems: Problem[] = [];
  const wrong = ({ offset, text }: Cell, message: string, hint: string): void => {
    const span = spanAt(file, offset, text.length);
    problems.push(problemIn(file, span, { code: 'EWS1004', message, hint }));
  };
  for (const [at, cell] of cellsOf(file.text).entries()) {
    const before = dates.at(-1);
    if (at === 0 && cell.text.toLowerCase() === 'date') continue;
    if (!isDay(cell.text)) {
      wrong(cell, `${shown(cell.text)} is no decision date`, 'write a date that exists, as YYYY-MM-DD, one a line');
    } else if (before !== undefined && cell.text <= before) {
      const fault = cell.text === before ? 'stands there twice' : `comes after ${before}`;
      wrong(cell, `the decision date ${cell.text} ${fault}`, 'list each date once, the earliest first');
    } else {
      dates.push(cell.text);
    }
  }
  if (dates.length + problems.length === 0) {
    const nothing = { offset: 0, text: '' };
    wrong(nothing, `${file.path} lists no decision date`, 'write one date a line, as YYYY-MM-DD');
  }
  return { dates, problems };
}

interface Cell {
  readonly text: string;
  readonly offset: number;
}

/** The first cell of every line that has one. */
function cellsOf(text: string): readonly Cell[] {
  return [...text.matchAll(/^[\t \uFEFF]*"?([^,"\r\n#][^,"\r\n]*)/gm)].flatMap(({ 0: whole, 1: cell = '', index }) => {
    const bare = cell.trimEnd();
    return bare.trim() === '' ? [] : [{ text: bare, offset: index + whole.length - cell.length }];
  });
}
