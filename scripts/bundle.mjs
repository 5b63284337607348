// Joins the compiled modules of each program that ews starts into few files: a first build starts a dozen processes,
// and most of what each of them did before its work was to look for hundreds of modules, one after the other.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { bundleClient, withClient } from './bundle-client.mjs';
import { importedDirectly } from './imported-directly.mjs';
import { Joined } from './joined-modules.mjs';

/**
 * Files in `dist/programs` that hold all of some modules and what these import, without what stands in one before it.
 * Each is loaded whole: `ews` by everything, `session` by every command that opens a project, `queries` by one that
 * compiles a query. Everything else is in a file of its own, or in one that it shares.
 */
const JOINED = {
  ews: ['engine/cli/main.js'],
  session: ['engine/cli/commands/compile.js', 'engine/cli/typed-sentence.js', 'engine/cli/project-above.js'],
  queries: ['engine/compile/patched-graph.js', 'engine/project/patched-definitions.js', 'engine/compile/compile.js'],
};

/** Commands that compile nothing, as a rule: what they share with those that do is no reason to load all of that. */
const OTHERS = ['build', 'diff', 'docs', 'ls', 'plan', 'why'].map((name) => `engine/cli/commands/${name}.js`);

/** Loaded before the training program, by its own name: so the program must have no other one of it. */
const GUARD = 'engine/training/job/guard.js';

/**
 * Packages that nearly every command loads, and whose many small files take longer to find than to run. All others stay
 * packages.
 */
const BUNDLED = /^(?:commander|picocolors|graphology|graphology-dag)$/;

/** What bundled packages require is built into Node. */
const REQUIRE = 'const require = process.getBuiltinModule;';

/** Bundles what is compiled in `dist` into `dist/programs`, all in one folder. */
export async function bundlePrograms(dist) {
  const programs = path.join(dist, 'programs');
  const options = {
    outdir: programs,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    sourcesContent: false,
    logLevel: 'warning',
  };
  const plugins = [packagesApart(dist), guardApart(dist, programs), placesKept(programs)];
  await bundleClient(programs);
  // Processes of their own, which load nothing of the first.
  const worker = { in: path.join(dist, 'engine/worker/main.js'), out: 'worker' };
  await build({ ...options, plugins, entryPoints: [worker] });
  const training = { in: path.join(dist, 'engine/training/job/main.js'), out: 'training' };
  await build({ ...options, plugins, entryPoints: [training], splitting: true, chunkNames: 'training-[hash]' });
  const joined = new Joined(dist, { ...options, banner: { js: REQUIRE } }, plugins);
  await joined.add('ews', JOINED.ews);
  await joined.add('session', [...JOINED.session, ...(await joined.both(JOINED.queries, OTHERS))]);
  await joined.add('queries', JOINED.queries);
  await build({
    ...options,
    splitting: true,
    entryPoints: joined.entryPoints(),
    plugins: [joined.handedOn(), ...plugins],
  });
}

function packagesApart(dist) {
  return {
    name: 'packages-apart',
    setup(bundle) {
      bundle.onResolve({ filter: /^[^./]/ }, ({ path: wanted, importer, kind }) => {
        const isOurs = kind !== 'entry-point' && importer.startsWith(dist + path.sep);
        return isOurs && !BUNDLED.test(wanted) ? { path: wanted, external: true } : undefined;
      });
    },
  };
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
  const dist = path.dirname(programs) + path.sep;
  return {
    name: 'places-kept',
    setup(bundle) {
      bundle.onLoad({ filter: /\.js$/ }, async ({ path: file }) => {
        if (!file.startsWith(dist)) return undefined;
        const text = withClient(await readFile(file, 'utf8'), file, programs);
        if (/import\.meta\.(?!url\b)/.test(text)) throw new Error(`${file} asks import.meta for more than its url`);
        const place = `new URL(${JSON.stringify(path.relative(programs, file))}, import.meta.url).href`;
        const contents = importedDirectly(text.replaceAll('import.meta.url', place), file);
        return { contents, loader: 'js' };
      });
    },
  };
}
