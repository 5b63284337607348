import { expect, test } from 'vitest';
import { first } from '../../presence/index.ts';
import type { Catalogue, CataloguedNode } from './catalogue.ts';
import { withoutSecrets } from './without-secrets.ts';

const KEY = '0123456789abcdef0123456789abcdef';
const AWS = ['AKIA', 'ABCDEFGHIJKLMNOP'].join('');

const NODE: CataloguedNode = {
  id: 'features.credit',
  kind: 'feature',
  description: `asked with ${KEY}`,
  owner: AWS,
  tags: [`https://ana:hunter22@example.org/`],
  files: ['features/credit.sql'],
  facts: [{ term: 'Licence', text: `see https://x.org/?api_key=${KEY}` }],
  columns: [{ name: KEY, type: 'DOUBLE', description: KEY, unit: KEY }],
  tests: [{ rule: `one of ${KEY}`, column: KEY, severity: 'error', sql: null, result: null }],
  inputs: [],
  readers: [],
  functions: [],
  freshness: null,
  built: null,
  page: null,
};

const CATALOGUE: Catalogue = {
  project: 'p',
  run: {
    id: '20261130T140458Z-1c09aa',
    at: null,
    outcome: 'ok',
    problem: null,
    environment: 'main',
    newest: true,
    commit: '1f0c1f55aa1f0c1f55aa1f0c1f55aa1f0c1f55aa',
    actor: 'ana',
    command: `build --vars password=${AWS}`,
    target: 'local',
    version: '0.1.0',
    data: [{ source: 'fred', position: 1, sha256: 'ab'.repeat(32) }],
  },
  nodes: [NODE],
  functions: [],
  files: { 'features/credit.sql': `-- api_key: "swordfish and more"\n-- ${AWS}\nSELECT 1 AS credit\n` },
  gone: [],
  notices: [],
};

test('strikes out of every text what looks like a secret, and leaves names and digests', () => {
  const told = withoutSecrets(CATALOGUE);
  const text = JSON.stringify({ ...told, nodes: [{ ...first(told.nodes), columns: [], tests: [] }] });
  for (const secret of [KEY, AWS, 'hunter22', 'swordfish']) expect(text).not.toContain(secret);
  const { description, tags, columns, tests } = first(told.nodes);
  expect({ description, tags }).toEqual({ description: 'asked with ***', tags: ['https://ana:***@example.org/'] });
  // A column is found by its name, which the project's SQL has given it.
  expect([first(columns).name, first(tests).column]).toEqual([KEY, KEY]);
  expect(told.run).toEqual({ ...CATALOGUE.run, command: 'build --vars password=***' });
  expect(told.files['features/credit.sql']).toContain('SELECT 1 AS credit');
});

test('changes nothing where there is no secret', () => {
  const clean = { ...CATALOGUE, nodes: [], files: { a: 'SELECT 1' }, run: { ...CATALOGUE.run, command: 'build' } };
  expect(withoutSecrets(clean)).toEqual(clean);
});
