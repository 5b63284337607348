import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { BUILT_KINDS, checkPostures, INGESTED_KINDS, type NewObjectId } from '../../engine/lake/index.ts';
import { AWS, GOVCLOUD, replay } from '../../engine/lake/s3/postures/recorded-answers.fixture.ts';
import { present } from '../../engine/presence/index.ts';
import { diskFiles, readProject, type S3StoreDefinition, type TargetDefinition } from '../../engine/project/index.ts';
import { type IamRequest, isAllowed, policy, policyText } from './policy-documents.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const NAMES = ['policy-ingest', 'policy-build', 'policy-read-only', 'bucket-policy', 'kms-key-policy'] as const;
const ROLES = ['policy-ingest', 'policy-build', 'policy-read-only'] as const;
const BUCKET = 'arn:aws:s3:::replace-me-ews-lake';
const KEY = 'arn:aws:kms:us-east-1:111122223333:key/00000000-0000-0000-0000-000000000000';
const VPC = { 'aws:SourceVpce': 'vpce-00000000000000000', 's3:TlsVersion': '1.2', 'aws:SecureTransport': 'true' };

/** A request for one object of the lake, through the VPC's endpoint. */
function object(action: string, key: string, context: IamRequest['context'] = {}): IamRequest {
  return { action, resource: `${BUCKET}/ews/${key}`, context: { ...VPC, ...context } };
}

function listing(prefix: string | undefined): IamRequest {
  const context = prefix === undefined ? VPC : { ...VPC, 's3:prefix': prefix };
  return { action: 's3:ListBucket', resource: BUCKET, context };
}

/** What a role may do: its own policy allows it, and the bucket's does not deny it. */
async function may(role: string, asked: IamRequest): Promise<boolean> {
  const [own, bucket] = await Promise.all([policy(role), policy('bucket-policy')]);
  const everything = {
    sid: 'All',
    effect: 'Allow',
    principals: undefined,
    actions: ['*'],
    resources: ['*'],
    condition: {},
  } as const;
  return isAllowed(own, asked) && isAllowed([everything, ...bucket], asked);
}

describe('the documents', () => {
  it('are these, each in a variant for GovCloud', async () => {
    const files = (await readdir(path.join(ROOT, 'docs/aws'))).filter((file) => file.endsWith('.json'));
    expect(files.toSorted()).toEqual(NAMES.flatMap((name) => [`${name}.aws-us-gov.json`, `${name}.json`]).toSorted());
  });

  it.each(NAMES)('%s: the variant differs in partition and region only', async (name) => {
    const text = await policyText(name);
    expect(text).toContain('arn:aws:');
    const gov = text.replaceAll('arn:aws:', 'arn:aws-us-gov:').replaceAll('us-east-1', 'us-gov-west-1');
    expect(JSON.parse(await policyText(`${name}.aws-us-gov`))).toEqual(JSON.parse(gov));
    expect(gov).not.toMatch(/arn:aws:|us-east/);
  });

  it.each(NAMES)(
    '%s: is of the current version, with statements of known elements and names of their own',
    async (name) => {
      const { Version, Statement, ...others } = JSON.parse(await policyText(name));
      expect({ Version, others }).toEqual({ Version: '2012-10-17', others: {} });
      const known = ['Sid', 'Effect', 'Principal', 'Action', 'Resource', 'Condition'];
      for (const statement of Statement) expect(known).toEqual(expect.arrayContaining(Object.keys(statement)));
      const sids = Statement.map(({ Sid }: { readonly Sid: string }) => Sid);
      expect(new Set(sids).size).toBe(sids.length);
      for (const sid of sids) expect(sid).toMatch(/^[A-Za-z0-9]+$/);
      const isRole = ROLES.some((role) => role === name);
      for (const { principals } of await policy(name)) expect(principals === undefined).toBe(isRole);
    },
  );

  it.each(NAMES)('%s: allows no action by a wildcard, no deletion, no way around a lock', async (name) => {
    const allowed = (await policy(name)).filter(({ effect }) => effect === 'Allow').flatMap(({ actions }) => actions);
    for (const action of allowed) {
      expect(action).toMatch(/^(s3|kms):[A-Za-z]+$/);
      expect(action).not.toMatch(/Delete(?!ion)|Bypass|LegalHold|ScheduleKeyDeletion|PutBucket|PutObjectAcl/);
    }
  });

  it.each(ROLES)('%s: names the bucket and the key by their ARNs, and the key only through S3', async (name) => {
    for (const { actions, resources, condition } of await policy(name)) {
      const forKey = actions.every((action) => action.startsWith('kms:'));
      for (const resource of resources) expect(resource.startsWith(forKey ? KEY : BUCKET)).toBe(true);
      if (forKey) expect(condition).toEqual({ StringEquals: { 'kms:ViaService': ['s3.us-east-1.amazonaws.com'] } });
    }
  });

  it('the key can be used by the roles alone, through S3, and administered without being used', async () => {
    for (const { principals, actions, condition } of await policy('kms-key-policy')) {
      const uses = actions.some((action) => /Decrypt|Encrypt|DataKey/.test(action));
      expect(principals?.every((arn) => arn.includes(uses ? ':role/ews-' : ':root'))).toBe(true);
      if (uses) expect(condition).toHaveProperty('StringEquals');
    }
  });
});

