import { readFileSync } from 'node:fs';
import { present } from '../../presence/index.ts';

const IMPORT = /^import (?<names>\{[^}]*\}) from '\.[./\w-]*\/(?<module>[\w-]+)\.mjs';\n/gm;

/** A comment on lines of its own, with them, or one within a line, with the space behind it. */
const COMMENT = /^ *\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n|\/\*\*(?:(?!\*\/)[\s\S])*\*\/ /gm;

/**
 * Modules of a page's script as one text, each given after those that it imports. They are plain JavaScript with
 * checked types; each becomes a function that returns what it exports, so that their names do not meet. Modules are
 * known by the names of their files, which differ.
 */
export function joinedScript(modules: readonly URL[]): string {
  return `'use strict';\n(() => {\n${modules.map(moduleText).join('')}})();`;
}

/** A module that several pages have: `element`. */
export function sharedModule(name: string): URL {
  return new URL(`browser/${name}.mjs`, import.meta.url);
}

function moduleText(module: URL): string {
  const text = readFileSync(module, 'utf8');
  const exported = [...text.matchAll(/^export (?:const|function) (\w+)/gm)].map(([, each]) => each);
  const body = text
    .replace(COMMENT, '')
    .replace(IMPORT, '')
    .replace(/^export /gm, '');
  const name = present(/([\w-]+)\.mjs$/.exec(module.pathname)?.[1]);
  return `const ${variableOf(name)} = (() => {\n${importsOf(text)}${body}return { ${exported.join(', ')} };\n})();\n`;
}

/** By the names of the modules: a page has the same bytes wherever its modules lie. */
function importsOf(text: string): string {
  return [...text.matchAll(IMPORT)]
    .map(({ groups }) => ({ names: present(groups?.['names']), module: present(groups?.['module']) }))
    .toSorted((one, other) => (one.module < other.module ? -1 : 1))
    .map(({ names, module }) => `const ${names} = ${variableOf(module)};\n`)
    .join('');
}

/** `source-text` -> `source_text`; with a mark, so that no module's own names hide it. */
function variableOf(module: string): string {
  return `$${module.replaceAll('-', '_')}`;
}
