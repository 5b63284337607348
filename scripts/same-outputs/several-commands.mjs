// Runs commands of ews one after the other in this process, as `bin/ews.mjs` runs one, each from its own time on.
// Standard input has them as JSON, standard output gets a line of JSON for each as soon as it has ended.

import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { startClock } from './one-clock.mjs';

const { main } = await import(pathToFileURL(process.argv[2]).href);
const write = process.stdout.write.bind(process.stdout);

// Each command adds a listener.
process.stdout.setMaxListeners(0);

for (const { args, ...start } of JSON.parse(readFileSync(0, 'utf8'))) {
  const printed = { out: '', err: '' };
  process.stdout.write = collector(printed, 'out');
  process.stderr.write = collector(printed, 'err');
  process.exitCode = undefined;
  startClock(start);
  await main(args);
  // What a promise that nobody waits for still prints belongs to this command.
  await new Promise((resolve) => setImmediate(resolve));
  // A command that sets no code has done what it was asked to.
  const { exitCode: code = 0 } = process;
  write(`${JSON.stringify({ code, ...printed })}\n`);
}
process.exitCode = 0;

function collector(printed, stream) {
  return (chunk, encoding, callback) => {
    printed[stream] += chunk.toString();
    const done = typeof encoding === 'function' ? encoding : callback;
    done?.();
    return true;
  };
}
