import { type Command, Option } from 'commander';
import type { CardFlags } from './commands/card.ts';
import type { CompileFlags } from './commands/compile.ts';
import type { DebugFlags } from './commands/debug.ts';
import type { DocsFlags } from './commands/docs.ts';
import type { LsFlags } from './commands/ls.ts';
import type { OpenFlags } from './commands/open.ts';
import type { PlanFlags } from './commands/plan.ts';
import type { ShowFlags } from './commands/show.ts';
import type { DiffFlags } from './diff-flags.ts';
import { FAIL_ON } from './fail-on.ts';
import { lineageCommands } from './lineage-commands.ts';
import { DIFF_FORMATS } from './lineage-format.ts';
import { loadedActions } from './loaded-action.ts';
import { DEFER, SELECTORS, STATE } from './selector-words.ts';
import type { GlobalFlags } from './session.ts';
import type { Terminal } from './terminal.ts';

/** Where `ews docs` writes, unless it is told. */
const DOCS_FILE = 'ews-docs.html';

const KINDS = ['source', 'feature', 'label', 'model', 'comparison', 'test', 'function'];

/** The commands that look and do not build. Each is imported when it runs. */
export function inspectCommands(program: Command, terminal: Terminal): void {
  const action = loadedActions(terminal);

  selecting(program.command('plan').description('what a build would do now, and why; fetches and writes nothing'))
    .option('--defer', DEFER)
    .option('--full-refresh', 'as if everything were computed again')
    .action(action<PlanFlags>(async (flags, to) => (await import('./commands/plan.ts')).runPlan(flags, to)));

  program
    .command('why')
    .argument('<node>', 'a node: labor, features.labor, recession_logit, fred.unrate')
    .description('why a build would compute a node again, down to what changed; fetches and writes nothing')
    .action(
      action<GlobalFlags>(async (flags, to, [node = '']) =>
        (await import('./commands/why.ts')).runWhy(node, flags, to),
      ),
    );

  selecting(program.command('compile').description('check every definition without data; show the SQL that will run'))
    .addOption(new Option('--show <what>', 'what to print').choices(['summary', 'sql']).default('summary'))
    .action(action<CompileFlags>(async (flags, to) => (await import('./commands/compile.ts')).runCompile(flags, to)));

  selecting(program.command('ls').alias('list').description('list nodes'))
    .addOption(new Option('--resource-type <kinds...>', 'only these kinds of node').choices(KINDS))
    .option('-l, --long', 'with kind, tags, owner and description')
    .action(action<LsFlags>(async (flags, to) => (await import('./commands/ls.ts')).runLs(flags, to)));

  program
    .command('show')
    .argument('<target>', 'a node or a column: labor, features.labor, labor.sahm_gap, fred.unrate, recession_12m')
    .description('the rows of a node as they were known on a date')
    .option('--as-of <date>', 'the day of the knowledge; default: the last decision date')
    .option('--columns <names>', 'only these columns, separated by commas')
    .option('--last <n>', 'rows to show', '12')
    .option('--from <date>', 'first date of the rows')
    .option('--to <date>', 'last date of the rows')
    .option('--stored', 'the stored object: one row for every decision date')
    .addOption(new Option('--vs <what>', 'beside them, the values as they are known last').choices(['latest']))
    .action(
      action<ShowFlags>(async (flags, to, [target = '']) =>
        (await import('./commands/show.ts')).runShow(target, flags, to),
      ),
    );

  lineageCommands(program, terminal);

  program
    .command('diff')
    .argument('<a>', 'a run id, an environment, ENVIRONMENT@DATE, a git revision (git:main where both exist), or A...B')
    .argument('[b]', 'the same; default: the definitions as they are')
    .description('in what two states of the project differ: definitions, columns, data, values, models, and why')
    .option('--format <format>', `${DIFF_FORMATS.join(', ')} (default: ${DIFF_FORMATS[0]})`)
    .option('--fail-on <what...>', `end with 1 where these differ: ${FAIL_ON.join(', ')}`)
    .option('--tolerance <share>', 'values that differ by a smaller share count for nothing (default: 1e-9)')
    .option('--build', 'build what is not stored, into environments of its own; asks no source')
    .addOption(new Option('--threads <n>', 'nodes at a time, with --build').env('EWS_THREADS'))
    .option('--output <file>', 'write every value that differs to this parquet file')
    .option('--overwrite', 'replace the file of --output if it is there')
    .action(
      action<DiffFlags>(async (flags, to, [a = '', b]) =>
        (await import('./commands/diff.ts')).runDiff(a, b, flags, to),
      ),
    );

  program
    .command('card')
    .argument('<model>', 'the model')
    .description("a model's card")
    .addOption(
      new Option('--format <format>', 'how to print it')
        .choices(['markdown', 'json', 'html', 'path'])
        .default('markdown'),
    )
    .action(
      action<CardFlags>(async (flags, to, [model = '']) =>
        (await import('./commands/card.ts')).runCard(model, flags, to),
      ),
    );

  program
    .command('open')
    .argument('[what...]', 'nothing for the newest run page, or: lineage, card MODEL, comparison LABEL')
    .description('open the newest run page, its lineage, a card, or a comparison')
    .option('--print', 'print the path instead')
    .action(
      action<OpenFlags>(async (flags, to, what) => (await import('./commands/open.ts')).runOpen(what, flags, to)),
    );

  program
    .command('docs')
    .description('the catalogue as one offline page that is searched: definitions, SQL, columns, tests, lineage')
    .option('--output <file>', 'the file', DOCS_FILE)
    .option('--overwrite', 'replace the file if it is there')
    .option('--run <id>', 'what this run has of it; default: the newest of the environment')
    .action(action<DocsFlags>(async (flags, to) => (await import('./commands/docs.ts')).runDocs(flags, to)));

  program
    .command('debug')
    .description('check the installation, the project and the store')
    .option('--deep', 'read every stored byte and compare it with its digest')
    .action(action<DebugFlags>(async (flags, to) => (await import('./commands/debug.ts')).runDebug(flags, to)));

  program
    .command('clean')
    .description('remove caches and scratch files; never the lake')
    .action(action<GlobalFlags>(async (flags, to) => (await import('./commands/clean.ts')).runClean(flags, to)));
}

function selecting(command: Command): Command {
  return command
    .option('-s, --select <selectors...>', `only these nodes: ${SELECTORS}`)
    .option('--exclude <selectors...>', 'not these nodes')
    .option('--state <state>', STATE);
}
