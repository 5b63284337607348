import path from 'node:path';
import { utcDay } from '../../calendar/index.ts';
import { didYouMean, usageError } from '../../diagnostics/index.ts';
import { isSkippedFolder } from '../../project/index.ts';
import { calledAs, quotedWord, thisInvocation } from '../called-as.ts';
import type { Answers } from '../init/look/answers.ts';
import { lookAtFile } from '../init/look/look-at-file.ts';
import { plainName } from '../init/look/names.ts';
import { type ProjectOfTable, projectOfTable } from '../init/project-of-table.ts';
import { DEFAULT_TEMPLATE, isTemplate, TEMPLATE_NAMES, templateFiles } from '../init/templates.ts';
import { writeProject } from '../init/write-project.ts';
import type { GlobalFlags } from '../session.ts';
import type { ExitCode, Terminal } from '../terminal.ts';

export interface InitFlags extends GlobalFlags {
  readonly from?: string;
  readonly template?: string;
  readonly delimiter?: string;
  readonly decimal?: Answers['decimal'];
  readonly dates?: Answers['dates'];
  readonly dateColumn?: string;
  readonly keys?: string;
  readonly frequency?: Answers['frequency'];
  readonly null?: readonly string[];
  readonly text?: readonly string[];
  readonly projections?: boolean;
}

/**
 * `ews init`: a new project in a folder, from a template or for a file of data. Nothing that is there is written over.
 * It asks nothing: what it would have to ask is a problem that names the flag with the answer.
 */
export async function runInit(folder: string, flags: InitFlags, terminal: Terminal): Promise<ExitCode> {
  const root = path.resolve(folder);
  if (flags.from !== undefined && flags.template !== undefined) {
    throw usageError('--from and --template do not go together', 'a file of data makes a project of its own');
  }
  const { files, notes } =
    flags.from === undefined ? fromTemplate(root, flags.template) : await fromFile(root, flags.from, flags);
  const { written, hadGitignore } = writeProject(root, files);
  const said = hadGitignore ? [...notes, '.gitignore was there already: add the line .ews/ to it'] : notes;
  const next = nextSteps(
    root,
    files.some(({ path: file }) => file.startsWith('models/')),
  );
  if (flags.json === true) {
    terminal.answer.gave('init', { folder: root, written, notes: said, next });
    return 0;
  }
  terminal.out([`${written.length} files in ${root}`, ...written.map((file) => `  ${file}`)].join('\n'));
  if (flags.from !== undefined) terminal.out(`\n${terminal.paintOut.bold(TO_DECIDE)}`);
  if (said.length > 0) terminal.out(['', ...said.map((note) => `- ${note}`)].join('\n'));
  terminal.out(['', 'Next:', ...next.map((step) => `  ${step}`)].join('\n'));
  return 0;
}

/** No file says when its rows became known, and no model is better than what is said of that. */
const TO_DECIDE =
  'One thing to decide: when was each row known? The publication lag in sources/data.yaml is assumed; ' +
  'put the real one there.';

function fromTemplate(root: string, template = DEFAULT_TEMPLATE as string): ProjectOfTable {
  if (!isTemplate(template)) {
    const hint = didYouMean(template, TEMPLATE_NAMES) ?? `there are: ${TEMPLATE_NAMES.join(', ')}`;
    throw usageError(`there is no template "${template}"`, hint);
  }
  return { files: templateFiles(template, nameOf(root)), notes: [] };
}

async function fromFile(root: string, from: string, flags: InitFlags): Promise<ProjectOfTable> {
  const today = utcDay(new Date());
  const file = path.resolve(from);
  const table = await lookAtFile({ path: file, shownAs: from, answers: answersOf(flags), today });
  const name = plainName(path.basename(file).replace(/\.[A-Za-z]{1,4}$/, ''), 'table');
  const inside = insideOf(root, file);
  return projectOfTable({
    table,
    names: { project: nameOf(root), table: name },
    file: inside ?? `sources/data/${name}.csv`,
    copiedFrom: inside === undefined ? file : undefined,
    today,
  });
}

/** The path of a file within the project, where it lies in a folder that is read, under a name that YAML can say. */
function insideOf(root: string, file: string): string | undefined {
  const relative = path.relative(root, file).split(path.sep).join('/');
  const folders = relative.split('/').slice(0, -1);
  const isRead = folders.every((folder) => folder !== '..' && !isSkippedFolder(folder)) && !path.isAbsolute(relative);
  return isRead && /^[\w./ -]+$/.test(relative) && !/\.(parquet|yaml|yml|sql)$/i.test(relative) ? relative : undefined;
}

function nameOf(root: string): string {
  return plainName(path.basename(root), 'project');
}

function answersOf(flags: InitFlags): Answers {
  const { delimiter, decimal, dates, dateColumn, keys, frequency, null: nulls = [], text = [] } = flags;
  if (delimiter !== undefined && !/^[^A-Za-z0-9"+.\-\r\n]$/.test(delimiter === '\\t' ? '\t' : delimiter)) {
    throw usageError(`"${delimiter}" stands between no cells`, 'one sign, such as --delimiter ";"');
  }
  const number = nulls.find((each) => /^[+-]?[0-9.,]+$/.test(each));
  if (number !== undefined) {
    const hint = 'let the SQL that reads the column say so: nullif(...)';
    throw usageError(`"${number}" is a number, so it cannot mean missing`, hint);
  }
  return {
    ...(delimiter === undefined ? {} : { delimiter: delimiter === '\\t' ? '\t' : delimiter }),
    ...(decimal === undefined ? {} : { decimal }),
    ...(dates === undefined ? {} : { dates }),
    ...(dateColumn === undefined ? {} : { dateColumn }),
    ...(keys === undefined ? {} : { keys: keys.split(',').filter((key) => key !== '') }),
    ...(frequency === undefined ? {} : { frequency }),
    nulls,
    text,
    projections: flags.projections === true,
  };
}

/** What to type next, in the folder in which this was typed. */
function nextSteps(root: string, hasModels: boolean): readonly string[] {
  const here = process.cwd();
  const invocation = thisInvocation();
  const there = calledAs(root, invocation);
  const commands = ['build', ...(hasModels ? ['open'] : ['ls'])];
  if (root === here) return commands.map((command) => `${there} ${command}`);
  // Where the folder finds another ews than this one, or none, it is named instead of gone to.
  const isFound = there === calledAs(here, invocation);
  const relative = path.relative(here, root);
  const shown = quotedWord(relative.length < root.length ? relative : root);
  if (isFound) return [`cd ${shown}`, ...commands.map((command) => `${there} ${command}`)];
  return commands.map((command) => `${calledAs(here, invocation)} ${command} --project-dir ${shown}`);
}
