import type { CardDocument } from '../../cards/index.ts';
import { currentManifest, localRunFile, requireRunFile } from '../environment-run.ts';
import { namedModel } from '../named-model.ts';
import { openGraph } from '../open-graph.ts';
import type { GlobalFlags } from '../session.ts';
import { currentStandings, tellStandings } from '../tell-standing.ts';
import type { ExitCode, Terminal } from '../terminal.ts';

export type CardFormat = 'markdown' | 'json' | 'html' | 'path';

export interface CardFlags extends GlobalFlags {
  readonly format?: CardFormat;
}

const ENDINGS: Readonly<Record<CardFormat, string>> = { markdown: 'md', json: 'json', html: 'html', path: 'html' };

/** `ews card NAME`: a model's card as the environment's current run exported it. */
export async function runCard(name: string, flags: CardFlags, terminal: Terminal): Promise<ExitCode> {
  const { session, graph } = await openGraph(flags, terminal);
  const model = namedModel(graph, name);
  const format = flags.json === true ? 'json' : (flags.format ?? 'markdown');
  const manifest = await currentManifest(session);
  tellStandings(await currentStandings(session), [model.id], flags, terminal);
  const file = `cards/${model.name}.${ENDINGS[format]}`;
  const what = `card of ${model.id}`;
  if (format === 'path') {
    terminal.out(await localRunFile(session, manifest, file, what));
    return 0;
  }
  const text = Buffer.from(await requireRunFile(session, manifest, file, what)).toString('utf8');
  if (flags.json === true) terminal.answer.gave('card', JSON.parse(text) as CardDocument);
  else terminal.out(text.trimEnd());
  return 0;
}
