// Imported before ews: what differs from one run to the next is the same in both, for everything in this process.
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';

let ticks = true;
let now = 0;
let elapsed = 0;
let seed = 0;
let drawn = 0;

/**
 * From here on it is this time, and what is drawn by chance follows from the seed. A clock that ticks does so when
 * asked.
 */
export function startClock(start) {
  ticks = start.clock === 'ticking';
  now = Date.parse(start.now);
  elapsed = 1000;
  seed = start.seed;
  drawn = 0;
}

/** Every question takes a second, so that a time that is asked for elsewhere, or not at all, shows. */
function nextTime() {
  now += ticks ? 1000 : 0;
  return now;
}

class SameDate extends Date {
  constructor(...given) {
    if (given.length === 0) super(nextTime());
    else super(...given);
  }
  static now() {
    return nextTime();
  }
}
globalThis.Date = SameDate;

performance.now = () => {
  elapsed += ticks ? 130 : 0;
  return elapsed;
};

function drawnBytes(size) {
  const blocks = [];
  for (let length = 0; length < size; length += 32) {
    drawn += 1;
    blocks.push(crypto.createHash('sha256').update(`${seed} ${drawn}`).digest());
  }
  return Buffer.concat(blocks).subarray(0, size);
}
crypto.randomBytes = (size, callback) => {
  const bytes = drawnBytes(size);
  if (callback === undefined) return bytes;
  return void queueMicrotask(() => callback(null, bytes));
};
crypto.randomUUID = () => {
  const hex = drawnBytes(16).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};
Math.random = () => drawnBytes(4).readUInt32BE() / 2 ** 32;

os.hostname = () => 'same-host';
os.userInfo = () => ({ username: 'same-user', uid: 1000, gid: 1000, shell: null, homedir: '/nowhere' });
syncBuiltinESMExports();