describe('what a role may do', () => {
  const WRITTEN_BY_INGEST = [
    'raw/fred/unrate/1.json.gz',
    'ingest/fred/1.json',
    ...INGESTED_KINDS.map((kind) => `objects/${kind}/fred/1/data.parquet`),
    'refs/sources/fred/00000001.json',
    'audit/2026-01-01/1.json',
  ];
  const WRITTEN_BY_BUILD = [
    ...BUILT_KINDS.map((kind) => `objects/${kind}/x/1/meta.json`),
    'runs/1/manifest.json',
    'refs/prod/00000001.json',
    'audit/2026-01-01/1.json',
  ];
  const ALL = [...new Set([...WRITTEN_BY_INGEST, ...WRITTEN_BY_BUILD])];
  const WRITES = {
    'policy-ingest': WRITTEN_BY_INGEST,
    'policy-build': WRITTEN_BY_BUILD,
    'policy-read-only': [],
  } as const satisfies Record<string, readonly string[]>;
  const READS = { 'policy-ingest': WRITTEN_BY_INGEST, 'policy-build': ALL, 'policy-read-only': ALL } as const;

  async function allowedOf(
    role: string,
    keys: readonly string[],
    ask: (key: string) => IamRequest,
  ): Promise<readonly string[]> {
    const found: string[] = [];
    for (const key of keys) if (await may(role, ask(key))) found.push(key);
    return found;
  }

  it.each(ROLES)('%s: writes its own folders, and nothing beside them', async (role) => {
    const others = ['../elsewhere', 'refs/main/00000001.json', 'refs/sourcesfoo', 'elsewhere/x'];
    for (const action of ['s3:PutObject', 's3:AbortMultipartUpload']) {
      expect(await allowedOf(role, [...ALL, ...others], (key) => object(action, key))).toEqual(
        ALL.filter((key) => WRITES[role].some((each) => each === key)),
      );
    }
  });

  it('a kind that no policy names is found, and one that nobody declared does not compile', async () => {
    const keys = BUILT_KINDS.map((kind) => `objects/${kind}/x/1/meta.json`);
    for (const left of BUILT_KINDS) {
      const planted = (await policy('policy-build')).map((statement) => ({
        ...statement,
        resources: statement.resources.filter((resource) => !resource.endsWith(`/objects/${left}/*`)),
      }));
      const refused = keys.filter((key) => !isAllowed(planted, object('s3:PutObject', key)));
      expect(refused).toEqual([`objects/${left}/x/1/meta.json`]);
    }
    // @ts-expect-error a kind that is in no list
    const undeclared: NewObjectId = { kind: 'forecast', name: 'x', fingerprint: '1' };
    expect(await may('policy-build', object('s3:PutObject', `objects/${undeclared.kind}/x/1/meta.json`))).toBe(false);
  });

  it.each(ROLES)('%s: locks what it writes, but never a ref', async (role) => {
    const lockable = ALL.filter((key) => WRITES[role].some((each) => each === key) && !key.startsWith('refs/'));
    expect(await allowedOf(role, ALL, (key) => object('s3:PutObjectRetention', key))).toEqual(lockable);
  });

  it.each(ROLES)('%s: reads what it needs, older versions too, and may learn that a key is not there', async (role) => {
    const readable = ALL.filter((key) => READS[role].some((each) => each === key));
    for (const action of ['s3:GetObject', 's3:GetObjectVersion']) {
      expect(await allowedOf(role, ALL, (key) => object(action, key))).toEqual(readable);
    }
    // S3 answers 404 instead of 403 to whoever may list the key itself.
    expect(await allowedOf(role, ALL, (key) => listing(`ews/${key}`))).toEqual(readable);
  });

  it.each(ROLES)('%s: lists no other part of the bucket', async (role) => {
    for (const prefix of [undefined, '', 'ews', 'elsewhere/']) expect(await may(role, listing(prefix))).toBe(false);
  });

  it.each(ROLES)('%s: deletes nothing', async (role) => {
    for (const action of ['s3:DeleteObject', 's3:DeleteObjectVersion', 's3:BypassGovernanceRetention']) {
      expect(await allowedOf(role, ALL, (key) => object(action, key))).toEqual([]);
    }
  });

  it.each(ROLES)('%s: may ask for every posture', async (role) => {
    const asked = [
      'GetEncryptionConfiguration',
      'GetBucketVersioning',
      'GetBucketObjectLockConfiguration',
      'GetBucketPublicAccessBlock',
      'GetBucketPolicy',
    ];
    for (const name of asked)
      expect(await may(role, { action: `s3:${name}`, resource: BUCKET, context: VPC })).toBe(true);
  });

  it.each(ROLES)('%s: uses the key through S3, to read, and to write if it writes', async (role) => {
    const ask = (action: string, service: string) =>
      policy(role).then((own) => isAllowed(own, { action, resource: KEY, context: { 'kms:ViaService': service } }));
    expect(await ask('kms:Decrypt', 's3.us-east-1.amazonaws.com')).toBe(true);
    expect(await ask('kms:GenerateDataKey', 's3.us-east-1.amazonaws.com')).toBe(WRITES[role].length > 0);
    expect(await ask('kms:Decrypt', 'ec2.us-east-1.amazonaws.com')).toBe(false);
  });
});

