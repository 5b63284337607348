import { accessSync, chmodSync, constants, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../source-files.ts';

const PYTHON = ['/usr/bin/python3', '/usr/local/bin/python3'];

/** A launcher as an operator would name one: the small one in Python; null where there is no Python. */
export function filterLauncher(folder: string): string | null {
  const python = PYTHON.find(isProgram);
  if (python === undefined || process.arch !== 'x64') return null;
  const file = path.join(folder, 'launcher');
  const script = path.join(ROOT, 'tests/isolation/seccomp-launcher.py');
  writeFileSync(file, `#!/bin/sh\nexec ${python} -I -S '${script}' "$@"\n`);
  chmodSync(file, 0o755);
  return file;
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
