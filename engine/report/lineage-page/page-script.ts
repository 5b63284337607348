import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Modules of the page's script, each after those that it imports. */
const MODULES = [
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

let script: string | undefined;

/**
 * The script as one text. Its modules are plain JavaScript with checked types; each becomes a function that returns
 * what it exports, so that their names do not meet. Read when a page is first drawn.
 */
export function pageScript(): string {
  script ??= `'use strict';\n(() => {\n${MODULES.map(moduleText).join('')}})();`;
  return script;
}

function moduleText(name: string): string {
  const text = readFileSync(path.join(import.meta.dirname, 'browser', `${name}.mjs`), 'utf8');
  const exported = [...text.matchAll(/^export (?:const|function) (\w+)/gm)].map(([, each]) => each);
  const body = text
    .replace(/^ *\/\*\*[\s\S]*?\*\/\n/gm, '')
    .replace(/\/\*\*[\s\S]*?\*\/ /g, '')
    .replace(
      /^import (\{[^}]*\}) from '\.\/([\w-]+)\.mjs';$/gm,
      (_, names, from) => `const ${names} = ${variableOf(from)};`,
    )
    .replace(/^export /gm, '');
  return `const ${variableOf(name)} = (() => {\n${body}return { ${exported.join(', ')} };\n})();\n`;
}

/** `source-text` -> `source_text`; with a mark, so that no module's own names hide it. */
function variableOf(module: string): string {
  return `$${module.replaceAll('-', '_')}`;
}
