import { type FunctionDefinition, libraryFunctions } from '../engine/project/index.ts';

const HEAD = `# Functions that come along

Every query may call these as \`ews.NAME(...)\`, beside [its own project's](dsl.md#featureslibnamesql-and-nameyaml).
They are written out where they are called, so that lineage, the gate and evaluation see plain SQL. This page is made of
their definitions (\`npm run schemas\`); each example below is a case that a test computes.

- \`d\` is a date, one a row within its key. \`per\` is the key of a panel: \`ews.pc1(value, date, per := country)\`;
  without it a table that holds several keys has several rows a date, and what compares two dates is NULL.
- What compares with an earlier period goes by the calendar: a period that is missing gives NULL, and never moves the
  comparison to another one. FRED counts rows instead; without holes both are the same. Of weekly series a year is
  \`year := INTERVAL 364 DAY\`, a period \`every := INTERVAL 7 DAY\`; of series that are dated by the last days of their
  months write \`date_trunc('month', date)::DATE\`.
- What is relative to a zero, and the logarithm of what is not above zero, is NULL.

`;

/** \`docs/functions.md\`, as the functions that come along are defined. */
export function functionsPage(): string {
  const rows = libraryFunctions().map((fn) => `| [\`ews.${fn.name}\`](#ews${fn.name}) | ${sentence(fn.description)} |`);
  const list = ['| function | what it gives |', '|---|---|', ...rows].join('\n');
  return `${HEAD}${list}\n\n${libraryFunctions().map(section).join('\n')}`;
}

function sentence(text: string): string {
  return /^.*?[.;](?= |$)/.exec(text)?.[0].replace(/[.;]$/, '') ?? text;
}

function section(fn: FunctionDefinition): string {
  const { name, file, at, body, kind, description, formula, source, returns } = fn;
  const sql = `CREATE FUNCTION ${file.text.slice(at.start, body.end)};`;
  const unit = returns.kind === 'scalar' && returns.unit !== undefined ? `, ${returns.unit}` : '';
  const type = returns.kind === 'scalar' ? `${returns.type}${unit}` : kind;
  return [
    `## ews.${name}`,
    '',
    description,
    '',
    '```sql',
    sql,
    '```',
    '',
    `- gives ${type}`,
    `- formula: \`${formula}\``,
    `- source: ${source}`,
    ...fn.cases.map((one) => `- \`ews.${one.call}\`${overText(one.over)} is \`${JSON.stringify(one.is)}\``),
    '',
  ].join('\n');
}

function overText(over: FunctionDefinition['cases'][number]['over']): string {
  if (over === undefined) return '';
  return ` over ${over.map((row) => Object.values(row).map(String).join(' ')).join(', ')}`;
}
