import { createHash } from 'node:crypto';
import { cp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { storedName } from '../../engine/lake/index.ts';
import { first } from '../../engine/presence/index.ts';
import type { Json } from '../../engine/warehouse/index.ts';
import { flipFile } from './flip-file.ts';
import { ownName } from './object-file.ts';
import type { TestProject } from './small-project.ts';

export type MutableJson = { [key: string]: Json };
export type JsonEdit = (value: MutableJson) => void;

/** An object as an attacker leaves it: its folder, and the digests that others would have to have of it. */
export interface Forged {
  readonly folder: string;
  /** Where its data lie. */
  readonly key: string;
  readonly meta: string;
  readonly data: string;
}

/**
 * Somebody who may write every file of a lake, and knows how they hang together. Edits files alone: nothing of the
 * product runs here, and digests are computed anew where the attacker wants the story to hold.
 */
export class Attacker {
  readonly lake: string;

  constructor({ lake }: TestProject) {
    this.lake = lake;
  }

  at(key: string): string {
    return path.join(this.lake, key);
  }

  async json(key: string): Promise<MutableJson> {
    return JSON.parse(await readFile(this.at(key), 'utf8')) as MutableJson;
  }

  async digest(key: string): Promise<string> {
    return createHash('sha256')
      .update(await readFile(this.at(key)))
      .digest('hex');
  }

  /** Rewrites a JSON file, and gives back the digest that it has now. */
  async rewrite(key: string, edit: JsonEdit): Promise<string> {
    const value = await this.json(key);
    edit(value);
    await writeFile(this.at(key), JSON.stringify(value));
    return this.digest(key);
  }

  /** Changes one bit in the middle of a file. */
  async flip(key: string): Promise<string> {
    await flipFile(this.at(key));
    return this.digest(key);
  }

  /** Replaces a text in a file. */
  async replace(key: string, from: string, to: string): Promise<string> {
    const text = await readFile(this.at(key), 'utf8');
    if (!text.includes(from)) throw new Error(`${key} does not hold "${from}"`);
    await writeFile(
      this.at(key),
      text.replaceAll(from, () => to),
    );
    return this.digest(key);
  }

  /** The only folder of an object of this kind and name. */
  async folderOf(kind: string, name: string): Promise<string> {
    const [only, ...others] = await readdir(this.at(`objects/${kind}/${name}`));
    if (only === undefined || others.length > 0) throw new Error(`${others.length + 1} objects of ${kind} ${name}`);
    return `objects/${kind}/${name}/${only}`;
  }

  /** The only file of an object beside its meta.json. */
  async fileOf(folder: string): Promise<string> {
    return `${folder}/${first((await readdir(this.at(folder))).filter((each) => each !== 'meta.json'))}`;
  }

  /** Other data under an object's name, with a meta.json that says so, and the file called by what is in it now. */
  async forgeObject(kind: string, name: string): Promise<Forged> {
    const folder = await this.folderOf(kind, name);
    const before = await this.fileOf(folder);
    const file = ownName(path.basename(before));
    const data = await this.flip(before);
    const key = `${folder}/${storedName(file, { sha256: data })}`;
    await rename(this.at(before), this.at(key));
    const meta = await this.rewrite(`${folder}/meta.json`, (value) => {
      value['files'] = { [file]: { ...(value['files'] as Record<string, MutableJson>)[file], sha256: data } };
    });
    return { folder, key, meta, data };
  }

  /** Lets a run's manifest say of an object what it is now. */
  async admit(runId: string, { folder, meta, data }: Forged): Promise<void> {
    await this.rewrite(`runs/${runId}/manifest.json`, (manifest) => {
      for (const node of Object.values(manifest['nodes'] as Record<string, Record<string, Record<string, string>>>)) {
        if (node['metas']?.[folder] !== undefined) node['metas'][folder] = meta;
        if (node['digests']?.[folder] !== undefined) node['digests'][folder] = data;
      }
    });
  }

  /** Lets the manifest of a run say of a file of the run what it is now. */
  async admitFile(runId: string, file: string): Promise<void> {
    const sha256 = await this.digest(`runs/${runId}/${file}`);
    await this.rewrite(`runs/${runId}/manifest.json`, (manifest) => {
      const files = manifest['files'] as Record<string, MutableJson>;
      files[file] = { ...files[file], sha256 };
    });
  }

  ref(name: string, n: number): string {
    return `refs/${name}/${String(n).padStart(8, '0')}.json`;
  }

  async refs(name: string): Promise<readonly number[]> {
    return (await readdir(this.at(`refs/${name}`))).map((file) => Number(file.slice(0, 8))).toSorted((a, b) => a - b);
  }

  async runAt(environment: string, n: number): Promise<string> {
    return String((await this.json(this.ref(environment, n)))['run']);
  }

  async runs(environment: string): Promise<readonly string[]> {
    return Promise.all((await this.refs(environment)).map((n) => this.runAt(environment, n)));
  }

  /** Makes one position hold: the digest of its manifest, and the position before it. */
  async renew(environment: string, n: number): Promise<void> {
    const key = this.ref(environment, n);
    const runId = await this.runAt(environment, n);
    const before = n === 1 ? null : await this.digest(this.ref(environment, n - 1));
    await this.rewrite(`runs/${runId}/manifest.json`, (manifest) => {
      manifest['parent'] = before === null ? null : { n: n - 1, sha256: before };
    });
    const manifestSha256 = await this.digest(`runs/${runId}/manifest.json`);
    await this.rewrite(key, (ref) => {
      Object.assign(ref, { manifestSha256, previous: n === 1 ? null : n - 1, previousSha256: before });
    });
  }

  /** Makes all positions from this one on a chain that holds. */
  async renewFrom(environment: string, first: number): Promise<void> {
    for (const n of await this.refs(environment)) if (n >= first) await this.renew(environment, n);
  }

  async remove(key: string): Promise<void> {
    await rm(this.at(key), { recursive: true });
  }

  async copy(from: string, to: string): Promise<void> {
    await cp(this.at(from), this.at(to), { recursive: true });
  }

  async swap(one: string, other: string): Promise<void> {
    await rename(this.at(one), this.at('aside'));
    await rename(this.at(other), this.at(one));
    await rename(this.at('aside'), this.at(other));
  }

  /** Takes away what the audit log, as it is today, has of a run. */
  async silence(runId: string): Promise<void> {
    for (const file of await readdir(this.at('audit'), { recursive: true, withFileTypes: true })) {
      const full = path.join(file.parentPath, file.name);
      if (file.isFile() && (await readFile(full, 'utf8')).includes(runId)) await rm(full);
    }
  }
}
