import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** Linux with another C library has packages of its own. */
const VARIANTS = ['', '-musl'] as const;

/** The native files that DuckDB runs from here; they are found without being loaded. */
export function duckdbFiles(): readonly string[] {
  const bindings = createRequire(createRequire(import.meta.url).resolve('@duckdb/node-api')).resolve(
    '@duckdb/node-bindings',
  );
  const files = VARIANTS.flatMap((variant) => {
    const folder = folderOf(`@duckdb/node-bindings-${process.platform}-${process.arch}${variant}`, bindings);
    if (folder === null) return [];
    const native = readdirSync(folder).filter((name) => /^(lib)?duckdb\.(node|so|dylib|dll)/.test(name));
    return native.map((name) => path.join(folder, name));
  });
  if (files.length === 0) throw new Error("DuckDB's native files are nowhere to be found");
  return files.toSorted();
}

/** Null where the package is not installed: it is another platform's. */
function folderOf(name: string, from: string): string | null {
  try {
    return path.dirname(createRequire(from).resolve(`${name}/duckdb.node`));
  } catch {
    return null;
  }
}
