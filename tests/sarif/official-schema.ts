import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { describe } from 'vitest';
import { run } from '../integration/product.ts';

/** Where the schema of SARIF 2.1.0 comes from: nobody publishes it as a package of its own. */
const PACKAGE = '@microsoft/sarif-multitool-linux@5.7.0';
const INSIDE = 'package/sarif-2.1.0.json';

const CACHE = process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache');
const SCHEMA = path.join(CACHE, 'ews-tools', 'sarif-2.1.0.json');

/** Why there is no schema here; undefined once it is kept. In continuous integration it throws. */
async function whyNoSchema(): Promise<string | undefined> {
  if ((await readFile(SCHEMA, 'utf8').catch(() => undefined)) !== undefined) return undefined;
  await mkdir(path.dirname(SCHEMA), { recursive: true });
  const folder = await mkdtemp(`${SCHEMA}.`);
  try {
    const packed = await run('npm', ['pack', PACKAGE, '--silent'], { cwd: folder });
    const unpacked = await run('tar', ['xzf', packed.stdout.trim(), INSIDE], { cwd: folder });
    if (packed.code === 0 && unpacked.code === 0) {
      await rename(path.join(folder, INSIDE), SCHEMA);
      return undefined;
    }
    const reason = `npm pack ${PACKAGE} failed: ${packed.stderr}${unpacked.stderr}`;
    if (process.env['CI'] === 'true') throw new Error(reason);
    return reason;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** `/runs/0/results/0 must have required property 'message'`: what a log has wrong; none where it is one. */
export type SarifFaults = (log: unknown) => readonly string[];

/** `describe` with SARIF's own schema; without it the tests are skipped, and a line on the console says why. */
export async function describeWithSarif(title: string, tests: (faultsOf: SarifFaults) => void): Promise<void> {
  const reason = await whyNoSchema();
  if (reason !== undefined) {
    console.warn(`SKIPPED: ${title}: ${reason}`);
    describe.skip(`${title} (${reason})`, () => tests(() => []));
    return;
  }
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  const validate = ajv.compile(JSON.parse(await readFile(SCHEMA, 'utf8')));
  const faultsOf: SarifFaults = (log) =>
    validate(log) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  describe(title, () => tests(faultsOf));
}