describe('what the bucket refuses to everybody', () => {
  const RAW = 'raw/fred/unrate/1.json.gz';
  it.each<readonly [string, IamRequest]>([
    ['TLS 1.1', object('s3:GetObject', RAW, { 's3:TlsVersion': '1.1' })],
    ['plain HTTP', object('s3:GetObject', RAW, { 'aws:SecureTransport': 'false' })],
    ['another VPC endpoint', object('s3:GetObject', RAW, { 'aws:SourceVpce': 'vpce-1' })],
    ['another encryption', object('s3:PutObject', RAW, { 's3:x-amz-server-side-encryption': 'AES256' })],
    ['another key', object('s3:PutObject', RAW, { 's3:x-amz-server-side-encryption-aws-kms-key-id': `${KEY}0` })],
  ])('%s', async (_what, asked) => {
    expect(await may('policy-ingest', object(asked.action, RAW))).toBe(true);
    expect(await may('policy-ingest', asked)).toBe(false);
  });
});

describe('the targets of this project', () => {
  let targets: readonly TargetDefinition[] = [];
  beforeAll(async () => {
    targets = present((await readProject(ROOT, diskFiles(ROOT))).definitions).targets;
  });
  const storeOf = (name: string): S3StoreDefinition => {
    const store = targets.find((target) => target.name === name)?.store;
    if (store?.kind !== 's3') throw new Error(`${name} has no bucket`);
    return store;
  };

  it.each([
    ['s3', '', 'aws', AWS],
    ['aws-govcloud', '.aws-us-gov', 'aws-us-gov', GOVCLOUD],
  ])(
    '%s: the policies are about its bucket, folder, key and environment, and its bucket policy passes',
    async (name, variant, partition, answers) => {
      const store = storeOf(name);
      const lake = `arn:${partition}:s3:::${store.bucket}/${store.prefix}`;
      const build = await policyText(`policy-build${variant}`);
      expect(build).toContain(`"${lake}/refs/${targets.find((target) => target.name === name)?.environment}/*"`);
      expect(build).toContain(`"${store.kmsKeyId}"`);
      expect(build).toContain(`s3.${store.region}.amazonaws.com`);
      const findings = await checkPostures(
        store,
        replay({
          ...answers,
          endpoint: { protocol: 'https:', hostname: `${store.bucket}.s3-fips.${store.region}.amazonaws.com` },
          bucketPolicy: { Policy: await policyText(`bucket-policy${variant}`) },
        }),
      );
      const judged = findings.filter(({ posture }) => posture === 'tls' || posture === 'vpc_endpoint');
      expect(judged.map(({ state }) => state)).toEqual(['ok', 'ok']);
    },
  );
});
