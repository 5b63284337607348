import path from 'node:path';
import { makeFolder } from '../../folders/index.ts';
import { dbtArtifacts, openWhole } from '../../inspect/index.ts';
import { currentManifest, requiredManifest } from '../environment-run.ts';
import { type GlobalFlags, openSession } from '../session.ts';
import { tellProblem } from '../tell-problem.ts';
import type { ExitCode, Terminal } from '../terminal.ts';
import { writeNamedFile } from '../written-file.ts';

export interface ArtifactsFlags extends GlobalFlags {
  readonly output: string;
  readonly run?: string;
  readonly overwrite?: boolean;
}

/**
 * `ews artifacts --output FOLDER`: a run as dbt's manifest, run results, catalog and sources. ProblemError EWS4005
 * where there is no such run, EWS6001 for a file that is there already.
 */
export async function runArtifacts(flags: ArtifactsFlags, terminal: Terminal): Promise<ExitCode> {
  const session = await openSession(flags, terminal);
  const manifest =
    flags.run === undefined ? await currentManifest(session) : await requiredManifest(session, flags.run);
  const project = await openWhole(session);
  for (const problem of [...session.warnings, ...project.graph.problems]) tellProblem(problem, flags, terminal);
  const files = await dbtArtifacts(project, manifest);
  makeFolder(flags.output);
  for (const [name, text] of files) await writeNamedFile(path.join(flags.output, name), text, flags);
  const report = { run: manifest.run, output: flags.output, files: [...files.keys()] };
  if (flags.json === true) terminal.answer.gave('artifacts', report);
  else terminal.out(`wrote ${report.files.join(', ')} of run ${report.run} to ${report.output}`);
  return 0;
}
