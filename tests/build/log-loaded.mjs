// Preloaded into a command: at its end it writes which files of packages were loaded, however they were.
import { writeFileSync } from 'node:fs';
import module, { register } from 'node:module';
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';

const { port1, port2 } = new MessageChannel();
register('./log-loaded-hooks.mjs', { parentURL: import.meta.url, data: { port: port2 }, transferList: [port2] });
port1.unref();
process.once('exit', () => {
  const loaded = Object.keys(module._cache);
  for (let said = receiveMessageOnPort(port1); said !== undefined; said = receiveMessageOnPort(port1)) {
    loaded.push(said.message);
  }
  writeFileSync(process.env.EWS_TEST_LOADED, loaded.join('\n'));
});
