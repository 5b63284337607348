import { Attacker } from './attacker.ts';
import type { TestProject } from './small-project.ts';

/**
 * Takes the digests that chain a project's only run out of its records, which makes of it one that an earlier version
 * wrote.
 */
export async function asWrittenBeforeDigests(project: TestProject): Promise<void> {
  const lake = new Attacker(project);
  const runId = await lake.runAt('main', 1);
  await lake.rewrite(`runs/${runId}/manifest.json`, (manifest) => {
    for (const key of ['files', 'parent', 'sources']) delete manifest[key];
  });
  await lake.rewrite(lake.ref('main', 1), (ref) => {
    for (const key of ['manifestSha256', 'previousSha256']) delete ref[key];
  });
}
