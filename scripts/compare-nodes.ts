// Builds the reference project with the lowest Node, with 22 and with 24: the same objects, byte for byte. npm run
// nodes
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { objectDigests } from '../tests/build/objects.ts';
import { copyReferenceProject } from '../tests/golden-project/reference-copy.ts';
import { NODE_VERSIONS, nodeBinary } from './node-binaries.ts';

const ROOT = path.resolve(import.meta.dirname, '..');

interface NodeBuild {
  readonly version: string;
  /** `<kind>/<name>/<fingerprint>/<file>` -> sha256 */
  readonly digests: Readonly<Record<string, string>>;
}

async function buildWith(version: string): Promise<NodeBuild> {
  const node = await nodeBinary(version);
  const cleanups: (() => Promise<void>)[] = [];
  const folder = await copyReferenceProject((clean) => cleanups.push(clean));
  try {
    const found = execFileSync(node, ['--print', 'process.versions.node + ", V8 " + process.versions.v8'], {
      encoding: 'utf8',
    });
    const started = performance.now();
    execFileSync(node, [path.join(ROOT, 'bin/ews.mjs'), 'build', '--quiet', '--project-dir', folder], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const seconds = (performance.now() - started) / 1000;
    const digests = await objectDigests(path.join(folder, '.ews', 'lake'));
    console.log(`Node ${found.trim()}: ${Object.keys(digests).length} files of objects, ${seconds.toFixed(1)} s`);
    return { version, digests };
  } finally {
    for (const clean of cleanups) await clean();
  }
}

function differences(one: NodeBuild, other: NodeBuild): readonly string[] {
  const keys = Object.keys({ ...one.digests, ...other.digests }).toSorted();
  return keys.flatMap((key) => {
    if (one.digests[key] === other.digests[key]) return [];
    const what = key in one.digests && key in other.digests ? 'other bytes' : 'another fingerprint';
    return [`${key}: ${what} with Node ${one.version} than with ${other.version}`];
  });
}

const started = performance.now();
const builds: NodeBuild[] = [];
for (const version of NODE_VERSIONS) builds.push(await buildWith(version));
const [first, ...others] = builds;
if (first === undefined || Object.keys(first.digests).length < 100)
  throw new Error('the reference project was not built');
const found = others.flatMap((other) => differences(first, other));
for (const line of found) console.error(line);
const seconds = ((performance.now() - started) / 1000).toFixed(0);
console.log(`${found.length} differences between Node ${NODE_VERSIONS.join(', ')}; ${seconds} s in all`);
process.exitCode = found.length === 0 ? 0 : 1;
