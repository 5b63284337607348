// Compiles the engine into dist/ from nothing, so that no file of an earlier layout survives.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
let compiler;
try {
  compiler = path.join(path.dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
} catch {
  // An install without dev dependencies (a published tarball) already carries dist/.
  if (existsSync(path.join(root, 'dist'))) process.exit(0);
  throw new Error('typescript is not installed: run "npm ci" first');
}
rmSync(path.join(root, 'dist'), { recursive: true, force: true });
execFileSync(process.execPath, [compiler, '-p', path.join(root, 'tsconfig.build.json')], {
  stdio: 'inherit',
  cwd: root,
});
// Pages have plain JavaScript for browsers, which tsc has nothing to do with.
for (const page of ['offline-page', 'lineage-page', 'docs-page']) {
  const browser = `engine/report/${page}/browser`;
  cpSync(path.join(root, browser), path.join(root, 'dist', browser), {
    recursive: true,
    filter: (file) => !file.endsWith('.test.ts'),
  });
}

// Loaded here: an install without dev dependencies has ended above.
const { bundlePrograms } = await import('./bundle.mjs');
await bundlePrograms(path.join(root, 'dist'));

// What pages may be kept under, until any of this is another: the files that are run, and the versions of packages.
const digest = createHash('sha256');
const dist = path.join(root, 'dist');
const compiled = readdirSync(dist, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && !/\.(map|d\.ts)$/.test(entry.name))
  .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
const locks = ['package.json', 'package-lock.json', 'npm-shrinkwrap.json'].map((name) => path.join(root, name));
for (const file of [...compiled.toSorted(), ...locks.filter((lock) => existsSync(lock))]) {
  const bytes = readFileSync(file);
  digest.update(`${path.relative(root, file)} ${bytes.length}\n`).update(bytes);
}
writeFileSync(path.join(dist, 'digest'), `${digest.digest('hex')}\n`);
