/** A command as it is typed with `--json`: with what succeeds where a project is built, and with wrong names. */
export interface TypedCommand {
  readonly name: string;
  readonly args: readonly string[];
  /** Other things that it answers in another shape, where a project is built. */
  readonly also?: readonly (readonly string[])[];
  /** The same of something that there is not; absent where it is told no name. */
  readonly unknown?: readonly string[];
  /** Works without a project. */
  readonly needsNone?: true;
}

/** Every command, in an order in which each may change what it likes. `%` is a folder of the test's own. */
export const JSON_COMMANDS: readonly TypedCommand[] = [
  { name: 'init', args: ['%/new'], unknown: ['%/other', '--from', '%/none.csv'], needsNone: true },
  { name: 'explain', args: ['EWS2104'], unknown: ['EWS0000'], needsNone: true },
  { name: 'completion', args: ['bash'], unknown: ['tcsh'], needsNone: true },
  { name: 'build', args: [], unknown: ['--select', 'nothing'] },
  { name: 'run', args: [], unknown: ['--select', 'nothing'] },
  { name: 'test', args: [], unknown: ['--select', 'nothing'] },
  { name: 'retry', args: [], unknown: ['nothing'] },
  { name: 'ingest', args: [], unknown: ['nothing'] },
  { name: 'source freshness', args: [], unknown: ['nothing'] },
  { name: 'model backtest', args: ['crisis_probit'], unknown: ['nothing'] },
  { name: 'model compare', args: ['crisis_probit', 'crisis_logit'], unknown: ['crisis_probit', 'nothing'] },
  { name: 'model explain', args: ['crisis_probit'], unknown: ['nothing'] },
  { name: 'model tune', args: ['crisis_probit'], unknown: ['nothing'] },
  {
    name: 'model what-if',
    args: ['crisis_probit', '--set', 'slope.slope=0'],
    unknown: ['crisis_probit', '--set', 'slope.nothing=0'],
  },
  { name: 'model fit', args: ['crisis_probit'], unknown: ['nothing'] },
  { name: 'plan', args: [], unknown: ['--select', 'nothing'] },
  { name: 'why', args: ['features.credit'], unknown: ['nothing'] },
  { name: 'compile', args: [], unknown: ['--select', 'nothing'] },
  { name: 'ls', args: [], unknown: ['--select', 'nothing'] },
  { name: 'show', args: ['features.credit'], unknown: ['nothing'] },
  {
    name: 'lineage',
    args: ['features.credit'],
    also: [['crisis_probit@2009-06-30'], ['features.slope.slope']],
    unknown: ['nothing'],
  },
  { name: 'lineage verify', args: ['features.credit'], unknown: ['nothing'] },
  { name: 'lineage diff', args: ['main'], unknown: ['nothing'] },
  { name: 'diff', args: ['main'], also: [['main', 'main']], unknown: ['nothing'] },
  { name: 'card', args: ['crisis_probit'], unknown: ['nothing'] },
  { name: 'open', args: ['card', 'crisis_probit'], also: [['lineage']], unknown: ['card', 'nothing'] },
  { name: 'docs', args: ['--output', '%/docs.html'], unknown: ['--output', '%/x.html', '--run', 'nothing'] },
  { name: 'debug', args: [], unknown: ['--target', 'nothing'] },
  { name: 'runs', args: [], unknown: ['--target', 'nothing'] },
  { name: 'env list', args: [], unknown: ['--target', 'nothing'] },
  { name: 'env show', args: ['main'], unknown: ['nothing'] },
  {
    name: 'export',
    args: ['features.credit', '--format', 'csv', '--output', '%/credit.csv'],
    unknown: ['nothing', '--format', 'csv', '--output', '%/x.csv'],
  },
  { name: 'artifacts', args: ['--output', '%/dbt'], unknown: ['--output', '%/dbt', '--run', 'nothing'] },
  {
    name: 'source attest',
    args: ['bank', '--through', '2022-11-30', '--note', 'looked'],
    unknown: ['nothing', '--through', '2022-11-30', '--note', 'looked'],
  },
  { name: 'gc', args: ['--older-than', '30d'], unknown: ['--older-than', 'long'] },
  { name: 'env delete', args: ['main', '--yes'], unknown: ['nothing', '--yes'] },
  { name: 'clean', args: [], unknown: ['--target', 'nothing'] },
];
