import { joinedScript, sharedModule } from '../offline-page/index.ts';

/** Modules of the page's script, each after those that it imports. */
const MODULES = [
  'presence',
  'element',
  'lineage',
  'trace',
  'state',
  'text-width',
  'path-layout',
  'positions',
  'edges',
  'bands',
  'camera',
  'cards',
  'edge-list',
  'source-text',
  'definition',
  'panel',
  'search',
  'table-view',
  'keyboard',
  'pointers',
  'theme',
  'print',
  'main',
];

/** Those of them that other pages have, too. */
const SHARED: ReadonlySet<string> = new Set(['presence', 'element', 'source-text', 'theme']);

let script: string | undefined;

/** The script as one text, read when a page is first drawn. */
export function pageScript(): string {
  script ??= joinedScript(
    MODULES.map((name) => (SHARED.has(name) ? sharedModule(name) : new URL(`browser/${name}.mjs`, import.meta.url))),
  );
  return script;
}
