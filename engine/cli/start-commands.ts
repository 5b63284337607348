import { Argument, type Command, Option } from 'commander';
import type { InitFlags } from './commands/init.ts';
import { loadedActions } from './loaded-action.ts';
import type { GlobalFlags } from './session.ts';
import type { Terminal } from './terminal.ts';

const FREQUENCIES = ['daily', 'weekly', 'biweekly', 'monthly', 'quarterly', 'semiannual', 'annual', '5-year'];

/** The commands that need no project: a new one, a problem explained, completions of a shell. */
export function startCommands(program: Command, terminal: Terminal): void {
  const action = loadedActions(terminal);

  program
    .command('init')
    .argument('[folder]', 'where; it is made if it is not there', '.')
    .description('begin a project: from a template, or for a CSV file of yours')
    .option(
      '--from <file>',
      'a CSV file: source and group are written for it, label and model as far as it carries them',
    )
    .addOption(
      new Option('--template <name>', 'what to begin with; default: starter').choices(['starter', 'us-recession']),
    )
    .option('--delimiter <sign>', 'of the file: what stands between its cells')
    .addOption(new Option('--decimal <mark>', 'of the file: the mark of fractions').choices(['.', ',']))
    .addOption(
      new Option('--dates <order>', 'of the file: whether day or month comes first').choices(['d/m/y', 'm/d/y']),
    )
    .option('--date-column <name>', 'of the file: which column says what a row is about')
    .option('--keys <names>', 'of the file: columns that tell rows of one date apart, separated by commas')
    .addOption(new Option('--frequency <word>', 'of the file: how long a period is').choices(FREQUENCIES))
    .option('--null <texts...>', 'of the file: texts that mean missing')
    .option('--text <columns...>', 'of the file: columns that are text, whatever they look like')
    .option('--projections', 'of the file: rows of periods that have not begun are forecasts, and wanted')
    .action(
      action<InitFlags>(async (flags, to, [folder = '.']) =>
        (await import('./commands/init.ts')).runInit(folder, flags, to),
      ),
    );

  program
    .command('explain')
    .argument('[codes...]', 'codes of problems, such as EWS2104; all of them, each in a line, when left out')
    .description('what a problem means, and what to do: its page, offline')
    .action(
      action<GlobalFlags>(async (flags, to, codes) =>
        (await import('./commands/explain.ts')).runExplain(codes, flags, to),
      ),
    );

  program
    .command('completion')
    .addArgument(new Argument('<shell>', 'bash, zsh or fish').choices(['bash', 'zsh', 'fish']))
    .description('print what completes commands and flags in a shell')
    .action(
      action<GlobalFlags>(async (flags, to, [shell = '']) =>
        (await import('./commands/completion.ts')).runCompletion(shell, flags, program, to),
      ),
    );
}
