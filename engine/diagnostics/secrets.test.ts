import { describe, expect, it } from 'vitest';
import { problem, warning } from './problem.ts';
import { secretsIn, struck, struckLine } from './secrets.ts';

const HEX = '0123456789abcdef0123456789abcdef';
const BASE64 = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';

describe('a text that looks like a secret', () => {
  it.each([
    ['AKIAIOSFODNN7EXAMPLE', '***'],
    [`a FRED key: ${HEX}.`, 'a FRED key: ***.'],
    [`aws ${BASE64.replace('MI/K7', 'M11K7')}`, 'aws ***'],
    [`ghp_${'a1'.repeat(18)}`, '***'],
    ['xoxb-1234567890-abc', '***'],
    ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln', '***'],
    ['see https://me:hunter2@example.org/a', 'see https://me:***@example.org/a'],
    [`https://api.example.org/fred?api_key=abcd1234&x=1`, 'https://api.example.org/fred?api_key=***&x=1'],
    ['Authorization: Bearer abcdefghijklmnop1234', 'Authorization: Bearer ***'],
    ['-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----', '***'],
  ])('is struck out: %s', (text, left) => {
    expect(struck(text)).toBe(left);
    expect(secretsIn(text, 'yaml')).toHaveLength(1);
  });

  it.each([
    'a commit 139d915bb1dd59d368218d00be4876b1526f9006',
    `a digest ${HEX}${HEX}`,
    'run 20221101T060000Z-5a51f3 of main',
    '00000000000000000000000000000001',
    'a UUID 123e4567-e89b-12d3-a456-426614174000',
    'https://example.org/a:b@c',
    'features/recession/risk/unemployment_rate',
    'git@example.org:risk/demo.git',
    '-----BEGIN CERTIFICATE-----',
  ])('is none: %s', (text) => {
    expect(struck(text)).toBe(text);
    expect(secretsIn(text, 'yaml')).toEqual([]);
  });

  it('may be something else in SQL', () => {
    expect(secretsIn(`md5(x) = '${HEX}'`, 'sql')).toEqual([]);
    expect(secretsIn("'AKIAIOSFODNN7EXAMPLE'", 'sql')).toHaveLength(1);
  });
});

describe('a line', () => {
  it.each([
    ['password: hunter2', 'password: *******'],
    ['  "client_secret": "a b"', '  "client_secret": *****'],
    [
      'fred: { read: live, api_key: abc-1, refresh_hours: 2 }',
      'fred: { read: live, api_key: *****, refresh_hours: 2 }',
    ],
    ['api_key_env: OPENLINEAGE_API_KEY', 'api_key_env: OPENLINEAGE_API_KEY'],
    ['secret: |', 'secret: |'],
    ['keys: [country]', 'keys: [country]'],
  ])('%s is shown as %s', (line, shown) => {
    expect(struckLine(line)).toBe(shown);
  });
});

it.each([problem, warning])('no problem repeats one, wherever it would', (make) => {
  const told = make('EWS1004', HEX, { lineText: `a: ${HEX}`, hint: HEX, notes: [HEX] });
  expect(JSON.stringify(told)).not.toContain(HEX);
});
