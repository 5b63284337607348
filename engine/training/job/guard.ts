/**
 * Loaded first in every training process, before anything that could misbehave. It finds out, by trying, what the
 * process is kept from, and then makes what is left of the outside answer with an error that says so. The barriers are
 * the operating system's and Node's; the traps here are for clear words, and for platforms without a barrier.
 */
import dgram from 'node:dgram';
import dns from 'node:dns';
import { readFileSync } from 'node:fs';
import net from 'node:net';
import { networkInterfaces } from 'node:os';
import type { IsolationFinding } from './isolation.ts';

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

/** What this process was found to be kept from before the traps were set. */
export const FOUND: readonly IsolationFinding[] = Object.freeze([
  { check: 'empty_environment', held: Object.keys(process.env).length === 0 },
  { check: 'no_network', held: hasNoNetwork() },
  { check: 'no_files', held: readsNoFiles() },
]);

setTraps();

/** A network namespace of its own lists no interface; a permission model that knows the network denies it. */
function hasNoNetwork(): boolean {
  return Object.keys(networkInterfaces()).length === 0 || isDenied('net');
}

function readsNoFiles(): boolean {
  return isDenied('fs.read') && isDenied('fs.write') && isDenied('child') && !canRead(process.execPath);
}

function isDenied(scope: string): boolean {
  const { permission } = process as { permission?: { has(scope: string): boolean } };
  try {
    return permission?.has(scope) === false && !(scope === 'net' && !knowsNetwork());
  } catch {
    return false;
  }
}

/** Node's permission model covers sockets from version 25 on; before, it answers nothing about them. */
function knowsNetwork(): boolean {
  return Number.parseInt(process.versions.node, 10) >= 25;
}

function canRead(file: string): boolean {
  try {
    readFileSync(file);
    return true;
  } catch {
    return false;
  }
}

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
