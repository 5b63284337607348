import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { S3StoreOptions } from '../../engine/lake/index.ts';
import { readEnvironment } from '../../engine/plan/index.ts';
import { present } from '../../engine/presence/index.ts';
import type { RunResult } from '../../engine/run/index.ts';
import { digestsIn, objectDigests } from '../build/objects.ts';
import { copyReference } from '../build/reference-project.ts';
import { copyProject, type TestProject } from '../build/small-project.ts';
import { describeOnS3 } from '../s3/describe-s3.ts';
import { type RequestFate, startProxy } from '../s3/faulty-proxy.ts';
import { newPlace, openS3Place } from '../s3/s3-place.ts';
import { writeS3Target } from '../s3/s3-target.ts';
import { ews, ewsJson } from './product.ts';

/** Of the run itself six files, its position and an event; of what it names no file is read but the manifest. */
const WARM_REQUESTS = 22;

await describeOnS3('ews build --target s3', (ground) => {
  const place = async (project: TestProject, endpoint: string): Promise<S3StoreOptions> => {
    const options = await newPlace(ground().server, ground().bucket, onTestFinished);
    await writeS3Target(project.root, { ...options, endpoint });
    return options;
  };

  it('makes the same objects as on this disk, and asks little when nothing changed', async () => {
    const { server } = ground();
    const project = await copyReference(onTestFinished);
    const proxy = await startProxy(server.endpoint);
    onTestFinished(proxy.stop);
    const options = await place(project, proxy.endpoint);
    await ewsJson(project.root, 'build');
    const built = (await ewsJson(project.root, 'build', '--target', 's3')) as RunResult;
    expect(built.ok).toBe(true);
    const store = openS3Place(options);
    expect(await digestsIn(store)).toEqual(await objectDigests(project.lake));

    const { manifest } = await readEnvironment(store, 'main');
    const cold = Object.values(manifest?.nodes ?? {});
    for (const { versions = {}, objects } of cold) {
      for (const { kind, name, fingerprint } of objects) {
        expect(versions).toHaveProperty([`objects/${kind}/${name}/${fingerprint}/meta.json`]);
      }
      for (const [key, version] of Object.entries(versions)) {
        await store.read(key);
        expect(store.versionOf(key)).toBe(version);
      }
    }

    const before = proxy.requests.length;
    const again = await ews(project.root, 'build', '--target', 's3');
    const requests = proxy.requests.slice(before);
    console.log(`requests: ${before} cold, ${requests.length} warm`);
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('0 executed') });
    expect(requests.length, requests.join('\n')).toBeLessThan(WARM_REQUESTS);
    const after = await readEnvironment(openS3Place(options), 'main');
    const evidence = ({ versions, metas }: (typeof cold)[number]): unknown => ({ versions, metas });
    expect(Object.values(present(after.manifest).nodes).map(evidence)).toEqual(cold.map(evidence));
  });

  it('shows its pages from copies on this machine, also after a clean', async () => {
    const project = await copyProject(onTestFinished);
    await place(project, ground().server.endpoint);
    const { stdout } = await ews(project.root, 'build', '--target', 's3');
    const [, page = ''] = /(\S+index\.html)/.exec(stdout) ?? [];
    expect(await readFile(path.resolve(page), 'utf8')).toContain('<html');
    await rm(path.join(project.root, '.ews'), { recursive: true });
    const { path: opened } = (await ewsJson(project.root, 'open', '--target', 's3')) as { readonly path: string };
    expect(await readdir(path.join(path.dirname(opened), 'cards'))).toContain('crisis_probit.html');
    const card = await ews(project.root, 'card', 'crisis_probit', '--format', 'path', '--target', 's3');
    expect(await readFile(card.stdout.trim(), 'utf8')).toContain('<html');
    const deep = await ews(project.root, 'debug', '--deep', '--target', 's3');
    expect(deep).toMatchObject({ code: 0, stdout: expect.stringContaining('all as stored') });
    expect((await ews(project.root, 'clean', '--target', 's3')).code).toBe(0);
    expect(await readdir(path.join(project.root, '.ews'))).not.toContain('cache');
    expect(await ews(project.root, 'build', '--target', 's3')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('0 executed'),
    });
  });

  it('ends right on a store that fails every third request', async () => {
    const project = await copyProject(onTestFinished);
    const ways: readonly RequestFate[] = ['slow_down', 'hang_up', 'lose_answer'];
    const fate = (n: number): RequestFate => (n % 3 === 0 ? (ways[(n / 3) % 3] ?? 'forward') : 'forward');
    const proxy = await startProxy(ground().server.endpoint, fate);
    onTestFinished(proxy.stop);
    const options = await place(project, proxy.endpoint);
    await ewsJson(project.root, 'build');
    expect(((await ewsJson(project.root, 'build', '--target', 's3')) as RunResult).ok).toBe(true);
    expect(await digestsIn(openS3Place(options))).toEqual(await objectDigests(project.lake));
    expect((await readEnvironment(openS3Place(options), 'main')).position).toBe(1);
  });
});
