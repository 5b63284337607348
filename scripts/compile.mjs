// Compiles the engine into dist/ from nothing, so that no file of an earlier layout survives.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, rmSync } from 'node:fs';
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
// The lineage page has plain JavaScript for browsers, which tsc has nothing to do with.
const browser = 'engine/report/lineage-page/browser';
cpSync(path.join(root, browser), path.join(root, 'dist', browser), {
  recursive: true,
  filter: (file) => !file.endsWith('.test.ts'),
});
