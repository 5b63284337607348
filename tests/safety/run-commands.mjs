// Runs commands, one after the other in one process, each line of standard input a JSON list of arguments.
import { text } from 'node:stream/consumers';

// Each command listens to them anew.
for (const stream of [process.stdout, process.stderr]) stream.setMaxListeners(0);
const { main } = await import(process.argv[2]);
for (const line of (await text(process.stdin)).split('\n')) {
  const args = JSON.parse(line);
  process.stderr.write(`\n$ ews ${args.join(' ')}\n`);
  process.exitCode = 0;
  await main(args);
  process.stderr.write(`= ${process.exitCode}\n`);
}
process.exitCode = 0;
