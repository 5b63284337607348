import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** The native files that DuckDB runs from, as this process has loaded them. */
export function duckdbFiles(): readonly string[] {
  const loaded = Object.keys(createRequire(import.meta.url).cache).filter(
    (file) => path.basename(file) === 'duckdb.node',
  );
  const files = loaded.flatMap((file) => {
    const folder = path.dirname(file);
    const native = readdirSync(folder).filter((name) => /^(lib)?duckdb\.(node|so|dylib|dll)/.test(name));
    return native.map((name) => path.join(folder, name));
  });
  if (files.length === 0) throw new Error("DuckDB's native files are nowhere to be found");
  return files.toSorted();
}
