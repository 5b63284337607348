// Joins the compiled modules of each program that ews starts into few files: a first build starts a dozen processes,
// and most of what each of them did before its work was to look for hundreds of modules, one after the other.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { importedDirectly } from './imported-directly.mjs';

/** Files in `dist/programs`, by the modules in `dist` that they begin with. */
const PROGRAMS = {
  ews: 'engine/cli/main.js',
  worker: 'engine/worker/main.js',
  training: 'engine/training/job/main.js',
};

/** Loaded before the training program, by its own name: so the program must have no other one of it. */
const GUARD = 'engine/training/job/guard.js';

/** Bundles what is compiled in `dist` into `dist/programs`, all in one folder. Packages stay packages. */
export async function bundlePrograms(dist) {
  const programs = path.join(dist, 'programs');
  await build({
    entryPoints: Object.entries(PROGRAMS).map(([out, module]) => ({ in: path.join(dist, module), out })),
    outdir: programs,
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    sourcesContent: false,
    logLevel: 'warning',
    plugins: [guardApart(dist, programs), placesKept(programs)],
  });
}

function guardApart(dist, programs) {
  return {
    name: 'guard-apart',
    setup(bundle) {
      bundle.onResolve({ filter: /\/guard\.js$/ }, ({ path: wanted, resolveDir }) => {
        const file = path.resolve(resolveDir, wanted);
        if (file !== path.join(dist, GUARD)) return undefined;
        return { path: path.relative(programs, file), external: true };
      });
    },
  };
}

/** Modules find files from the folder that they are compiled into, wherever their text is carried to. */
function placesKept(programs) {
  return {
    name: 'places-kept',
    setup(bundle) {
      bundle.onLoad({ filter: /\.js$/ }, async ({ path: file }) => {
        const text = await readFile(file, 'utf8');
        if (/import\.meta\.(?!url\b)/.test(text)) throw new Error(`${file} asks import.meta for more than its url`);
        const place = `new URL(${JSON.stringify(path.relative(programs, file))}, import.meta.url).href`;
        const contents = importedDirectly(text.replaceAll('import.meta.url', place), file);
        return { contents, loader: 'js' };
      });
    },
  };
}
