// Fetches DuckDB's extensions `tpch` and `tpcds`, at the version that package.json pins, for the tests that walk their
// queries: npx tsx scripts/fetch-tpc-extensions.ts. They come as Python wheels; needs python3 with pip.
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { DUCKDB_VERSION, EXTENSIONS, extensionFile } from '../tests/lineage/tpc-extensions.ts';

for (const name of EXTENSIONS) {
  const target = extensionFile(name);
  await mkdir(path.dirname(target), { recursive: true });
  const folder = await mkdtemp(path.join(path.dirname(target), 'download-'));
  try {
    const wanted = `duckdb-extension-${name}==${DUCKDB_VERSION}`;
    const options = ['--quiet', '--no-deps', '--only-binary', ':all:', '--dest', folder];
    python('pip', 'download', ...options, wanted);
    const wheel = (await readdir(folder)).find((file) => file.endsWith('.whl'));
    if (wheel === undefined) throw new Error(`pip downloaded no wheel for ${wanted}`);
    python('zipfile', '--extract', path.join(folder, wheel), folder);
    const inWheel = `duckdb_extension_${name}/extensions/v${DUCKDB_VERSION}/${name}.duckdb_extension`;
    await rename(path.join(folder, inWheel), target);
  } finally {
    await rm(folder, { recursive: true });
  }
  console.log(target);
}

function python(module: string, ...options: readonly string[]): void {
  execFileSync('python3', ['-m', module, ...options], { stdio: ['ignore', 'ignore', 'inherit'] });
}
