import type { Day } from '../../engine/calendar/index.ts';
import { runShow, type ShowFlags } from '../../engine/cli/commands/show.ts';
import type { Row } from '../../engine/warehouse/index.ts';
import { recordingTerminal } from './recording-terminal.ts';

/** A project that was built on disk, looked at as users do: by `ews show --json`. */
export interface BuiltProject {
  /** The rows of a source, group or label as known on one day: the whole relation, in the order of `date`. */
  knownOn(id: string, day: Day): Promise<readonly Row[]>;
  /** The stored object: a group's rows for every decision date, a label's versions. */
  stored(id: string): Promise<readonly Row[]>;
}

/** Before the first row of any project. */
const EARLIEST = '0001-01-01';

export async function openBuilt(project: string): Promise<BuiltProject> {
  const rows = async (id: string, flags: Partial<ShowFlags>): Promise<readonly Row[]> => {
    const terminal = recordingTerminal();
    await runShow(id, { projectDir: project, logFormat: 'text', json: true, from: EARLIEST, ...flags }, terminal);
    const shown = JSON.parse(terminal.said.out.join('\n')) as { readonly rows: readonly Row[] };
    return shown.rows;
  };
  return {
    knownOn: (id, day) => rows(id, { asOf: day }),
    stored: (id) => rows(id, { stored: true }),
  };
}
