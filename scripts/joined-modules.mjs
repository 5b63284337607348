// Bundlers put into one file what is needed by the same programs. There are fifty commands, and what one of them loads
// is in seventy files. Here some modules are joined into one file whoever needs them, which hands all of them on.
import { createHash } from 'node:crypto';
import path from 'node:path';
import { build } from 'esbuild';

export class Joined {
  #dist;
  #options;
  #plugins;
  /** Of each module that stands in such a file: the file, its names, and what they are called there. */
  #modules = new Map();
  /** Modules that are loaded when they are asked for. */
  #later = new Set();

  constructor(dist, options, plugins) {
    this.#dist = dist;
    this.#options = options;
    this.#plugins = plugins;
  }

  /** Writes `name.js` of some modules and what they import, but for what stands in such a file already. */
  async add(name, entries) {
    const members = await this.#importedBy(entries);
    const exported = await this.#namesOf(members);
    const prefix = `${name}_`;
    const lines = [...exported].flatMap(([file, names], nth) => {
      const handed = names.map((each) => `${each} as ${prefix}${nth}_${each}`).join(', ');
      return handed === '' ? `import ${JSON.stringify(file)};` : `export { ${handed} } from ${JSON.stringify(file)};`;
    });
    const contents = [...lines, `export * from ${JSON.stringify(path.join(this.#dist, entries[0]))};`].join('\n');
    await build({
      ...this.#options,
      stdin: { contents, resolveDir: this.#dist, sourcefile: `${name}.js` },
      outdir: undefined,
      outfile: path.join(this.#options.outdir, `${name}.js`),
      plugins: [this.#askedLater(), this.handedOn(), ...this.#plugins],
    });
    for (const [nth, [file, names]] of [...exported].entries()) this.#modules.set(file, { name, prefix, nth, names });
  }

  /** Modules that some import and others do, too, but for what stands in a joined file already. */
  async both(some, others) {
    const [these, those] = [await this.#importedBy(some), new Set(await this.#importedBy(others))];
    return these.filter((file) => those.has(file)).map((file) => path.relative(this.#dist, file));
  }

  /** What is loaded when it is asked for: a file each, of a name that says what it is of. */
  entryPoints() {
    return [...this.#later].toSorted().map((file) => ({ in: file, out: this.#nameOf(file) }));
  }

  /** Whoever imports a module that stands in such a file imports it from there. */
  handedOn() {
    return {
      name: 'handed-on',
      setup: (bundle) => {
        bundle.onResolve({ filter: /^joined:/ }, ({ path: wanted }) => {
          return { path: `./${wanted.slice('joined:'.length)}.js`, external: true };
        });
        bundle.onLoad({ filter: /\.js$/ }, ({ path: file }) => {
          const known = this.#modules.get(file);
          if (known === undefined) return undefined;
          const { name, prefix, nth, names } = known;
          const handed = names.map((each) => `${prefix}${nth}_${each} as ${each}`).join(', ');
          const contents = handed === '' ? `import 'joined:${name}';` : `export { ${handed} } from 'joined:${name}';`;
          return { contents, loader: 'js' };
        });
      },
    };
  }

  /** Modules that some modules import, at once and through each other, and themselves. */
  async #importedBy(entries) {
    const files = entries.map((entry) => path.join(this.#dist, entry));
    const { metafile } = await this.#look(files, [this.#askedLater(), this.handedOn(), ...this.#plugins], false);
    const found = Object.keys(metafile.inputs).map((file) => path.resolve(file));
    return found.filter((file) => file.startsWith(this.#dist + path.sep) && !this.#modules.has(file)).toSorted();
  }

  /** The names that each module hands on. */
  async #namesOf(files) {
    const { metafile } = await this.#look(files, [this.#askedLater(), this.handedOn(), ...this.#plugins], true);
    const names = new Map();
    for (const { entryPoint, exports } of Object.values(metafile.outputs)) {
      if (entryPoint !== undefined) names.set(path.resolve(entryPoint), exports);
    }
    return names;
  }

  async #look(entryPoints, plugins, splitting) {
    const options = { ...this.#options, entryPoints, plugins, splitting, outbase: this.#dist };
    return build({ ...options, write: false, metafile: true, sourcemap: false });
  }

  /** `import()` of ours is of a file beside. */
  #askedLater() {
    return {
      name: 'asked-later',
      setup: (bundle) => {
        bundle.onResolve({ filter: /^\./ }, ({ path: wanted, kind, resolveDir }) => {
          if (kind !== 'dynamic-import') return undefined;
          const file = path.resolve(resolveDir, wanted);
          this.#later.add(file);
          return { path: `./${this.#nameOf(file)}.js`, external: true };
        });
      },
    };
  }

  #nameOf(file) {
    const digest = createHash('sha256').update(path.relative(this.#dist, file)).digest('hex');
    return `${path.basename(file, '.js')}-${digest.slice(0, 8).toUpperCase()}`;
  }
}
