import { usageError } from '../../diagnostics/index.ts';
import {
  type ExportFormat,
  exportNode,
  openWhole,
  PREDICTION_COLUMNS,
  VALUE_PREDICTION_COLUMNS,
} from '../../inspect/index.ts';
import { byteSize, counted } from '../../report/index.ts';
import { tellNotices } from '../live-notices.ts';
import { namedTarget } from '../named-node.ts';
import { checkDays, refuseIncomplete } from '../refuse-incomplete.ts';
import { type GlobalFlags, openSession } from '../session.ts';
import { tellProblem } from '../tell-problem.ts';
import type { ExitCode, Terminal } from '../terminal.ts';
import { writeNamedFile } from '../written-file.ts';

export interface ExportFlags extends GlobalFlags {
  readonly format: ExportFormat;
  readonly output: string;
  readonly asOf?: string;
  readonly from?: string;
  readonly to?: string;
}

/**
 * `ews export NODE --format csv --output FILE`: all rows of a node as a file, which must not be there. Throws as `ews
 * show`, and ProblemError EWS4036 for what the format cannot hold.
 */
export async function runExport(target: string, flags: ExportFlags, terminal: Terminal): Promise<ExitCode> {
  const days = { asOf: flags.asOf, from: flags.from, to: flags.to };
  checkDays(days);
  const session = await openSession(flags, terminal);
  const project = await openWhole(session);
  for (const problem of [...session.warnings, ...project.graph.problems]) tellProblem(problem, flags, terminal);
  const modelColumns = Object.keys({ ...PREDICTION_COLUMNS, ...VALUE_PREDICTION_COLUMNS });
  const { node, column } = namedTarget(project.graph, target, modelColumns);
  if (node.kind === 'test' || node.kind === 'comparison') {
    throw usageError(`${node.id} has no rows`, 'export a source, a group, a label or a model');
  }
  if (days.asOf !== undefined) refuseIncomplete(days.asOf, node, project.graph);
  const columns = column === undefined ? undefined : [column];
  const { exported, bytes } = await exportNode(project, node, { ...days, columns }, flags.format);
  await writeNamedFile(flags.output, bytes, { ...flags, overwrite: false, canOverwrite: false });
  tellNotices(session.definitions, flags, terminal);
  const report = { ...exported, output: flags.output, bytes: bytes.byteLength };
  if (flags.json === true) terminal.answer.gave('export', report);
  else {
    const known = exported.asOf === null ? 'as stored' : `as known on ${exported.asOf}`;
    const size = `${counted(exported.rows, 'row')}, ${counted(exported.columns.length, 'column')}`;
    terminal.out(`wrote ${flags.output}: ${exported.node} ${known}, ${size}, ${byteSize(bytes.byteLength)}`);
  }
  return 0;
}
