import { statSync } from 'node:fs';
import path from 'node:path';
import { isWithin, reachOf } from '../../folders/index.ts';
import { parseId } from '../../ids/index.ts';
import { observationsOf, type RelationSummary } from '../../ingest/index.ts';
import { digestOfFile, type FileCheck, type ObjectMeta } from '../../lake/index.ts';
import type { Definitions } from '../../project/index.ts';
import { fredFile } from '../../steps/index.ts';
import { statedProvenance } from '../provenance.ts';
import type { ChainLink } from './chain-link.ts';

/**
 * Compares the files that the project bundles with the newest raw bytes of the observations made from them, and what
 * `provenance.json` beside a file says of it with the file. One link a file.
 */
export async function projectFileLinks(
  definitions: Definitions,
  observations: readonly ObjectMeta[],
): Promise<readonly ChainLink[]> {
  const links = new Map<string, ChainLink>();
  for (const [relation, { raw, rawKey, readFrom }] of observations.flatMap((meta) =>
    Object.entries(observationsOf(meta).relations),
  )) {
    const file = fileOf(definitions, relation, readFrom);
    if (file === undefined || rawKey !== undefined || links.has(file)) continue;
    const files = [await checkProjectFile(definitions, file, raw), ...checkProvenance(definitions, file, raw)];
    const name = path.posix.basename(file);
    links.set(file, { kind: 'project', name, fingerprint: null, id: file, files, inputs: [], cut: false });
  }
  return [...links.values()];
}

/**
 * The project-relative file of `rates.long`, of a source with vintages and a snapshot the one that it is read from;
 * undefined where the source is asked live or is no longer declared.
 */
function fileOf(definitions: Definitions, relation: string, readFrom: ReadFrom): string | undefined {
  const { schema, name: table } = parseId(relation);
  const source = definitions.sources.find((each) => each.name === schema);
  if (source?.connector === 'file') return source.tables.find((each) => each.name === table)?.file;
  return source === undefined || source.data.kind === 'live' ? undefined : fredFile(source.data, readFrom);
}

type ReadFrom = RelationSummary['readFrom'];

async function checkProjectFile(definitions: Definitions, file: string, expected: string): Promise<FileCheck> {
  const { root, outside } = definitions;
  const full = path.join(root, file);
  // A pipe would be read for ever.
  const isFile = statSync(full, { throwIfNoEntry: false })?.isFile() === true;
  if (!isFile || !isWithin(reachOf(root, outside), full)) return { key: file, state: 'gone', expected, found: null };
  const { sha256: found } = await digestOfFile(full);
  return { key: file, state: found === expected ? 'holds' : 'changed', expected, found };
}

/** What the provenance says of the file's digest; nothing where there is no provenance or it leaves the file out. */
function checkProvenance(definitions: Definitions, file: string, expected: string): readonly FileCheck[] {
  const stated = statedProvenance(definitions, file);
  if (stated === undefined) return [];
  const { key, sha256: found } = stated;
  return [{ key, state: found === expected ? 'holds' : 'changed', expected, found }];
}
