// Preloaded into a process: appends a line to the file in EWS_TEST_SPAWNED for every program that it starts.
import childProcess from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const { spawn } = childProcess;
childProcess.spawn = (command, args, options) => {
  appendFileSync(process.env.EWS_TEST_SPAWNED, `${[command, ...args].join(' ')}\n`);
  return spawn(command, args, options);
};
syncBuiltinESMExports();
