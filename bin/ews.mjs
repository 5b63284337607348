#!/usr/bin/env node
// Committed entry point. The engine is compiled into dist/ by "npm ci"; installs without scripts skip that step.
import { existsSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';

const compiled = new URL('../dist/programs/ews.js', import.meta.url);
if (existsSync(compiled)) {
  // A libuv pool of four serves DuckDB and the file system alike; it must be sized before its first use.
  process.env.UV_THREADPOOL_SIZE ??= '16';
  // Most commands end before what V8 optimizes has paid for that: let it run some more times first (67584 is the
  // default). Later versions count otherwise, and have a compiler between that is cheap.
  if (process.versions.v8.startsWith('11.')) setFlagsFromString('--interrupt-budget=500000');
  const { main } = await import(compiled.href);
  await main(process.argv.slice(2));
} else {
  process.stderr.write('ews is not compiled yet (the install ran no scripts). Run: npm run build\n');
  process.exitCode = 2;
}
