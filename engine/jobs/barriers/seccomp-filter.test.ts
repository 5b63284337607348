import { describe, expect, it } from 'vitest';
import { present } from '../../presence/index.ts';
import { seccompFilter } from './seccomp-filter.ts';

/** What a process asks of the kernel: `struct seccomp_data` of linux/seccomp.h. */
interface AskedCall {
  readonly architecture?: number;
  readonly number: number;
  readonly args?: readonly number[];
}

const X86_64 = 0xc000003e;
const I386 = 0x40000003;
const AARCH64 = 0xc00000b7;
const X32_BIT = 0x40000000;

const ANSWERS: ReadonlyMap<number, string> = new Map([
  [0x7fff0000, 'allowed'],
  [0x00050001, 'EPERM'],
  [0x00050026, 'ENOSYS'],
  [0x80000000, 'killed'],
]);

function dataOf({ architecture = X86_64, number, args = [] }: AskedCall): Buffer {
  const data = Buffer.alloc(64);
  data.writeUInt32LE(number, 0);
  data.writeUInt32LE(architecture, 4);
  for (const [index, value] of args.entries()) data.writeBigUInt64LE(BigInt(value), 16 + 8 * index);
  return data;
}

/**
 * Runs a program of classic BPF as the kernel does (net/core/filter.c), for the instructions that filters of system
 * calls are made of: what the bytes do is judged by the manual, not by who wrote them.
 */
function runFilter(program: Uint8Array, call: AskedCall): string {
  const [code, data] = [Buffer.from(program), dataOf(call)];
  let accumulator = 0;
  for (let at = 0; ; at++) {
    const offset = at * 8;
    const [kind, value] = [code.readUInt16LE(offset), code.readUInt32LE(offset + 4)];
    const jump = (holds: boolean): void => {
      at += code.readUInt8(offset + (holds ? 2 : 3));
    };
    // BPF_LD | BPF_W | BPF_ABS; BPF_JMP | BPF_JEQ, BPF_JGE, BPF_JSET, each with BPF_K; BPF_RET | BPF_K
    if (kind === 0x20) accumulator = data.readUInt32LE(value);
    else if (kind === 0x15) jump(accumulator === value);
    else if (kind === 0x35) jump(accumulator >= value);
    else if (kind === 0x45) jump((accumulator & value) !== 0);
    else if (kind === 0x06) return present(ANSWERS.get(value), `answer ${value}`);
    else throw new Error(`instruction ${kind} is none of a filter's`);
  }
}

const filter = present(seccompFilter('x64'), 'a filter');

const READ_ONLY = 0o2000000;
const WRITE_ONLY = 0o1;
const READ_WRITE = 0o2;
const CREATE = 0o100;
const TRUNCATE = 0o1000;
const AT_FDCWD = 0xffffff9c;

/** Numbers as `ausyscall --dump` has them on x86-64. */
const CALLS: readonly (readonly [string, AskedCall, string])[] = [
  ['read', { number: 0 }, 'allowed'],
  ['write', { number: 1 }, 'allowed'],
  ['mmap', { number: 9 }, 'allowed'],
  ['clone, for threads', { number: 56 }, 'allowed'],
  ['execve, by which the program itself is started', { number: 59 }, 'allowed'],
  ['exit_group', { number: 231 }, 'allowed'],
  ['futex', { number: 202 }, 'allowed'],
  ['socketpair, which reaches nobody', { number: 53 }, 'allowed'],
  ['socket', { number: 41 }, 'EPERM'],
  ['connect', { number: 42 }, 'EPERM'],
  ['bind', { number: 49 }, 'EPERM'],
  ['listen', { number: 50 }, 'EPERM'],
  ['kill', { number: 62 }, 'EPERM'],
  ['tkill', { number: 200 }, 'EPERM'],
  ['tgkill', { number: 234 }, 'EPERM'],
  ['pidfd_send_signal', { number: 424 }, 'EPERM'],
  ['setpriority', { number: 141 }, 'EPERM'],
  ['ptrace', { number: 101 }, 'EPERM'],
  ['process_vm_writev', { number: 311 }, 'EPERM'],
  ['open to read', { number: 2, args: [0, READ_ONLY] }, 'allowed'],
  ['open to write', { number: 2, args: [0, WRITE_ONLY] }, 'EPERM'],
  ['open to truncate', { number: 2, args: [0, TRUNCATE] }, 'EPERM'],
  ['openat to read', { number: 257, args: [AT_FDCWD, 0, READ_ONLY] }, 'allowed'],
  ['openat to write', { number: 257, args: [AT_FDCWD, 0, WRITE_ONLY] }, 'EPERM'],
  ['openat to read and write', { number: 257, args: [AT_FDCWD, 0, READ_WRITE] }, 'EPERM'],
  ['openat to create', { number: 257, args: [AT_FDCWD, 0, CREATE] }, 'EPERM'],
  ['openat to read, where the mode has the bits of writing', { number: 257, args: [AT_FDCWD, 0, 0, 3] }, 'allowed'],
  ['openat2, whose flags lie in memory', { number: 437 }, 'ENOSYS'],
  ['io_uring_setup, which opens without being asked', { number: 425 }, 'ENOSYS'],
  ['creat', { number: 85 }, 'EPERM'],
  ['rename', { number: 82 }, 'EPERM'],
  ['unlinkat', { number: 263 }, 'EPERM'],
  ['symlinkat', { number: 266 }, 'EPERM'],
  ['fchmodat', { number: 268 }, 'EPERM'],
  ['utimensat', { number: 280 }, 'EPERM'],
  ['mount', { number: 165 }, 'EPERM'],
  ['unshare', { number: 272 }, 'EPERM'],
  ['setns', { number: 308 }, 'EPERM'],
];

describe('the filter of system calls', () => {
  it.each(CALLS)('%s', (_, call, answer) => {
    expect(runFilter(filter, call)).toBe(answer);
  });

  it('knows no other processor: the same numbers are other calls there', () => {
    for (const architecture of [I386, AARCH64]) {
      expect(runFilter(filter, { architecture, number: 0 })).toBe('killed');
    }
    expect(['arm64', 'ia32', 'ppc64'].map((name) => seccompFilter(name as NodeJS.Architecture))).toEqual([
      null,
      null,
      null,
    ]);
  });

  it('refuses the calls of x32, under which all of them could be had', () => {
    for (const [, { number, args }] of CALLS) {
      expect(runFilter(filter, { number: number + X32_BIT, args: args ?? [] })).toBe('EPERM');
    }
  });

  it('refuses what it refuses whatever the arguments are', () => {
    const all = Array.from({ length: 6 }, () => 0xffffffff);
    for (const [name, { number }, answer] of CALLS) {
      if (answer !== 'allowed' && !name.startsWith('open'))
        expect(runFilter(filter, { number, args: all })).toBe(answer);
    }
  });

  it('is whole instructions, as many as the kernel takes, and its jumps stay within', () => {
    expect(filter.length % 8).toBe(0);
    const count = filter.length / 8;
    expect(count).toBeLessThan(4096);
    for (let at = 0; at < count; at++) {
      const [whenTrue, whenFalse] = [filter.at(at * 8 + 2), filter.at(at * 8 + 3)];
      const longest = Math.max(present(whenTrue), present(whenFalse));
      if (longest > 0) expect(at + 1 + longest).toBeLessThan(count);
    }
  });
});
