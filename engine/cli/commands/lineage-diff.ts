import { diffLineage, type LineageDiff, renderDiffMarkdown, renderDiffText } from '../../../lineage/index.ts';
import { openComparedSession } from '../compared-session.ts';
import { chosenFormat, DIFF_FORMATS, type DiffFormat } from '../lineage-format.ts';
import { lineageSide } from '../lineage-side.ts';
import type { GlobalFlags } from '../session.ts';
import type { ExitCode, Terminal } from '../terminal.ts';

export interface LineageDiffFlags extends GlobalFlags {
  readonly format?: string;
}

/** `ews lineage diff A [B]`: what B computes that A does not, or in another way, and the models that this reaches. */
export async function runLineageDiff(
  a: string,
  b: string | undefined,
  flags: LineageDiffFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const format = chosenFormat(DIFF_FORMATS, flags);
  const session = await openComparedSession([a, b], flags, terminal);
  const from = await lineageSide(session, a, flags);
  const to = await lineageSide(session, b, flags);
  const compared = { from: from.name, to: to.name, diff: diffLineage(from.lineage, to.lineage) };
  if (flags.json === true) terminal.answer.gave('lineage diff', { from: from.name, to: to.name, ...compared.diff });
  else terminal.out(rendered(compared, format, terminal));
  return 0;
}

interface Compared {
  /** Names of the two sides. */
  readonly from: string;
  readonly to: string;
  readonly diff: LineageDiff;
}

function rendered({ from, to, diff }: Compared, format: DiffFormat, { paintOut: paint }: Terminal): string {
  switch (format) {
    case 'text': {
      const style = {
        name: paint.bold,
        added: paint.green,
        removed: paint.red,
        changed: paint.yellow,
        remark: paint.dim,
      };
      return `${paint.dim(`${from} -> ${to}`)}\n\n${renderDiffText(diff, style)}`;
    }
    case 'json':
      return JSON.stringify({ from, to, ...diff }, null, 2);
    case 'markdown':
      return `Lineage from \`${from}\` to \`${to}\`\n\n${renderDiffMarkdown(diff)}`;
    default:
      throw new Error(`unknown format ${format satisfies never}`);
  }
}
