// A writer that kills itself: commit-and-die.ts <lake> <step at which to die, from 1>. Prints the steps it took.
import { advanceRef, commitObject, openLocalStore, readRef, storeRaw } from '../../engine/lake/index.ts';

const [root = '.', deadly] = process.argv.slice(2);
let steps = 0;
const store = openLocalStore(root, {
  beforeWrite: () => {
    steps++;
    if (steps === Number(deadly)) process.kill(process.pid, 'SIGKILL');
  },
});

const bytes = Buffer.from('date,value\n2008-03-01,5.1\n'.repeat(1000));
const raw = await storeRaw(store, { source: 'bls', name: 'unrate', extension: 'csv', content: bytes });
const meta = await commitObject(store, {
  kind: 'observations',
  name: 'bls',
  fingerprint: 'new',
  files: new Map([
    ['data.parquet', bytes],
    ['notes.json', Buffer.from('{}')],
  ]),
  inputs: [{ kind: 'raw', name: 'bls/unrate', fingerprint: raw.sha256 }],
  extra: { rows: 1000 },
});
const current = await readRef(store, 'prod');
if (current?.value['fingerprint'] !== meta.fingerprint) {
  await advanceRef(store, 'prod', current, { fingerprint: meta.fingerprint });
}
process.stdout.write(String(steps));
