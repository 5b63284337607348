import type { ChainProblem } from '../../lake/index.ts';
import { MANIFEST } from '../../plan/index.ts';
import type { ReadManifest } from './run-record.ts';

/**
 * Objects of whose data two runs recorded different digests: under one fingerprint there is one result, so that one of
 * the two manifests was rewritten. Its account of the others may be consistent.
 */
export function objectsDisagree(manifests: readonly ReadManifest[]): readonly ChainProblem[] {
  const earliest = new Map<string, { readonly run: string; readonly digest: string }>();
  const findings: ChainProblem[] = [];
  for (const { run, manifest } of manifests) {
    const digests = Object.values(manifest?.nodes ?? {}).flatMap((node) => Object.entries(node.digests ?? {}));
    for (const [key, digest] of digests) {
      const recorded = earliest.get(key);
      if (recorded === undefined) earliest.set(key, { run, digest });
      else if (recorded.digest !== digest && recorded.run !== run) {
        const other = `run ${recorded.run} has sha256:${recorded.digest}`;
        const message = `it has sha256:${digest} of the data of ${key}, and ${other}`;
        findings.push({ file: `runs/${run}/${MANIFEST}`, what: 'changed', message });
      }
    }
  }
  return findings;
}
