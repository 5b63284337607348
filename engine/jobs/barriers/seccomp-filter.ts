/** Of what a process asks the kernel: numbers of system calls of x86-64 (arch/x86/entry/syscalls/syscall_64.tbl). */
const REFUSED = {
  'reach others': { socket: 41, connect: 42, bind: 49, listen: 50 },
  'signal others': {
    kill: 62,
    tkill: 200,
    tgkill: 234,
    rt_sigqueueinfo: 129,
    rt_tgsigqueueinfo: 297,
    pidfd_send_signal: 424,
  },
  'slow others down': {
    setpriority: 141,
    sched_setparam: 142,
    sched_setscheduler: 144,
    sched_setaffinity: 203,
    ioprio_set: 251,
    migrate_pages: 256,
    move_pages: 279,
    sched_setattr: 314,
    process_madvise: 440,
    process_mrelease: 448,
  },
  'look into others': { ptrace: 101, process_vm_readv: 310, process_vm_writev: 311, pidfd_getfd: 438 },
  'change files by name': {
    creat: 85,
    truncate: 76,
    ftruncate: 77,
    rename: 82,
    renameat: 264,
    renameat2: 316,
    mkdir: 83,
    mkdirat: 258,
    rmdir: 84,
    link: 86,
    linkat: 265,
    unlink: 87,
    unlinkat: 263,
    symlink: 88,
    symlinkat: 266,
    mknod: 133,
    mknodat: 259,
    mq_open: 240,
    mq_unlink: 241,
    open_by_handle_at: 304,
  },
  'change modes, owners, times and attributes': {
    chmod: 90,
    fchmod: 91,
    fchmodat: 268,
    fchmodat2: 452,
    chown: 92,
    fchown: 93,
    lchown: 94,
    fchownat: 260,
    utime: 132,
    utimes: 235,
    futimesat: 261,
    utimensat: 280,
    setxattr: 188,
    lsetxattr: 189,
    fsetxattr: 190,
    removexattr: 197,
    lremovexattr: 198,
    fremovexattr: 199,
  },
  'change the machine': {
    mount: 165,
    umount2: 166,
    pivot_root: 155,
    chroot: 161,
    unshare: 272,
    setns: 308,
    bpf: 321,
    perf_event_open: 298,
    userfaultfd: 323,
    keyctl: 250,
    add_key: 248,
    request_key: 249,
    open_tree: 428,
    move_mount: 429,
    fsopen: 430,
    fspick: 433,
    mount_setattr: 442,
  },
} as const;

/** Programs do without these when the kernel does not know them; both would go around what is refused above. */
const UNKNOWN = { io_uring_setup: 425, openat2: 437 } as const;

/** Open files, and the argument that holds the flags: allowed to read, refused to write or create. */
const OPENING = { open: { number: 2, flags: 1 }, openat: { number: 257, flags: 2 } } as const;

const O_WRONLY = 0o1;
const O_RDWR = 0o2;
const O_CREAT = 0o100;
const O_TRUNC = 0o1000;
const WRITING = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC;

const AUDIT_ARCH_X86_64 = 0xc000003e;
/** Numbers from here on are of the x32 interface, under which the same calls have other numbers. */
const X32 = 0x40000000;

const LOAD_WORD = 0x20;
const IF_EQUAL = 0x15;
const IF_AT_LEAST = 0x35;
const IF_ANY_BIT = 0x45;
const RETURN = 0x06;

const NUMBER_OFFSET = 0;
const ARCHITECTURE_OFFSET = 4;
const ARGUMENTS_OFFSET = 16;
const ARGUMENT_BYTES = 8;

const ALLOW = 0x7fff0000;
const KILL_PROCESS = 0x80000000;
const EPERM = 0x00050001;
const ENOSYS = 0x00050026;

const INSTRUCTION_BYTES = 8;

interface Instruction {
  readonly code: number;
  readonly value: number;
  /** How many instructions are left out where the condition holds, and where it does not. */
  readonly ifTrue?: number;
  readonly ifFalse?: number;
}

/**
 * A filter of system calls for a process that computes: it keeps what it has open, reads files, and starts threads. The
 * bytes are a program of `struct sock_filter` (linux/filter.h), as `bwrap --seccomp` and `setpriv --seccomp-filter`
 * take it. A filter sees no paths: which files are read, and which programs are started, it cannot say.
 * @returns null on a processor that it is not written for.
 */
export function seccompFilter(architecture: NodeJS.Architecture = process.arch): Uint8Array | null {
  if (architecture !== 'x64') return null;
  const refused = Object.values(REFUSED).flatMap((calls): readonly number[] => Object.values(calls));
  const program = [
    load(ARCHITECTURE_OFFSET),
    ...unless(IF_EQUAL, AUDIT_ARCH_X86_64, KILL_PROCESS),
    load(NUMBER_OFFSET),
    ...when(IF_AT_LEAST, X32, EPERM),
    ...refused.flatMap((number) => when(IF_EQUAL, number, EPERM)),
    ...Object.values(UNKNOWN).flatMap((number) => when(IF_EQUAL, number, ENOSYS)),
    ...Object.values(OPENING).flatMap(({ number, flags }) => refusedToWrite(number, flags)),
    { code: RETURN, value: ALLOW },
  ];
  return bytesOf(program);
}

function load(offset: number): Instruction {
  return { code: LOAD_WORD, value: offset };
}

function when(condition: number, value: number, answer: number): readonly Instruction[] {
  return [
    { code: condition, value, ifFalse: 1 },
    { code: RETURN, value: answer },
  ];
}

function unless(condition: number, value: number, answer: number): readonly Instruction[] {
  return [
    { code: condition, value, ifTrue: 1 },
    { code: RETURN, value: answer },
  ];
}

/** Looks at the flags of a call that opens files, and loads the call's number again for what follows. */
function refusedToWrite(number: number, argument: number): readonly Instruction[] {
  const looks = [
    load(ARGUMENTS_OFFSET + ARGUMENT_BYTES * argument),
    ...when(IF_ANY_BIT, WRITING, EPERM),
    { code: RETURN, value: ALLOW },
  ];
  return [{ code: IF_EQUAL, value: number, ifFalse: looks.length }, ...looks];
}

function bytesOf(program: readonly Instruction[]): Uint8Array {
  const bytes = Buffer.alloc(program.length * INSTRUCTION_BYTES);
  for (const [index, { code, value, ifTrue = 0, ifFalse = 0 }] of program.entries()) {
    const at = index * INSTRUCTION_BYTES;
    bytes.writeUInt16LE(code, at);
    bytes.writeUInt8(ifTrue, at + 2);
    bytes.writeUInt8(ifFalse, at + 3);
    bytes.writeUInt32LE(value, at + 4);
  }
  return bytes;
}
