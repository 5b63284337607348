import type { CardBody, EventCardBody } from '../cards/index.ts';
import { problemError, usageError } from '../diagnostics/index.ts';
import { readCards } from '../inspect/index.ts';
import { entry } from '../presence/index.ts';
import type { Standing } from '../standing/index.ts';
import { currentManifest } from './environment-run.ts';
import { namedModel } from './named-model.ts';
import { openGraph } from './open-graph.ts';
import type { GlobalFlags } from './session.ts';
import { currentStandings, tellStandings } from './tell-standing.ts';
import type { Terminal } from './terminal.ts';

/** What a card says, and whose numbers those are. */
export interface BuiltCard<Body extends CardBody = CardBody> {
  readonly body: Body;
  readonly standing: Standing;
  /** What a value is counted in; null of an event, and where nobody declared it. */
  readonly unit: string | null;
}

/**
 * The cards of the named models as the environment holds them, in that order. ProblemError EWS6002 for what is no
 * model, EWS4003 for one that is not built.
 */
export async function builtCards(
  names: readonly string[],
  flags: GlobalFlags,
  terminal: Terminal,
): Promise<readonly BuiltCard[]> {
  const { session, graph } = await openGraph(flags, terminal);
  const models = names.map((name) => namedModel(graph, name));
  const cards = await readCards(session.effects.store, graph, await currentManifest(session));
  const standings = await currentStandings(session);
  const ids = models.map(({ id }) => id);
  tellStandings(standings, ids, flags, terminal);
  return models.map(({ name, id, label }) => {
    const body = cards.get(name);
    if (body !== undefined) return { body, standing: entry(standings, id), unit: label.unit ?? null };
    const hint = `run: ews build --select +${name}`;
    throw problemError('EWS4003', `${id} is not built yet`, { hint });
  });
}

/** The cards of models of events, as `builtCards` has them. ProblemError EWS6001 for a model of a continuous label. */
export async function builtEventCards(
  names: readonly string[],
  flags: GlobalFlags,
  terminal: Terminal,
): Promise<readonly BuiltCard<EventCardBody>[]> {
  return (await builtCards(names, flags, terminal)).map(({ body, ...built }) => {
    if (body.task === 'event') return { body, ...built };
    const message = `${body.identity.model} predicts a value, and this command is for models of events`;
    const hint = `see: ews model backtest ${body.identity.model}, or its card`;
    throw usageError(message, hint);
  });
}
