import { warning } from '../diagnostics/index.ts';
import { type AskSts, askSts, awsCaller } from '../lake/index.ts';
import { openAgents } from '../network/index.ts';
import { type GlobalFlags, openSession, type Session, type SessionFlags } from './session.ts';
import { tellProblem } from './tell-problem.ts';
import type { Terminal } from './terminal.ts';

const ASK: AskSts = askSts(() => openAgents(process.env));

/** A session of a command that the record speaks of: who it says that did it is asked for. Throws as `openSession`. */
export async function openChangingSession(flags: SessionFlags, terminal: Terminal): Promise<Session> {
  return identified(await openSession(flags, terminal), flags, terminal);
}

/**
 * The session with the actor that AWS vouches for, where its lake lies there. Where nobody does, the name of the
 * account stays, which is self-declared: the record says so, and on AWS a warning EWS4023. Never stops a command.
 */
export async function identified(
  session: Session,
  flags: GlobalFlags,
  terminal: Terminal,
  ask: AskSts = ASK,
): Promise<Session> {
  const { store } = session.target;
  // A server of one's own has accounts of its own, and asking AWS would say nothing about them.
  if (store.kind === 'local' || store.endpoint !== undefined) return session;
  const caller = await awsCaller(store, ask);
  if (caller.kind === 'unknown') {
    const { actor } = session.effects.origin;
    const message = `who runs this is not known to AWS: the record says "${actor}", self-declared`;
    const way = `a way to sts.${store.region}.amazonaws.com`;
    const hint = `${caller.why}; sts:GetCallerIdentity needs no permission, but ${way}`;
    tellProblem(warning('EWS4023', message, { hint }), flags, terminal);
    return session;
  }
  const origin = { ...session.effects.origin, actor: caller.arn, actorFrom: 'sts' } as const;
  return { ...session, effects: { ...session.effects, origin } };
}
