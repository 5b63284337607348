import { collectCatalogue, openWhole } from '../../inspect/index.ts';
import { counted, renderDocsPage } from '../../report/index.ts';
import { currentManifest, requiredManifest } from '../environment-run.ts';
import { pagesBeside } from '../pages-beside.ts';
import { type GlobalFlags, openSession } from '../session.ts';
import { tellProblem } from '../tell-problem.ts';
import type { ExitCode, Terminal } from '../terminal.ts';
import { writeNamedFile } from '../written-file.ts';

export interface DocsFlags extends GlobalFlags {
  readonly output: string;
  readonly overwrite?: boolean;
  readonly run?: string;
}

/**
 * `ews docs`: the catalogue as one offline page: what is defined, beside what a run has of it. ProblemError EWS4005
 * where there is no such run, EWS6001 for a file that is there already.
 */
export async function runDocs(flags: DocsFlags, terminal: Terminal): Promise<ExitCode> {
  const session = await openSession(flags, terminal);
  const manifest =
    flags.run === undefined ? await currentManifest(session) : await requiredManifest(session, flags.run);
  const project = await openWhole(session);
  for (const problem of [...session.warnings, ...project.graph.problems]) tellProblem(problem, flags, terminal);
  const catalogue = await collectCatalogue(project, manifest);
  const builders = new Set(Object.values(manifest.nodes).map(({ builtBy }) => builtBy));
  const page = renderDocsPage({ catalogue, pages: await pagesBeside(session, manifest, [...builders], flags.output) });
  await writeNamedFile(flags.output, page, flags);
  const { nodes, functions } = catalogue;
  const report = {
    output: flags.output,
    run: manifest.run,
    nodes: nodes.length,
    functions: functions.length,
    bytes: Buffer.byteLength(page),
  };
  if (flags.json === true) terminal.answer.gave('docs', report);
  else {
    const called = report.functions === 0 ? '' : `, ${counted(report.functions, 'function')}`;
    terminal.out(`wrote ${report.output}: ${counted(report.nodes, 'node')}${called} as of run ${report.run}`);
  }
  return 0;
}
