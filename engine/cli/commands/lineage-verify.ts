import type { Place } from '../../../lineage/index.ts';
import { ProblemError } from '../../diagnostics/index.ts';
import type { ObjectId } from '../../lake/index.ts';
import type { Manifest } from '../../plan/index.ts';
import { verificationText } from '../../report/index.ts';
import { verifyLineage } from '../../run/index.ts';
import { currentManifest, lineageOfRun, manifestOfRun } from '../environment-run.ts';
import { lineagePlace } from '../lineage-place.ts';
import { type GlobalFlags, openSession, warn } from '../session.ts';
import type { ExitCode, Terminal } from '../terminal.ts';

export interface LineageVerifyFlags extends GlobalFlags {
  readonly run?: string;
}

/** `ews lineage verify TARGET`: every byte that the target rests on, read again; 1 when one is not what was stored. */
export async function runLineageVerify(
  target: string,
  flags: LineageVerifyFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const session = await openSession(flags, terminal);
  for (const problem of session.warnings) warn(problem, flags, terminal);
  const current = flags.run === undefined;
  const manifest = flags.run === undefined ? await currentManifest(session) : await manifestOfRun(session, flags.run);
  // A prediction rests on what its model rests on.
  const [name = ''] = target.split('@');
  const place = lineagePlace(await lineageOfRun(session, manifest.run), name);
  const objects = objectsOf(manifest, place);
  const chain = await verifyLineage({
    target,
    objects,
    end: endOf(objects, target.includes('@') ? 'prediction' : kindOf(place)),
    manifest,
    store: session.effects.store,
    ...(current ? { definitions: session.definitions } : {}),
  });
  terminal.out(
    flags.json === true ? JSON.stringify(chain, null, 2) : verificationText(chain, terminal.paintOut, terminal.width),
  );
  return chain.holds ? 0 : 1;
}

/** The stored objects behind a stage: a frame alone, or all objects of the node that made it. */
function objectsOf(manifest: Manifest, { node }: Place): readonly ObjectId[] {
  const [room, name] = [node.slice(0, node.indexOf('.')), node.slice(node.indexOf('.') + 1)];
  if (room === 'raw') return rawReaders(manifest, name);
  const owner = ['frames', 'predictions', 'alarms', 'cards'].includes(room) ? `models.${name}` : node;
  const objects = Object.entries(manifest.nodes).find(([id]) => id === owner)?.[1].objects ?? [];
  const wanted = room === 'frames' ? objects.filter(({ kind }) => kind === 'frame') : objects;
  if (wanted.length > 0) return wanted;
  const message = `run ${manifest.run} holds nothing of ${node}`;
  throw new ProblemError([{ code: 'EWS4005', severity: 'error', message, hint: 'run: ews build' }]);
}

const KINDS: Readonly<Record<string, string>> = {
  features: 'feature',
  labels: 'label',
  frames: 'frame',
  models: 'model',
  predictions: 'prediction',
  alarms: 'alarms',
  cards: 'card',
  comparisons: 'comparison',
};

/** The kind of object that a stage is. */
function kindOf({ node }: Place): string {
  const room = node.slice(0, node.indexOf('.'));
  return KINDS[room] ?? '';
}

function endOf(objects: readonly ObjectId[], kind: string): ObjectId {
  const [first] = objects;
  if (first === undefined) throw new Error('a target without objects');
  return objects.find((each) => each.kind === kind) ?? first;
}

/** The observations that are made from raw bytes: `fred` of a snapshot, `nber.turning_points` of a table. */
function rawReaders(manifest: Manifest, name: string): readonly ObjectId[] {
  return Object.entries(manifest.nodes).flatMap(([id, { kind, objects }]) =>
    kind === 'source' && (id === name || id.startsWith(`${name}.`)) ? objects : [],
  );
}
