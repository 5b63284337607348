/**
 * Loaded first in every training process, before anything that could misbehave: it makes the outside answer with an
 * error that says what was reached for. The barriers are the operating system's and Node's, and their parent finds out
 * whether they hold; the traps here are for clear words, and for platforms without a barrier.
 */
import dgram from 'node:dgram';
import dns from 'node:dns';
import net from 'node:net';

/** What the process reached for and may not have, `open a network connection`, in order. */
export const REACHED: string[] = [];

/** Thrown at who reaches. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';

  constructor(what: string) {
    super(what);
    REACHED.push(what);
  }
}

setTraps();

function setTraps(): void {
  const refuse = (what: string) => (): never => {
    throw new RefusedError(what);
  };
  net.Socket.prototype.connect = refuse('open a network connection');
  net.Server.prototype.listen = refuse('listen on the network');
  dgram.Socket.prototype.bind = refuse('open a network socket');
  dgram.Socket.prototype.send = refuse('send to the network');
  const lookUp = refuse('look a name up on the network');
  Object.assign(dns, { lookup: lookUp, resolve: lookUp });
  Object.assign(dns.promises, { lookup: lookUp, resolve: lookUp });
  const environment = new Proxy(
    {},
    {
      get: (_, name) => readVariable(String(name)),
      has: (_, name) => readVariable(String(name)) !== undefined,
      ownKeys: () => (askedByNode() ? [] : refuse('list the variables of the environment')()),
    },
  );
  Object.defineProperty(process, 'env', { value: environment, configurable: false, writable: false });
}

/** Node's own modules look for their settings, and find none. */
function readVariable(name: string): undefined {
  if (!askedByNode()) throw new RefusedError(`read ${name} from the environment`);
}

function askedByNode(): boolean {
  const { stack = '' } = new Error('where');
  const frames = stack.split('\n').slice(1);
  const caller = frames.find((frame) => !frame.includes(import.meta.url) && !frame.includes('<anonymous>'));
  return caller === undefined || /\(?node:/.test(caller);
}
