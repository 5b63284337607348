import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type NumericsProbe, probeOf } from '../../numerics/index.ts';
import { type FileIdentity, machineKey } from './machine-key.ts';
import { keepKnownMachines, numericsCacheFile, readKnownMachines } from './numerics-cache.ts';
import { probeMachine } from './probe-machine.ts';

/**
 * The numerics of this machine: probed once a machine (about half a second), then looked up (a few milliseconds). The
 * cache only saves time: without one, with a damaged or a read-only one, the machine is probed again. Asked once a
 * process, when first needed. Throws what `probeMachine` throws.
 */
export function machineNumerics(
  file = numericsCacheFile(),
  probe: () => Promise<NumericsProbe> = probeMachine,
): () => Promise<NumericsProbe> {
  let asked: Promise<NumericsProbe> | undefined;
  return () => {
    asked ??= lookedUp(file, probe);
    return asked;
  };
}

async function lookedUp(file: string | null, probe: () => Promise<NumericsProbe>): Promise<NumericsProbe> {
  const known = readKnownMachines(file);
  const files: Record<FileIdentity, string> = {};
  const key = keyHere((native, identity) => {
    files[identity] = known.files[identity] ?? createHash('sha256').update(readFileSync(native)).digest('hex');
    return files[identity];
  });
  if (key === undefined) return probe();
  const functions = known.probes[key];
  if (functions === undefined) {
    const found = await probe();
    keepKnownMachines(file, { files, probes: { [key]: found.functions } });
    return found;
  }
  const moved = Object.keys(files).some((identity) => known.files[identity] === undefined);
  if (moved) keepKnownMachines(file, { files, probes: {} });
  return probeOf(functions);
}

/** Undefined where the machine does not tell what it is: then it is probed every time. */
function keyHere(digestOf: Parameters<typeof machineKey>[0]): string | undefined {
  try {
    return machineKey(digestOf);
  } catch {
    return undefined;
  }
}
