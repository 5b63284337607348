import { setTimeout } from 'node:timers/promises';
import { ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import { expect, it, onTestFinished } from 'vitest';
import { type GcFlags, runGc } from '../../engine/cli/commands/gc.ts';
import { diceOf } from '../../engine/lake/gc/dice.fixture.ts';
import type { GcReport, S3StoreOptions } from '../../engine/lake/index.ts';
import { liveWithCommands } from '../build/gc-history.ts';
import { buildProject, copyProject, edit, type TestProject } from '../build/small-project.ts';
import { recordingTerminal } from '../golden-project/recording-terminal.ts';
import { describeOnS3 } from '../s3/describe-s3.ts';
import { newPlace, openS3Place } from '../s3/s3-place.ts';
import { writeS3Target } from '../s3/s3-target.ts';

const HISTORIES = 20;

await describeOnS3('ews gc --target s3', (ground) => {
  const place = async (project: TestProject, more: Partial<S3StoreOptions> = {}): Promise<S3StoreOptions> => {
    const options = { ...(await newPlace(ground().server, ground().bucket, onTestFinished)), ...more };
    await writeS3Target(project.root, options);
    return options;
  };

  const versionsOf = async ({ bucket, prefix }: S3StoreOptions, key: string) => {
    const asked = new ListObjectVersionsCommand({ Bucket: bucket, Prefix: `${prefix}/${key}` });
    const { Versions = [], DeleteMarkers = [] } = await ground().server.client.send(asked);
    return [...Versions, ...DeleteMarkers];
  };

  it(`loses nothing in ${HISTORIES} random lives of a lake in a bucket`, async () => {
    let removed = 0;
    for (let seed = 0; seed < HISTORIES; seed++) {
      const project = await copyProject(onTestFinished);
      const options = await place(project);
      // Times of the server are whole seconds: what was written just now is as young as it gets.
      const age = async (): Promise<void> => void (await setTimeout(1100));
      const store = () => openS3Place(options);
      const lived = { project, target: 's3', store, age, olderThan: ['0s'] };
      removed += await liveWithCommands(lived, diceOf(seed), 8);
    }
    expect(removed).toBeGreaterThan(HISTORIES);
  });

  it('removes every version of what it collects, and leaves what is locked, with the day', async () => {
    const project = await copyProject(onTestFinished);
    const options = await place(project, { retention: { mode: 'governance', days: { objects: 1 } } });
    const world = { around: () => openS3Place(options) };
    await buildProject(project, { select: ['+slope'] }, world);
    await edit(project, 'features/slope.sql', 'long.value - short.value', 'short.value - long.value');
    await buildProject(project, { select: ['+slope'] }, world);
    await setTimeout(1100);
    const terminal = recordingTerminal();
    const flags = { projectDir: project.root, target: 's3', logFormat: 'text', json: true } as const;
    const now: GcFlags = { ...flags, olderThan: '0s', grace: '0s' };
    expect(await runGc(now, terminal)).toBe(0);
    const { swept }: GcReport = JSON.parse(terminal.said.out.join(''));
    const exports = swept?.removed.filter((key) => key.startsWith('runs/')) ?? [];
    expect(exports.length).toBeGreaterThan(0);
    for (const key of exports) expect(await versionsOf(options, key)).toEqual([]);
    const today = new Date().toISOString();
    const early = swept?.kept.filter(
      ({ key, until }) => !key.startsWith('objects/') || until === null || until < today,
    );
    expect(early).toEqual([]);
    expect(swept?.kept.length).toBeGreaterThan(0);
    expect(terminal.said.err.join('\n')).toContain('EWS4035');
    for (const { key } of swept?.kept ?? []) expect(await versionsOf(options, key)).toHaveLength(1);
  });
});
