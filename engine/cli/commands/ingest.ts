import { eventText, problemText } from '../../report/index.ts';
import { ingestSources, type NodeResult } from '../../run/index.ts';
import { chosenSources } from '../chosen-sources.ts';
import { eventEmitter } from '../event-emitter.ts';
import { interruptSignal } from '../interrupt-signal.ts';
import { tellNotices } from '../live-notices.ts';
import { EWS_VERSION, type GlobalFlags, openSession } from '../session.ts';
import type { ExitCode, Terminal } from '../terminal.ts';

export interface IngestFlags extends GlobalFlags {
  readonly fullRefresh?: boolean;
}

/** `ews ingest [source...]`: asks the sources for what may have changed and stores it. 1 if one could not be had. */
export async function runIngest(names: readonly string[], flags: IngestFlags, terminal: Terminal): Promise<ExitCode> {
  const session = await openSession(flags, terminal);
  const sources = chosenSources(session.definitions, names);
  if (flags.logFormat === 'text') {
    for (const warning of session.warnings) terminal.err(problemText(warning, terminal.paintErr));
  }
  const emit = eventEmitter(
    flags,
    (event) => eventText(event, EWS_VERSION, session.definitions.config.name, terminal.paintErr),
    terminal,
  );
  const options = { sources, everything: flags.fullRefresh === true };
  const results = await ingestSources(session.definitions, options, session.effects, emit, interruptSignal());
  if (flags.json === true) terminal.out(JSON.stringify(results, null, 2));
  else if (flags.logFormat === 'text') terminal.out(results.map(summary).join('\n'));
  tellNotices({ ...session.definitions, sources }, flags, terminal);
  return results.some(({ status }) => status === 'failed') ? 1 : 0;
}

/** `fred: 33,679 rows, 44 relations, 3 of 44 asked for updated, 47 requests`. */
function summary({ id, status, rows, note, problems }: NodeResult): string {
  const name = id.slice(id.indexOf(':') + 1);
  const stored = `${(rows ?? 0).toLocaleString('en-US')} rows stored`;
  if (status === 'failed') {
    const found = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
    return `${name}: ${rows === null ? 'not ingested' : `${stored}, and not all is well`}, ${found}`;
  }
  const found = status === 'reused' ? 'nothing new' : stored;
  return `${name}: ${found}, ${note}`;
}
