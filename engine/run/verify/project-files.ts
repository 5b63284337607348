import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { observationsOf } from '../../ingest/index.ts';
import { digestOfFile, type FileCheck, type ObjectMeta } from '../../lake/index.ts';
import type { Definitions } from '../../project/index.ts';
import type { ChainLink } from './chain-link.ts';

/** Says beside a bundled file what it is, where it comes from and its SHA-256. */
const PROVENANCE = 'provenance.json';

/**
 * Compares the files that the project bundles with the newest raw bytes of the observations made from them, and what
 * `provenance.json` beside a file says of it with the file. One link a file.
 */
export async function projectFileLinks(
  definitions: Definitions,
  observations: readonly ObjectMeta[],
): Promise<readonly ChainLink[]> {
  const links = new Map<string, ChainLink>();
  for (const [relation, { raw, rawKey }] of observations.flatMap((meta) =>
    Object.entries(observationsOf(meta).relations),
  )) {
    const file = fileOf(definitions, relation);
    if (file === undefined || rawKey !== undefined || links.has(file)) continue;
    const files = [
      await checkProjectFile(definitions.root, file, raw),
      ...(await checkProvenance(definitions.root, file, raw)),
    ];
    const name = path.posix.basename(file);
    links.set(file, { kind: 'project', name, fingerprint: null, id: file, files, inputs: [], cut: false });
  }
  return [...links.values()];
}

/** The project-relative file of `rates.long`; undefined where the source is asked live or is no longer declared. */
function fileOf(definitions: Definitions, relation: string): string | undefined {
  const [name, table] = relation.split('.');
  const source = definitions.sources.find((each) => each.name === name);
  if (source?.connector === 'file') return source.tables.find((each) => each.name === table)?.file;
  return source === undefined || source.data.kind === 'live' ? undefined : source.data.file;
}

async function checkProjectFile(root: string, file: string, expected: string): Promise<FileCheck> {
  const full = path.join(root, file);
  if (!existsSync(full)) return { key: file, state: 'gone', expected, found: null };
  const { sha256: found } = await digestOfFile(full);
  return { key: file, state: found === expected ? 'holds' : 'changed', expected, found };
}

/** What the provenance says of the file's digest; nothing where there is no provenance or it leaves the file out. */
async function checkProvenance(root: string, file: string, expected: string): Promise<readonly FileCheck[]> {
  const key = path.posix.join(path.posix.dirname(file), PROVENANCE);
  const text = await readFile(path.join(root, key), 'utf8').catch(() => undefined);
  if (text === undefined) return [];
  const found = statedDigest(text, path.posix.basename(file));
  if (found === undefined) return [];
  return [{ key, state: found === expected ? 'holds' : 'changed', expected, found }];
}

/** Null where the file cannot be read as what it is. */
function statedDigest(text: string, name: string): string | null | undefined {
  try {
    const stated = (JSON.parse(text) as Readonly<Record<string, { readonly sha256?: string } | undefined>>)[name];
    return stated === undefined ? undefined : (stated.sha256 ?? null);
  } catch {
    return null;
  }
}
