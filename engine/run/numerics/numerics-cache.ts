import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeFolder, userCache } from '../../folders/index.ts';

/** What is known of machines: digests of files by their identity, and what the probe found by the machine's key. */
export interface RecordedMachines {
  readonly files: Readonly<Record<string, string>>;
  readonly probes: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const FORMAT = 'ews numerics 1';
/** A home that many machines share, and many versions: beyond so many entries the oldest go. */
const MOST = 32;
const NOTHING: RecordedMachines = { files: {}, probes: {} };

/** What a machine computes is no property of a folder that is copied, committed or shared. */
export function numericsCacheFile(environment: NodeJS.ProcessEnv = process.env): string | null {
  return userCache('numerics.json', environment);
}

/** Nothing where the file is missing, cannot be read or is not what was written. */
export function readKnownMachines(file: string | null): RecordedMachines {
  if (file === null) return NOTHING;
  try {
    const [format, sum, text = ''] = readFileSync(file, 'utf8').split('\n');
    return format === FORMAT && sum === sumOf(text) ? (JSON.parse(text) as RecordedMachines) : NOTHING;
  } catch {
    return NOTHING;
  }
}

/** Adds to what the file holds by now, whole or not at all; a folder that cannot be written costs the next run time. */
export function keepKnownMachines(file: string | null, found: RecordedMachines): void {
  if (file === null) return;
  const unfinished = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    const before = readKnownMachines(file);
    const text = JSON.stringify({
      files: newest({ ...before.files, ...found.files }),
      probes: newest({ ...before.probes, ...found.probes }),
    });
    makeFolder(path.dirname(file));
    writeFileSync(unfinished, `${FORMAT}\n${sumOf(text)}\n${text}\n`);
    renameSync(unfinished, file);
  } catch {
    // The next run asks again.
  }
}

function newest<Value>(entries: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(entries).slice(-MOST));
}

function sumOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
