import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';

/** With a user namespace, as anyone may; without, as root may where user namespaces are switched off. */
const WAYS = [['--user', '--map-root-user', '--net'], ['--net']] as const;

const TOOLS = ['/usr/bin/unshare', '/bin/unshare', '/usr/sbin/unshare'];

/**
 * The words to put before a command so that it runs in a network namespace with nothing in it; null where the platform
 * gives none to this user. Tried once on a program that does nothing.
 */
export async function networkNamespace(): Promise<readonly string[] | null> {
  const tool = TOOLS.find((file) => existsSync(file));
  if (tool === undefined) return null;
  for (const way of WAYS) {
    const prefix = [tool, ...way, '--'];
    if (await works(prefix)) return prefix;
  }
  return null;
}

async function works([command = '', ...args]: readonly string[]): Promise<boolean> {
  try {
    await promisify(execFile)(command, [...args, process.execPath, '--version'], { env: {}, timeout: 5000 });
    return true;
  } catch {
    return false;
  }
}
