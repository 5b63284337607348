import type { Problem, TextFile } from '../diagnostics/index.ts';
import { problemAt } from './problem-at.ts';

/** Strings, comments and quoted names, which are passed over; or a tag of a template, which is what is looked for. */
const PIECES =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}|\{#[\s\S]*?#\}/g;

/** Every tag of a template in a text: whoever comes from dbt writes `{{ ref('labor') }}`. */
export function templateProblems(file: TextFile): readonly Problem[] {
  return [...file.text.matchAll(PIECES)]
    .filter(([piece]) => /^\{[{%#]/.test(piece))
    .map(({ 0: tag, index }) =>
      problemAt(file, index, tag.length, {
        code: 'EWS2101',
        message: `SQL is not templated: ${firstLine(tag)} is not replaced by anything`,
        hint: insteadOf(tag),
      }),
    );
}

function firstLine(tag: string): string {
  const [line = tag] = tag.split('\n');
  return line.length > 60 ? `${line.slice(0, 57)}...` : line;
}

const NAME = `['"]([\\w.]+)['"]`;

/** What says here what a tag of dbt says there. */
function insteadOf(tag: string): string {
  const call = (name: string, ...parts: readonly string[]): readonly string[] | undefined =>
    new RegExp(`\\b${name}\\s*\\(\\s*${parts.join('\\s*,\\s*')}`).exec(tag)?.slice(1);
  const source = call('source', NAME, NAME);
  if (source !== undefined) return `write the relation: ${source.join('.')}`;
  const [ref] = call('ref', NAME) ?? [];
  if (ref !== undefined) return `write the group: features.${ref}`;
  const [variable] = call('var', NAME) ?? [];
  if (variable !== undefined) return `write $${variable}, and declare it under vars in ews.config.yaml`;
  if (call('config') !== undefined) return 'remove it: what a definition says of itself stands in its YAML';
  if (tag.startsWith('{%'))
    return 'remove it: there are no loops; a formula that is used twice is a function of features/lib';
  if (tag.startsWith('{#')) return 'write a comment of SQL: -- ...';
  return 'name what is read, such as fred.unrate, features.labor or $horizon_months';
}
