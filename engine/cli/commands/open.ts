import { spawn } from 'node:child_process';
import { ProblemError } from '../../diagnostics/index.ts';
import { currentManifest, localRunFile } from '../environment-run.ts';
import { namedModel } from '../named-model.ts';
import { openGraph } from '../open-graph.ts';
import { type GlobalFlags, openSession, type Session } from '../session.ts';
import type { ExitCode, Terminal } from '../terminal.ts';

export interface OpenFlags extends GlobalFlags {
  readonly print?: boolean;
}

/** `ews open [lineage | card NAME]`: shows a page of the newest run, or prints its path where nothing can. */
export async function runOpen(what: readonly string[], flags: OpenFlags, terminal: Terminal): Promise<ExitCode> {
  const file = await pageOf(what, flags, terminal);
  if (flags.json === true) terminal.out(JSON.stringify({ path: file }, null, 2));
  else if (flags.print === true || !terminal.interactive || !(await openFile(file))) terminal.out(file);
  else terminal.err(`opened ${file}`);
  return 0;
}

const OPENS = 'ews open, ews open lineage, or ews open card MODEL';

async function pageOf(what: readonly string[], flags: OpenFlags, terminal: Terminal): Promise<string> {
  const [kind, name, ...rest] = what;
  if (kind === undefined) return pathOf(await openSession(flags, terminal), 'index.html', 'page');
  if (kind === 'lineage' && name === undefined) {
    return pathOf(await openSession(flags, terminal), 'lineage.html', 'lineage page');
  }
  if (kind !== 'card' || name === undefined || rest.length > 0) {
    const message = `ews open does not know "${what.join(' ')}"`;
    throw new ProblemError([{ code: 'EWS6001', severity: 'error', message, hint: OPENS }]);
  }
  const { session, graph } = await openGraph(flags, terminal);
  const model = namedModel(graph, name);
  return pathOf(session, `cards/${model.name}.html`, `card of ${model.id}`);
}

async function pathOf(session: Session, file: string, what: string): Promise<string> {
  const { run } = await currentManifest(session);
  return localRunFile(session, run, file, what);
}

/** Hands the file to the desktop; false where there is none. */
function openFile(file: string): Promise<boolean> {
  const opener = process.platform === 'darwin' ? 'open' : 'xdg-open';
  return new Promise((resolve) => {
    const child = spawn(opener, [file], { stdio: 'ignore', detached: true });
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}
