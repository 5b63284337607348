import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * All pages that a reader comes to from a page on this disk, by links and what they load, and what leads nowhere:
 * `from -> to`. Read with a pattern of its own, as a browser would follow addresses of files.
 */
export async function followLinks(
  start: string,
): Promise<{ readonly pages: readonly string[]; readonly dead: readonly string[] }> {
  const pages = new Set<string>();
  const dead: string[] = [];
  const next = [start];
  for (let page = next.pop(); page !== undefined; page = next.pop()) {
    if (pages.has(page)) continue;
    pages.add(page);
    const html = await readFile(page, 'utf8');
    const addresses = [...html.matchAll(/\s(?:href|src)="([^"#][^"]*)"/g)].map(([, address]) => String(address));
    for (const address of addresses.filter((each) => !/^(https?|data|mailto):/.test(each))) {
      const target = path.resolve(path.dirname(page), decodeURIComponent(address.replace(/#.*$/, '')));
      if (!existsSync(target)) dead.push(`${page} -> ${address}`);
      else if (target.endsWith('.html')) next.push(target);
    }
  }
  return { pages: [...pages], dead };
}
