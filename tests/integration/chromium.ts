import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { present } from '../../engine/presence/index.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

function executable(): string | undefined {
  const { PATH } = process.env;
  const folders = PATH === undefined ? [] : PATH.split(path.delimiter);
  return folders.flatMap((folder) => NAMES.map((name) => path.join(folder, name))).find((file) => existsSync(file));
}

/** Why no page can be opened here; undefined if one can. In CI one must be. */
export function chromiumMissing(): string | undefined {
  if (executable() !== undefined) return undefined;
  const reason = 'there is no chromium on the PATH: install it with your package manager';
  if (process.env['CI'] === 'true') throw new Error(reason);
  return reason;
}

/** The system's Chromium without a window. */
export function openChromium(): Promise<Browser> {
  // Its sandbox does not start for root, as in most containers.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath: present(executable(), 'a chromium'), args });
}
