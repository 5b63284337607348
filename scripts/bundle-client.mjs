// DuckDB's client is nearly two hundred small files, which every worker looks for before it answers anything.
import { createRequire } from 'node:module';
import path from 'node:path';
import { build } from 'esbuild';

const PACKAGE = '@duckdb/node-api';
const BINDINGS = '@duckdb/node-bindings';
const FILE = 'duckdb.cjs';

/** The module that opens databases, and how it asks for the client. */
const OPENS = path.join('engine', 'warehouse', 'connection.js');
const ASKED = `createRequire(import.meta.url)('${PACKAGE}')`;

/** Bundles the client; the native library behind it stays where it is installed. */
export async function bundleClient(programs) {
  await build({
    entryPoints: [createRequire(import.meta.url).resolve(PACKAGE)],
    outfile: path.join(programs, FILE),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'warning',
    plugins: [bindingsApart()],
  });
}

/** The client finds its bindings from where it is installed: nobody else need have them in reach. */
function bindingsApart() {
  const contents = `
    const { createRequire } = require('node:module');
    module.exports = createRequire(createRequire(__filename).resolve('${PACKAGE}'))('${BINDINGS}');`;
  return {
    name: 'bindings-apart',
    setup(bundle) {
      bundle.onResolve({ filter: new RegExp(`^${BINDINGS}$`) }, () => ({ path: BINDINGS, namespace: 'installed' }));
      bundle.onLoad({ filter: /./, namespace: 'installed' }, () => ({ contents, loader: 'js' }));
    },
  };
}

/** The text of a compiled module, which asks for the bundled client where it asked for the package. */
export function withClient(text, file, programs) {
  if (!file.endsWith(OPENS)) return text;
  if (!text.includes(ASKED)) throw new Error(`${file} asks for ${PACKAGE} in another way than ${ASKED}`);
  const client = path.relative(path.dirname(file), path.join(programs, FILE)).replaceAll(path.sep, '/');
  return text.replace(ASKED, `createRequire(import.meta.url)('${client}')`);
}
