import path from 'node:path';
import { Command, CommanderError, Option } from 'commander';
import { endCommand } from './command-end.ts';
import { COMMANDS } from './command-table.ts';
import { PROBLEM_FORMATS } from './problem-flags.ts';
import type { GlobalFlags } from './session.ts';
import { processTerminal, type Terminal } from './terminal.ts';
import { EWS_VERSION } from './version.ts';

/**
 * The command line. Commands import what they need when they run, so that `ews --help` loads nothing else. Sets the
 * process's exit code: 0 fine, 1 the project, a node or a test failed, 2 usage or unexpected, 130 interrupted.
 */
export async function main(args: readonly string[], given: Terminal = processTerminal()): Promise<void> {
  let wording: Wording | undefined;
  const typed = (sentence: string): string => (wording === undefined ? sentence : wording(sentence));
  const terminal: Terminal = {
    ...given,
    paintOut: { ...given.paintOut, typed },
    paintErr: { ...given.paintErr, typed },
  };
  const program = createProgram(terminal);
  // No sentence is said before a command is chosen, or found to be none.
  const loadWording = async (): Promise<void> => {
    wording ??= (await import('./typed-sentence.ts')).sentencesOf(program, WITHOUT_PROJECT);
  };
  program.hook('preAction', loadWording);
  const line: CommandLine = { args, program, ran: [], terminal };
  program.hook('preAction', (_program, command) => {
    line.ran.push(command);
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    await tellEnd(line);
  } catch (error) {
    if (error instanceof CommanderError && error.code.startsWith('commander.help')) {
      process.exitCode = error.exitCode === 0 ? 0 : 2;
      return;
    }
    if (error instanceof CommanderError && error.exitCode === 0) return;
    await loadWording();
    await tellFailure(error, line);
  } finally {
    await endCommand();
  }
}

/** Says a sentence as its commands are typed here. */
type Wording = (sentence: string) => string;

interface CommandLine {
  readonly args: readonly string[];
  readonly program: Command;
  /** The command that it came to; none where it is no command. */
  readonly ran: Command[];
  readonly terminal: Terminal;
}

async function tellFailure(error: unknown, line: CommandLine): Promise<void> {
  const { bugIn, exitCodeOf, reportFailure, usageProblem } = await import('./failure.ts');
  const failure = error instanceof CommanderError ? usageProblem(error.message) : error;
  reportFailure(failure, flagsOf(line), line.terminal);
  process.exitCode = exitCodeOf(failure);
  await tellEnd(line, bugIn(failure));
}

/** What machines asked to be told of a command at its end, where they asked for anything. */
async function tellEnd(line: CommandLine, bug?: string): Promise<void> {
  const flags = flagsOf(line);
  const isAsked = flags.json === true || flags.logFormat === 'json' || (flags.problems ?? 'text') !== 'text';
  if (!isAsked) return;
  const { tellAnswer } = await import('./answer/tell-answer.ts');
  const { commandPath } = await import('./command-path.ts');
  const [command = null] = line.ran.map(commandPath);
  // Node ends with 0 where nobody says otherwise.
  const exitCode = process.exitCode === undefined ? 0 : Number(process.exitCode);
  process.exitCode = await tellAnswer(
    { command, exitCode, bug, seconds: performance.now() / 1000 },
    flags,
    line.terminal,
  );
}

/** Flags of every command. Where the parser stopped at one, those behind it are unread: that of JSON is looked for. */
function flagsOf({ args, program }: CommandLine): GlobalFlags {
  const flags = program.opts<GlobalFlags>();
  return args.includes('--json') ? { ...flags, json: true } : flags;
}

/** `ews` with every command, before it is told anything. */
export function createProgram(terminal: Terminal): Command {
  const program = new Command('ews')
    .description('Early-warning pipelines: point-in-time features, walk-forward models, lineage and model cards.')
    .version(EWS_VERSION)
    .exitOverride()
    .configureOutput({ outputError: () => undefined })
    .configureHelp({ showGlobalOptions: true });
  globalOptions(program);
  program.hook('preAction', async (_program, action) => {
    if (program.getOptionValueSource('projectDir') !== 'default' || WITHOUT_PROJECT.has(action.name())) return;
    const { takeProjectAbove } = await import('./project-above.ts');
    takeProjectAbove(program, { folder: process.cwd(), uid: process.getuid?.(), home: process.env['HOME'] }, terminal);
  });
  program.hook('preAction', () => {
    const { problems, problemsTo } = program.opts<GlobalFlags>();
    if (problemsTo === undefined || (problems ?? 'text') !== 'text') return;
    program.error('error: --problems-to is for problems in a format of other programs: add --problems sarif');
  });
  for (const addCommands of COMMANDS) addCommands(program, terminal);
  return program;
}

/** Commands that no project is looked for: the others take the one that they are given in. */
const WITHOUT_PROJECT: ReadonlySet<string> = new Set(['init', 'explain', 'completion']);

/** A variable holds several folders, as PATH does. */
function addFolders(value: string, before: readonly string[] = []): readonly string[] {
  const folders = value.split(path.delimiter).filter((folder) => folder !== '');
  return [...before, ...folders.map((folder) => path.resolve(folder))];
}

function globalOptions(program: Command): void {
  program
    .addOption(new Option('--project-dir <folder>', 'the project').env('EWS_PROJECT_DIR').default('.'))
    .addOption(new Option('-t, --target <name>', 'where to run and store').env('EWS_TARGET'))
    .addOption(new Option('--env <name>', 'the environment to build').env('EWS_ENV'))
    .addOption(new Option('--vars <values>', "override variables: 'a=1,b=2' or YAML").env('EWS_VARS'))
    .addOption(
      new Option('--log-format <format>', 'progress as text or JSON lines')
        .choices(['text', 'json'])
        .default('text')
        .env('EWS_LOG_FORMAT'),
    )
    .addOption(
      new Option('--problems <format>', 'all problems, for other programs, at the end')
        .choices(PROBLEM_FORMATS)
        .default('text')
        .env('EWS_PROBLEMS'),
    )
    .addOption(
      new Option('--problems-to <file>', 'write them to this file, replacing it; standard error has them as text').env(
        'EWS_PROBLEMS_TO',
      ),
    )
    .addOption(
      new Option('--allow-outside <folder>', 'a folder outside the project that it may use; may be repeated')
        .argParser(addFolders)
        .env('EWS_ALLOW_OUTSIDE'),
    )
    .addOption(new Option('-q, --quiet', 'only problems and results').env('EWS_QUIET'))
    .addOption(new Option('--json', 'results as JSON on standard output'));
}
