import { appendFile, cp, mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { REPOSITORY } from '../../integration/product.ts';

/** The fixture on FRED-MD's series with the reference project's labour group, and a target that asks a server. */
export async function vintagesProject(root: string, url: string): Promise<void> {
  await cp(path.join(REPOSITORY, 'tests/projects/vintages'), root, { recursive: true });
  await mkdir(path.join(root, 'features'));
  const features = path.join(REPOSITORY, 'features');
  for (const file of await readdir(features)) {
    if (file.startsWith('labor.')) await cp(path.join(features, file), path.join(root, 'features', file));
  }
  await appendFile(path.join(root, 'targets/live.yaml'), liveTarget(url));
}

function liveTarget(url: string): string {
  return [
    'target: live',
    'description: asks a server of this test',
    'store: { kind: local, path: .ews/live }',
    `fred: { read: live, requests_per_minute: 1000000, url: "${url}" }`,
    'environment: live',
    '',
  ].join('\n');
}
