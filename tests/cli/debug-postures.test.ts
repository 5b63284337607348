import { describe, expect, it, onTestFinished } from 'vitest';
import type { Check } from '../../engine/cli/check.ts';
import { runDebug } from '../../engine/cli/commands/debug.ts';
import { isUnmet } from '../../engine/cli/installation-checks.ts';
import { postureChecks } from '../../engine/cli/posture-checks.ts';
import { AWS, DENIED, type RecordedAnswer, replay } from '../../engine/lake/s3/postures/recorded-answers.fixture.ts';
import { diskFiles, readProject, type TargetDefinition } from '../../engine/project/index.ts';
import { addFiles, copyProject, type TestProject } from '../build/small-project.ts';
import { recordingTerminal } from '../golden-project/recording-terminal.ts';

// Nothing listens on port 1: the lake does not open, and the postures are told all the same.
const S3_TARGET = `target: s3
description: a bucket
store:
  kind: s3
  bucket: risk-lake
  prefix: ews
  region: us-east-1
  endpoint: http://127.0.0.1:1
  path_style: true
  kms_key_id: arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab
  retention: { mode: governance, days: { raw: 3650 } }
postures: [encryption, versioning, tls]
`;

const LOCAL_TARGET =
  'target: strict\ndescription: here\nstore: { kind: local, path: .ews/lake }\npostures: [versioning]\n';

async function projectWithTargets(): Promise<TestProject> {
  const project = await copyProject(onTestFinished);
  await addFiles(project, { 'targets/s3.yaml': S3_TARGET, 'targets/strict.yaml': LOCAL_TARGET });
  return project;
}

async function targetNamed(name: string): Promise<TargetDefinition> {
  const { root } = await projectWithTargets();
  const target = (await readProject(root, diskFiles(root))).definitions?.targets.find((each) => each.name === name);
  if (target === undefined) throw new Error(`no target ${name}`);
  return target;
}

async function debug(
  target: string,
  recorded: RecordedAnswer,
  json: boolean,
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const { root } = await projectWithTargets();
  const terminal = recordingTerminal();
  const flags = { projectDir: root, logFormat: 'text', target, json } as const;
  const code = await runDebug(flags, terminal, async () => replay(recorded));
  return { code, out: terminal.said.out.join('\n'), err: terminal.said.err.join('\n') };
}

describe('ews debug on a bucket', () => {
  it('prints every posture, those that the target requires marked, with what to set', async () => {
    const { out, err } = await debug('s3', { ...AWS, bucketVersioning: { Status: 'Suspended' } }, false);
    expect(out).toMatch(/^ *encryption \(required\) +ok +aws:kms with arn:aws:kms/m);
    expect(out).toMatch(/^▸ versioning \(required\) +failed +versioning is Suspended → set Status: Enabled/m);
    expect(out).toMatch(/^ *public_access_block +ok /m);
    expect(out).toMatch(/^ *govcloud +failed +region us-east-1/m);
    expect(err).toContain('error EWS4010 target s3 requires versioning, which is failed: versioning is Suspended');
    expect(err).not.toContain('govcloud');
  });

  it('--json carries the same, and a lake that does not open hides none of it', async () => {
    const { code, out } = await debug('s3', { ...AWS, bucketPolicy: DENIED }, true);
    const { checks, problems } = JSON.parse(out);
    expect(checks).toContainEqual({
      name: 'tls',
      state: 'failed',
      detail: 's3:GetBucketPolicy is denied to this role',
      remedy: 'grant s3:GetBucketPolicy to it',
      required: true,
    });
    expect(checks).toContainEqual(expect.objectContaining({ name: 'fips', required: false }));
    expect(checks).toContainEqual(expect.objectContaining({ name: 'store', state: 'failed' }));
    expect(problems).toContainEqual(
      expect.objectContaining({ code: 'EWS4010', hint: 'grant s3:GetBucketPolicy to it' }),
    );
    expect(code).toBe(1);
  });
});

describe('what ends the command with 1', () => {
  const unmet = async (recorded: RecordedAnswer): Promise<readonly string[]> => {
    const checks: readonly Check[] = await postureChecks(await targetNamed('s3'), async () => replay(recorded));
    return checks.filter(isUnmet).map(({ name }) => name);
  };

  it('nothing, when all required postures are ok, whatever the others are', async () => {
    expect(await unmet({ ...AWS, publicAccessBlock: DENIED })).toEqual([]);
  });

  it('a required one that failed, or that nobody can verify', async () => {
    expect(await unmet({ ...AWS, bucketVersioning: {} })).toEqual(['versioning']);
    expect(await unmet({ ...AWS, endpoint: { protocol: 'https:', hostname: 'minio' } })).toEqual(['tls']);
  });

  it('any that is required of a local store: it has none to show', async () => {
    const { code, err } = await debug('strict', AWS, false);
    expect(code).toBe(1);
    expect(err).toContain(
      'EWS4010 target strict requires versioning, which is not verified: a local store has no such',
    );
  });
});
